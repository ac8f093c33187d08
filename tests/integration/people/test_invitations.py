"""What invitations and cards that came with mail tell of people."""

from base64 import b64encode
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.wiring import Services
from tests.integration.people.cards import card, shown
from tests.owner import ROBIN, START, Letter, Owner

HOST, GUEST = "ida@northwind.example", "bo@lind.example"
IDA = f"Ida Okafor <{HOST}>"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


def calendar(
    method: str = "REQUEST", *, uid: str = "harvest", at: datetime = START, sequence: int = 0, owners: str = "",
    people: str = "", lines: str = "", organiser: str = f'ORGANIZER;CN="Ida: Okafor":mailto:{HOST}\n',
) -> str:  # fmt: skip
    """An event at `at`, an hour long."""
    return (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260601T080000Z\n"
        f"DTSTART:{at:%Y%m%dT%H%M%SZ}\nDTEND:{at + timedelta(hours=1):%Y%m%dT%H%M%SZ}\nSEQUENCE:{sequence}\n"
        f"{organiser}ATTENDEE;CN=Robin{owners}:mailto:{ROBIN}\n{people}{lines}END:VEVENT\nEND:VCALENDAR\n"
    )


class Mail(Letter):
    """A mail with one part beside its text."""

    kind = "text/calendar; charset=utf-8"

    @property
    def raw(self) -> bytes:
        """As it was sent: `text` is the part."""
        head = f"Message-ID: <{self.key}@mail.example>\nFrom: {self.sender}\nTo: {self.to}\n{self.headers}"
        parts = f"--x\n\nhello\n--x\nContent-Type: {self.kind}\nContent-Transfer-Encoding: base64\n\n"
        data = b64encode(self.text.encode()).decode()
        return f"{head}Content-Type: multipart/mixed; boundary=x\n\n{parts}{data}\n--x--\n".encode()


class CardMail(Mail):
    kind = "text/vcard"


async def meetings(owner: Owner, address: str = HOST) -> list[datetime]:
    contact: UUID = (await owner.people())[address].id
    found, cursor = await owner.services.people.meetings.of_contact(owner.me, contact, limit=2)
    while cursor:
        more, cursor = await owner.services.people.meetings.of_contact(owner.me, contact, cursor=cursor, limit=2)
        found += more
    return [one.starts_at for one in found]


async def test_meetings_follow_invitations_answers_and_cancellations(robin: Owner) -> None:
    later = START + timedelta(days=7)
    await robin.receive(
        Mail("1", IDA, text=calendar()),
        *(Mail(f"s{n}", IDA, text=calendar(uid=f"s{n}", at=later + timedelta(days=n))) for n in range(4)),
    )
    await robin.learn()
    series = [later + timedelta(days=n) for n in (3, 2, 1, 0)]
    assert await meetings(robin) == [*series, START]
    moved = calendar(sequence=1, at=START + timedelta(days=1))
    await robin.receive(Mail("2", IDA, text=moved, date=START + timedelta(minutes=1)))
    await robin.learn()
    assert await meetings(robin) == [*series, START + timedelta(days=1)]
    await robin.receive(Mail("3", IDA, text=calendar("CANCEL", sequence=2), date=START + timedelta(minutes=2)))
    await robin.learn()
    assert await meetings(robin) == series
    await robin.delete("3")
    assert await meetings(robin) == [*series, START + timedelta(days=1)]
    await robin.delete("2")
    assert await meetings(robin) == [*series, START]
    no = calendar("REPLY", owners=";PARTSTAT=DECLINED")
    await robin.receive(Mail("4", ROBIN, IDA, text=no, labels=("SENT",), date=START + timedelta(minutes=3)))
    await robin.learn()
    assert await meetings(robin) == series, "the owner does not come"
    await robin.look_again()
    await robin.learn()
    assert await meetings(robin) == series


async def test_who_declines_is_not_met_and_others_are(robin: Owner) -> None:
    people = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{GUEST}\nATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:r4@northwind.example\n"
    await robin.receive(Mail("1", IDA, f"{ROBIN}, {GUEST}", text=calendar(people=people)))
    await robin.learn()
    assert (await meetings(robin), await meetings(robin, GUEST)) == ([START], [])
    yes = calendar("REPLY", people=f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GUEST}\n").replace(
        f"ATTENDEE;CN=Robin:mailto:{ROBIN}\n", ""
    )
    await robin.receive(Mail("2", GUEST, text=yes, date=START + timedelta(minutes=1)))
    await robin.learn()
    assert await meetings(robin, GUEST) == [START]


async def test_an_invitation_tells_how_somebody_is_called(robin: Owner) -> None:
    people = f"ATTENDEE;CN=Sales: Bo Lind:mailto:{GUEST}\n"
    await robin.receive(Mail("1", HOST, f"{ROBIN}, {GUEST}", text=calendar(people=people)))
    await robin.learn()
    names = {address: one.name for address, one in (await robin.people()).items()}
    assert names == {HOST: "Ida: Okafor", GUEST: "Sales: Bo Lind"}


async def test_events_without_the_owner_or_a_time_of_day_are_no_meetings(robin: Owner) -> None:
    theirs = calendar().replace(f"ATTENDEE;CN=Robin:mailto:{ROBIN}\n", "")
    day = calendar(uid="day").replace(f"DTSTART:{START:%Y%m%dT%H%M%SZ}", "DTSTART;VALUE=DATE:20260601")
    windows = calendar(uid="w", at=START + timedelta(days=2))
    windows = windows.replace("DTSTART:20260603T100000Z", "DTSTART;TZID=W. Europe Standard Time:20260603T100000")
    windows = windows.replace("DTEND:20260603T110000Z", "DTEND;TZID=W. Europe Standard Time:20260603T110000")
    for key, text in enumerate((theirs, day, windows, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID", "")):
        await robin.receive(Mail(str(key), IDA, text=text))
    await robin.learn()
    assert await meetings(robin) == [START + timedelta(days=2, hours=-2)], "ten o'clock in Berlin"


async def test_the_authors_own_card_is_theirs_and_of_others_it_says_little(robin: Owner) -> None:
    own = f"BEGIN:VCARD\nVERSION:3.0\nFN:Ida Okafor\nTITLE:Surveyor\nTEL:+49 30 901820\nEMAIL:{HOST}\nEND:VCARD\n"
    other = own.replace(HOST, GUEST).replace("Surveyor", "Baker").replace("Ida Okafor", "Bo Lind")
    await robin.receive(CardMail("1", IDA, text=other + own), Letter("b", GUEST))
    await robin.learn()
    found = await shown(robin)
    assert (found["title"], found["phone"]) == (["Surveyor"], ["+49 30 901820"])
    told = {one.field: one for one in await card(robin, GUEST)}
    assert (told["title"].value, told["title"].source, told["title"].source_ref) == ("Baker", "introduction", HOST)
    assert (await robin.people())[GUEST].title == "Baker"
    # What somebody else's card says of Ida, later, is not heavier than her own.
    promoted = own.replace("Surveyor", "Mayor")
    later = START + timedelta(days=9)
    await robin.receive(CardMail("2", f"Bo <{GUEST}>", text=promoted, date=later))
    await robin.learn()
    assert (await shown(robin))["title"] == ["Surveyor"]
    await robin.delete("1")
    await robin.receive(Letter("3", IDA))
    await robin.learn()
    assert (await shown(robin))["title"] == ["Mayor"]
    assert await shown(robin, GUEST) == {}
    await robin.delete("2")
    assert await shown(robin) == {}


async def test_whom_others_introduce_has_what_they_say_until_that_mail_goes(robin: Owner) -> None:
    words = "Robin, meet Bo Lind (cc), head of bread at Lind Bakers."
    await robin.receive(
        Letter("1", IDA, headers=f"Cc: Bo Lind <{GUEST}>\n", text=words), Letter("2", GUEST, text=words)
    )
    await robin.learn()
    told = {one.field: one for one in await card(robin, GUEST)}
    assert (told["title"].value, told["company"].value) == ("head of bread", "Lind Bakers")
    assert told["title"].source_ref == HOST
    assert (told["title"].mail.start, told["title"].mail.end) == (words.index("head"), words.index(" at"))  # type: ignore[union-attr]
    assert (await robin.people())[GUEST].name == "Bo Lind"
    assert await shown(robin) == {}
    own = "hello\n\n--\nBo Lind\nMaster Baker\n"
    await robin.receive(Letter("3", f"Bo Lind <{GUEST}>", text=own, date=START - timedelta(days=300)))
    await robin.learn()
    assert (await shown(robin, GUEST))["title"] == ["Master Baker"], "what they say themselves, though long ago"
    await robin.delete("1", "3")
    assert await shown(robin, GUEST) == {}
