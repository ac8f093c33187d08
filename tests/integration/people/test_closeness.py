"""How close people are, what is said of why, and what the person who knows better says."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from base.clock import now
from models.contracts.people.contacts import ContactKind
from models.contracts.people.strength import Correction
from services.wiring import Services
from tests.owner import ROBIN, Letter, Owner, pages

IDA, BO, PIA = "ida@north.example", "bo@lind.example", "pia@lind.example"
DAY = timedelta(days=1)


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Writes with Ida to and fro, less with Bo; Pia writes, and is never answered."""
    owner = await Owner.create(services)
    start = now() - 10 * DAY
    for number in range(6):
        at = start - 7 * number * DAY
        await owner.receive(
            Letter(f"q{number}", f"Ida <{IDA}>", ROBIN, at, thread=f"ida{number}"),
            Letter(f"a{number}", ROBIN, IDA, at + timedelta(hours=4), ("SENT",), thread=f"ida{number}"),
        )
    await owner.receive(
        Letter("b1", f"Bo <{BO}>", ROBIN, start, thread="bo"),
        Letter("b2", ROBIN, BO, start + DAY, ("SENT",), thread="bo"),
        Letter("p1", f"Pia <{PIA}>", ROBIN, start),
        Letter("p2", f"Pia <{PIA}>", "bo@else.example", start, headers=f"Cc: {ROBIN}\n"),
    )
    await owner.learn()
    return owner


async def correct(owner: Owner, contact_id: UUID, correction: Correction | None) -> None:
    wish = {"closeness": [correction] if correction else None}
    await owner.services.people.cards.edit(owner.me, contact_id, wish)


async def order(owner: Owner) -> list[str]:
    found, _ = await owner.services.people.contacts.contacts(owner.me)
    return [one.address for one in found if one.address in {IDA, BO, PIA}]


async def test_why_somebody_is_close_is_told_in_numbers(robin: Owner) -> None:
    people = await robin.people()
    told = await robin.services.people.closeness.strength(robin.me, people[IDA].id)
    assert told.strength == told.by_mail == pytest.approx(people[IDA].strength, abs=1e-4)
    assert (told.sent, told.received, told.shared, told.direct) == (6, 6, 0, 12)
    assert (told.ours.turns, told.ours.replies) == (6, 6)
    assert told.ours.usual_seconds == pytest.approx(4 * 3600)
    assert (told.theirs.turns, told.theirs.replies, told.theirs.usual_seconds) == (6, 0, None)
    assert told.tenure_days == pytest.approx(35, abs=0.2)
    assert 9 < told.volume < 12
    assert told.factors.reciprocity > 0.99
    assert told.history[-1].strength == told.strength
    assert told.history[-2].strength > 0
    pia = await robin.services.people.closeness.strength(robin.me, people[PIA].id)
    assert (pia.received, pia.direct, pia.ours.replies, pia.ours.turns) == (2, 1, 0, 2)
    assert pia.factors.reciprocity == pytest.approx(0.02)
    assert (await robin.services.people.contacts.contact(robin.me, people[PIA].id)).strength < 0.02


async def test_who_knows_better_says_so_and_it_can_be_taken_back(robin: Owner) -> None:
    people = await robin.people()
    assert await order(robin) == [IDA, BO, PIA]
    await correct(robin, people[PIA].id, Correction.CLOSER)
    await correct(robin, people[IDA].id, Correction.NOT_CLOSE)
    after = await robin.people()
    assert after[PIA].strength > 0.6
    assert after[IDA].strength < 0.2
    assert await order(robin) == [PIA, BO, IDA]
    told = await robin.services.people.closeness.strength(robin.me, people[PIA].id)
    assert told.correction is Correction.CLOSER
    assert told.by_mail == pytest.approx(people[PIA].strength, abs=1e-4)
    later = await robin.services.people.closeness.strength(robin.me, people[IDA].id)
    assert later.strength < 0.2 < later.by_mail
    card = await robin.services.people.cards.card(robin.me, people[PIA].id)
    assert card == [], "no value of a card"
    for one in (IDA, PIA):
        await correct(robin, people[one].id, None)
    assert await order(robin) == [IDA, BO, PIA]


async def test_a_correction_goes_where_its_person_goes_and_stays_when_mail_comes(robin: Owner) -> None:
    people = await robin.people()
    await correct(robin, people[PIA].id, Correction.CLOSER)
    memberships = robin.services.people.memberships
    merged = await memberships.merge(robin.me, [people[BO].id, people[PIA].id])
    both = await robin.services.people.closeness.strength(robin.me, people[PIA].id)
    assert (both.correction, both.received) == (Correction.CLOSER, 3)
    await memberships.undo(robin.me, merged.id)
    await robin.receive(Letter("b3", f"Bo <{BO}>"), Letter("p3", f"Pia <{PIA}>"))
    await robin.learn()
    strength = robin.services.people.closeness.strength
    assert (await strength(robin.me, people[PIA].id)).correction is Correction.CLOSER
    assert (await strength(robin.me, people[BO].id)).correction is None


async def test_corrected_people_stand_once_in_pages_of_any_size(robin: Owner) -> None:
    people = await robin.people()
    await correct(robin, people[PIA].id, Correction.CLOSER)
    await correct(robin, people[IDA].id, Correction.NOT_CLOSE)
    contacts = robin.services.people.contacts
    for kind in (ContactKind.PERSON, None):
        whole, _ = await contacts.contacts(robin.me, kind=kind, limit=100)
        strengths = [one.strength for one in whole]
        assert strengths == sorted(strengths, reverse=True)
        for limit in (1, 2, 3):
            found = await pages(partial(contacts.contacts, robin.me, kind=kind, limit=limit))
            assert [one.id for one in found] == [one.id for one in whole]
