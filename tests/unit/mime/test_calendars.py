"""Invitations as calendars write them, and as nobody should."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contracts.mail.messages import Attachment
from services.mime.calendars import Attendee, Meeting, meetings
from services.mime.parts import part_of
from services.mime.people_parts import PeoplePart, left_behind, people_parts, with_part

EVENT = (
    "UID:1", "DTSTART:20260601T080000Z", "DTEND:20260601T090000Z",
    "ORGANIZER;CN=Ida Okafor:mailto:Ida@North.Example", "ATTENDEE;PARTSTAT=ACCEPTED;CN=Bo:mailto:bo@lind.example",
)  # fmt: skip


def read(*lines: str, end: str = "\r\n", method: str = "REQUEST") -> list[Meeting]:
    head = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT"]
    return meetings(end.join([*head, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode())


def one(*changed: str) -> Meeting:
    """The event with some of its lines replaced."""
    names = {line.partition(";")[0].partition(":")[0] for line in changed}
    kept = [line for line in EVENT if line.partition(";")[0].partition(":")[0] not in names]
    [meeting] = read(*kept, *changed)
    return meeting


def test_an_event_says_who_meets_when() -> None:
    assert one() == Meeting(
        uid="1",
        method="request",
        starts_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
        ends_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        sequence=0,
        cancelled=False,
        people=(
            Attendee("bo@lind.example", "Bo", "accepted"),
            Attendee("ida@north.example", "Ida Okafor", "accepted", organises=True),
        ),
    )


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("DTSTART;TZID=W. Europe Standard Time:20260601T080000", 6),
        ("DTSTART;TZID=Pacific Standard Time:20260601T010000", 8),
        ("DTSTART;TZID=Europe/Berlin:20260601T080000", 6),
        ("DTSTART:20260601T080000", 8),
    ],
)
def test_a_zone_by_windows_name_is_that_zone(line: str, hour: int) -> None:
    assert one(line).starts_at == datetime(2026, 6, 1, hour, tzinfo=UTC)


def test_a_zone_is_that_of_its_own_mail() -> None:
    for offset, hour in (("+0100", 7), ("+0500", 3), ("+0100", 7)):
        lines = (
            "BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD",
            "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD",
            "END:VTIMEZONE", "BEGIN:VEVENT", *EVENT[:1], "DTSTART;TZID=Customized Time Zone:20260601T080000",
            *EVENT[3:], "END:VEVENT", "END:VCALENDAR",
        )  # fmt: skip
        [meeting] = meetings("\r\n".join(lines).encode())
        assert meeting.starts_at.hour == hour


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('ATTENDEE;CN="Sales: North":mailto:bo@lind.example', "Sales: North"),
        ("ATTENDEE;CN=Sales: North:mailto:bo@lind.example", "Sales: North"),
        ("ATTENDEE;CN='Bo Lind':MAILTO:bo@lind.example", "Bo Lind"),
        ("ATTENDEE;CN=bo@lind.example:mailto:bo@lind.example", ""),
        ("ATTENDEE:mailto:bo@lind.example", ""),
    ],
)
def test_a_name_is_read_whole(line: str, name: str) -> None:
    assert one(line).people[0] == Attendee("bo@lind.example", name, "")


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART;VALUE=DATE:20260601",
        "DTSTART:20260601",
        "DTSTART:garbage",
        "DTSTART:19000101T080000Z",
        "DTEND:20260609T090000Z",
        "DTEND:20260601T070000Z",
        "UID:",
        "RECURRENCE-ID;VALUE=DATE:20260601",
    ],
)
def test_what_is_no_meeting_is_none(line: str) -> None:
    name = line.partition(";")[0].partition(":")[0]
    assert read(*(kept for kept in EVENT if not kept.startswith(name)), line) == []


def test_a_calendar_that_breaks_off_and_lines_that_are_none_are_passed_over() -> None:
    broken = "\n".join(["BEGIN:VCALENDAR", "METHOD:CANCEL", "BEGIN:VEVENT", *EVENT, "ATTENDEE;PARTSTAT:x", "nothing"])
    [meeting] = meetings(broken.encode())
    assert meeting.cancelled
    assert len(meeting.people) == 2


def test_one_invitation_of_a_mail_is_read_and_none_of_mail_within() -> None:
    def mail(kind: str, text: str) -> bytes:
        return f"Content-Type: {kind}\n\n{text}\n".encode()

    calendar = mail("text/calendar; charset=iso-8859-1", "caf\u00e9").decode().encode("latin-1")
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n"
    enclosed = b"Content-Type: message/rfc822\n\n" + mail("text/vcard", "within")
    for part in (calendar, mail("application/ics", "again"), mail("text/vcard", "card"), enclosed):
        raw += b"--x\n" + part
    found = people_parts(part_of(raw + b"--x--\n"))
    assert [(one.kind, one.data.decode().strip()) for one in found] == [("calendar", "café"), ("card", "card")]


def test_small_cards_that_gmail_keeps_join_what_came() -> None:
    def file(part: str, kind: str, name: str, size: int = 9, handle: str | None = "h") -> Attachment:
        return Attachment(part_id=part, filename=name, mime_type=kind, size=size, attachment_id=handle)

    calendar = PeoplePart("calendar", b"BEGIN:VCALENDAR")
    files = [
        file("1", "text/vcard", "ida.vcf"),
        file("2", "application/octet-stream", "BO.VCF"),
        file("3", "application/octet-stream", "plan.bin"),
        file("4", "text/vcard", "large.vcf", 90_000),
        file("5", "application/ics", "invite.ics"),
        file("6", "text/vcard", "here.vcf", handle=None),
    ]
    assert left_behind(files, [calendar]) == ["1", "2"]
    assert left_behind(files, []) == ["1", "2", "5"]
    once = with_part([calendar], files[0], b"card")
    assert once == [calendar, PeoplePart("card", b"card")]
    assert (
        with_part(once, files[0], b"card") == with_part(once, files[2], b"x") == with_part(once, files[4], b"y") == once
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(EVENT), st.text(max_size=60)), max_size=12), st.booleans())
def test_nothing_raises(lines: list[str], closed: bool) -> None:
    read(*lines)
    meetings("\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, *(["END:VEVENT"] if closed else [])]).encode())
