"""Meetings of a series: each counts once it is over, and what is said of one holds for that one."""

from datetime import datetime, timedelta

import pytest

from base.clock import now
from services.people import meetings as people_meetings
from services.wiring import Services
from tests.integration.people.test_invitations import GUEST, HOST, IDA, Mail, calendar, meetings
from tests.integration.people.test_meeting_strength import strength
from tests.owner import ROBIN, Letter, Owner

WEEK = timedelta(days=7)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=10\n"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


def first() -> datetime:
    """Of a weekly series of ten, of which four are over."""
    return now().replace(microsecond=0) - 3 * WEEK - timedelta(days=1)


def word(
    key: str, at: datetime, *, days: float, method: str = "REQUEST", which: datetime | None = None, sequence: int = 0,
    lines: str = "", owners: str = "", people: str = "", sender: str = IDA, to: str = ROBIN,
) -> Mail:  # fmt: skip
    """Mail about the series "weekly", or about the one that would begin at `which`; `days` after some day long ago."""
    if which is not None:
        lines += f"RECURRENCE-ID:{which:%Y%m%dT%H%M%SZ}\n"
    text = calendar(method, uid="weekly", at=at, sequence=sequence, lines=lines, owners=owners, people=people)
    labels = ("SENT",) if sender == ROBIN else ("INBOX",)
    return Mail(key, sender, to, text=text, labels=labels, date=now() - 30 * WEEK + timedelta(days=days))


async def met(owner: Owner, address: str = HOST) -> int:
    return (await strength(owner, address)).meetings


async def test_each_that_is_over_counts_and_others_once_they_are(robin: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    begins = first()
    await robin.receive(word("1", begins, days=0, lines=WEEKLY))
    await robin.learn()
    assert await met(robin) == 4
    over = [begins + n * WEEK for n in (3, 2, 1, 0)]
    assert await meetings(robin) == [begins + 4 * WEEK, *over], "and the next one"
    clock = robin.services.people.meetings
    for week, count in ((4, 5), (5, 6), (30, 10)):
        monkeypatch.setattr(people_meetings, "now", lambda week=week: begins + week * WEEK + timedelta(hours=2))
        assert (await clock.count_over()).started == 1
        assert await robin.strengths() == await robin.strengths(anew=True)
        # A person's page tells of months up to this one, by a clock of its own.
        counted = "SELECT sum(meetings) FROM person_months WHERE user_id = :user_id"
        assert await robin.rows(counted) == [(count,)]
    assert (await clock.count_over()).started == 0, "there is no more"
    await robin.delete("1")
    assert await robin.people() == {}


async def test_what_is_said_of_one_holds_for_that_one(robin: Owner) -> None:
    begins = first()
    one, two = begins, begins + WEEK
    await robin.receive(word("1", begins, days=0, lines=WEEKLY))
    await robin.receive(word("2", one + timedelta(hours=3), which=one, days=1, sequence=1))
    await robin.receive(word("3", two, which=two, days=2, sequence=1, method="CANCEL"))
    await robin.learn()
    assert await met(robin) == 3
    assert (await meetings(robin))[1:] == [begins + 3 * WEEK, begins + 2 * WEEK, one + timedelta(hours=3)]
    no = ";PARTSTAT=DECLINED"
    await robin.receive(word("4", one, which=one, days=3, sequence=1, method="REPLY", owners=no, sender=ROBIN, to=IDA))
    await robin.learn()
    assert await met(robin) == 2, "the owner does not come"
    # The whole series anew, from the third on: what was said of single ones before is no more.
    await robin.receive(word("5", begins + 2 * WEEK, days=4, sequence=2, lines="RRULE:FREQ=WEEKLY;COUNT=3\n"))
    await robin.learn()
    assert await met(robin) == 2
    assert (await meetings(robin)) == [begins + n * WEEK for n in (4, 3, 2)]
    await robin.delete("5")
    assert await met(robin) == 2
    await robin.delete("4", "3", "2")
    assert await met(robin) == 4
    await robin.look_again()
    await robin.learn()
    assert await met(robin) == 4


async def test_an_answer_says_who_comes_and_not_when(robin: Owner) -> None:
    begins = first()
    bo = f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{GUEST}\n"
    await robin.receive(word("1", begins, days=0, lines=WEEKLY, people=bo), Letter("b", f"Bo <{GUEST}>"))
    await robin.learn()
    assert (await met(robin), await met(robin, GUEST)) == (4, 4)
    yes = word("2", begins, days=1, method="REPLY", people=bo.replace("NEEDS-ACTION", "ACCEPTED"), sender=GUEST)
    await robin.receive(yes)
    await robin.learn()
    assert await met(robin, GUEST) == 4, "though the answer has no rule"
    two = begins + WEEK
    no = bo.replace("NEEDS-ACTION", "DECLINED")
    await robin.receive(word("3", two, which=two, days=2, method="REPLY", people=no, sender=GUEST))
    await robin.learn()
    assert (await met(robin), await met(robin, GUEST)) == (4, 3)
    await robin.receive(word("4", begins, days=3, method="REPLY", people=no, sender=GUEST))
    await robin.learn()
    assert (await met(robin), await met(robin, GUEST)) == (4, 0)


async def test_who_is_invited_to_one_of_a_series_meets_in_that_one(robin: Owner) -> None:
    one = first()
    await robin.receive(word("1", one + timedelta(hours=1), which=one, days=0))
    await robin.learn()
    assert (await met(robin), await meetings(robin)) == (1, [one + timedelta(hours=1)])


async def test_a_daily_series_without_an_end_counts_up_to_now(robin: Owner) -> None:
    begins = now().replace(microsecond=0) - timedelta(days=50, hours=3)
    without = begins + timedelta(days=3)
    lines = f"RRULE:FREQ=DAILY\nEXDATE:{without:%Y%m%dT%H%M%SZ}\n"
    await robin.receive(word("1", begins, days=0, lines=lines))
    await robin.learn()
    assert await met(robin) == 50
