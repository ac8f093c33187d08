"""When meetings of a series begin, by rules as calendars write them, and as nobody should."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from services.mime.calendars import Meeting, meetings
from services.mime.recurrence import MOST, YEARS

BERLIN = "DTSTART;TZID=Europe/Berlin:20260323T090000"  # the week before clocks are changed


def read(*lines: str) -> list[Meeting]:
    head = ["BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:1", "ATTENDEE:mailto:bo@lind.example"]
    return meetings("\r\n".join([*head, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode())


def begins(*lines: str) -> list[str]:
    """In UTC: day and hour."""
    [meeting] = read(*lines)
    return [f"{one:%m-%d %H}" for one in (meeting.starts_at, *meeting.starts)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], ["03-23 08", "03-30 07", "04-06 07"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260406T070000Z"], ["03-23 08", "03-30 07", "04-06 07"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260406T065959Z"], ["03-23 08", "03-30 07"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260406"], ["03-23 08", "03-30 07", "04-06 07"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3"], ["03-23 08", "03-25 08", "03-30 07"]),
        (["RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"], ["03-23 08", "04-06 07"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=2"], ["03-23 08", "03-30 07", "04-27 07"]),
        (
            ["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20260330T090000", "EXDATE:20260406T070000Z"],
            ["03-23 08", "04-13 07"],
        ),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260330"], ["03-23 08", "04-06 07"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;TZID=Europe/Berlin:20260323T090000"], ["03-30 07"]),
        (["RDATE;TZID=Europe/Berlin:20260325T100000,20260501T100000"], ["03-23 08", "03-25 09", "05-01 08"]),
        (["RDATE;VALUE=PERIOD:20260325T100000Z/PT2H"], ["03-23 08", "03-25 10"]),
        (["RRULE:FREQ=SECONDLY"], ["03-23 08"]),
        (["RRULE:FREQ=SOMETIMES;COUNT=3"], ["03-23 08"]),
    ],
)
def test_a_series_is_counted_in_its_own_zone(lines: list[str], found: list[str]) -> None:
    assert begins(BERLIN, "DURATION:PT1H", *lines) == found


def test_a_series_without_an_end_is_bounded() -> None:
    [weekly] = read("DTSTART:20260105T090000Z", "RRULE:FREQ=WEEKLY")
    assert len(weekly.starts) + 1 == 262
    assert weekly.starts[-1] - weekly.starts_at <= timedelta(days=366 * YEARS)
    [daily] = read("DTSTART:20260105T090000Z", "RRULE:FREQ=DAILY;COUNT=99999")
    assert len(daily.starts) + 1 == MOST
    [leap] = read("DTSTART:20240229T090000Z", "RRULE:FREQ=YEARLY")
    assert [one.year for one in leap.starts] == [2028]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYSETPOS=9", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9;COUNT=9999999", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)  # fmt: skip
def test_a_day_that_never_comes_is_not_looked_for_for_long(rule: str) -> None:
    begun = time.process_time()
    assert begins("DTSTART:20260105T090000Z", f"RRULE:{rule}") == ["01-05 09"]
    assert time.process_time() - begun < 8, "to the last year that there is it takes longer than parsing may"


def test_one_of_a_series_says_which_it_is() -> None:
    [moved] = read("DTSTART:20260105T100000Z", "DTEND:20260105T110000Z", "RECURRENCE-ID:20260105T090000Z")
    assert (moved.occurrence, moved.starts_at) == (
        datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 10, tzinfo=UTC),
    )  # fmt: skip
    [only] = read("RECURRENCE-ID;TZID=Europe/Berlin:20260105T100000")
    assert only.occurrence == only.starts_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert read(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=1", "EXDATE;TZID=Europe/Berlin:20260323T090000") == []


_RULES = st.builds(
    lambda *parts: ";".join(filter(None, parts)),
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]),
    st.sampled_from(["", "INTERVAL=2", "INTERVAL=3", "INTERVAL=5"]),
    st.sampled_from(["", "BYDAY=MO,WE,FR", "BYDAY=SU", "BYMONTHDAY=29,31", "BYMONTH=2,3", "BYDAY=TU;WKST=SU"]),
    st.sampled_from(["COUNT=7", "UNTIL=20290301T000000", "COUNT=1"]),
)


@settings(max_examples=100, deadline=None)
@given(_RULES, st.datetimes(datetime(2023, 1, 1), datetime(2028, 12, 31)))  # noqa: DTZ001 - both are without a zone
def test_rules_are_read_as_the_library_reads_them(rule: str, start: datetime) -> None:
    start = start.replace(microsecond=0)
    end = start + timedelta(days=366 * YEARS)
    wanted = [one for one in rrulestr(rule, dtstart=start) if one <= end]
    for meeting in read(f"DTSTART:{start:%Y%m%dT%H%M%S}Z", f"RRULE:{rule}"):
        found = [one.replace(tzinfo=None) for one in (meeting.starts_at, *meeting.starts)]
        assert found == sorted({start, *wanted})


_PARTS = st.sampled_from(
    [
        *("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=YEARLY", "COUNT=-1", "COUNT=x", "INTERVAL=0", "INTERVAL=7", "=", "é"),
        *("BYDAY=2MO,XX", "BYMONTHDAY=-1", "BYHOUR=99", "BYSETPOS=0", "WKST=SU", "RSCALE=CHINESE", "UNTIL=20260401"),
    ]
)
_LINES = st.sampled_from(["EXDATE:x", "RDATE:20260401T090000Z", "RDATE;VALUE=PERIOD:x/y", ""])


@settings(max_examples=120, deadline=None)
@given(
    st.lists(_PARTS, max_size=5), st.sampled_from(["EXDATE:x", "RDATE:20260401T090000Z", "RDATE;VALUE=PERIOD:x/y", ""])
)
def test_nothing_raises_and_what_is_found_is_in_order(parts: list[str], line: str) -> None:
    for meeting in read(BERLIN, f"RRULE:{';'.join(parts)}", line):
        found = [meeting.starts_at, *meeting.starts]
        assert found == sorted(set(found))
        assert len(found) <= MOST
