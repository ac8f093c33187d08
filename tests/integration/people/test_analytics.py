"""What the mail with somebody, with a company and with everybody looks like, in numbers known beforehand."""

from datetime import UTC, datetime, timedelta

import pytest

from base.clock import now
from base.errors import NotFound
from base.ids import new_id
from models.contracts.people.analytics import Analytics
from services.wiring import Services
from tests.owner import ROBIN, Letter, Owner

IDA, BO, PIA, OLD = "ida@north.example", "bo@lind.example", "pia@lind.example", "old@gone.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def last_monday() -> datetime:
    """At ten by UTC, a week ago or more."""
    today = now().astimezone(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday() + 7)


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Ida asks and is answered after an hour, with Bo in copy; Bo answers after two days; one was close long ago."""
    owner, at = await Owner.create(services), last_monday()
    await owner.receive(
        Letter("i1", f"Ida <{IDA}>", f"{ROBIN}, Bo <{BO}>", at, thread="i"),
        Letter("i2", ROBIN, f"{IDA}, {BO}", at + HOUR, ("SENT",), thread="i"),
        Letter("b1", ROBIN, BO, at + 3 * HOUR, ("SENT",), thread="b"),
        Letter("b2", f"Bo <{BO}>", ROBIN, at + 3 * HOUR + 2 * DAY, thread="b"),
        Letter("p1", f"Pia <{PIA}>", f"{ROBIN}, {IDA}", at, thread="p"),
    )
    for week in range(30):
        long_ago = at - 220 * DAY - 7 * week * DAY
        await owner.receive(
            Letter(f"o{week}", f"Old <{OLD}>", ROBIN, long_ago, thread=f"o{week}"),
            Letter(f"r{week}", ROBIN, OLD, long_ago + HOUR, ("SENT",), thread=f"o{week}"),
        )
    await owner.learn()
    return owner


async def everybody(owner: Owner, *, zone: str = "UTC", months: int = 2) -> Analytics:
    return await owner.services.people.analytics.all(owner.me, months=months, zone=zone)


def pairs(told: Analytics) -> dict[frozenset[str], int]:
    """Who is seen with whom on how many mails."""
    return {frozenset((one.contact.address, one.beside.address)): one.mails for one in told.companions if one.beside}


async def test_mail_is_counted_by_month_by_hour_and_by_who_answers(robin: Owner) -> None:
    told = await everybody(robin)
    assert (sum(m.sent for m in told.months), sum(m.received for m in told.months)) == (2, 3), "a mail counts once"
    assert {(one.weekday, one.hour): (one.sent, one.received) for one in told.week} == {
        (1, 10): (0, 2),
        (1, 11): (1, 0),
        (1, 13): (1, 0),
        (3, 13): (0, 1),
    }
    abroad = await everybody(robin, zone="Asia/Kathmandu")  # 5:45 ahead
    assert [(one.weekday, one.hour) for one in abroad.week] == [(1, 15), (1, 16), (1, 18), (3, 18)]
    assert (told.ours.replies, told.theirs.replies) == (1, 1)
    assert told.ours.median_seconds == pytest.approx(3_600)
    assert told.theirs.median_seconds == pytest.approx(2 * 86_400)
    assert told.theirs.classes == [0, 0, 0, 0, 1, 0]


async def test_who_is_seen_with_whom_is_told(robin: Owner) -> None:
    people = await robin.people()
    told = await robin.services.people.analytics.contact(robin.me, people[IDA].id, months=2, zone="UTC")
    assert {one.contact.address: one.mails for one in told.companions} == {BO: 2, PIA: 1}
    assert told.drifting == told.new == []
    company = people[BO].company_id
    assert company is not None
    lind = await robin.services.people.analytics.company(robin.me, company, months=2, zone="UTC")
    assert {one.contact.address: one.mails for one in lind.companions} == {IDA: 3}
    assert pairs(await everybody(robin)) == {frozenset((IDA, BO)): 2, frozenset((IDA, PIA)): 1}


async def test_who_drifts_away_and_who_is_new_is_told(robin: Owner) -> None:
    at = last_monday()
    for day in range(5):
        await robin.receive(
            Letter(f"n{day}", f"Bo <{BO}>", ROBIN, at - day * DAY, thread=f"n{day}"),
            Letter(f"m{day}", ROBIN, BO, at - day * DAY + HOUR, ("SENT",), thread=f"n{day}"),
        )
    await robin.learn()
    told = await everybody(robin)
    assert [one.contact.address for one in told.drifting] == [OLD]
    assert told.drifting[0].before > told.drifting[0].contact.strength + 0.1
    assert [(one.contact.address, one.before) for one in told.new] == [(BO, 0)]


async def test_an_answer_is_kept_until_any_of_the_people_change(robin: Owner) -> None:
    first = await everybody(robin)
    assert await everybody(robin) is first
    assert await everybody(robin, months=3) is not first
    people = await robin.people()
    change = await robin.services.people.memberships.merge(robin.me, [people[IDA].id, people[BO].id])
    merged = await everybody(robin)
    assert len(merged.companions) == 1
    await robin.services.people.memberships.undo(robin.me, change.id)
    assert pairs(await everybody(robin)) == pairs(first)
    await robin.delete("p1")
    assert sum(month.received for month in (await everybody(robin)).months) == 2
    await robin.receive(Letter("p2", f"Pia <{PIA}>", ROBIN, last_monday(), thread="p"))
    await robin.learn()
    assert sum(month.received for month in (await everybody(robin)).months) == 3


async def test_of_whom_there_is_not_nothing_is_told(robin: Owner) -> None:
    analytics = robin.services.people.analytics
    with pytest.raises(NotFound, match="no such contact"):
        await analytics.contact(robin.me, new_id(), months=2, zone="UTC")
    with pytest.raises(NotFound, match="no such company"):
        await analytics.company(robin.me, new_id(), months=2, zone="UTC")
