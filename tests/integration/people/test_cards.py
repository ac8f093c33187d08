"""What the owner types of somebody comes first, is never overwritten, and goes where their addresses go."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from base.errors import NotFound
from base.ids import new_id
from models.contracts.people.contacts import Contact
from services.wiring import Services
from tests.owner import START, Letter, Owner

WORK, HOME = "ida.okafor@north.example", "ida@home.example"


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows somebody by two addresses."""
    owner = await Owner.create(services)
    await owner.receive(Letter("w1", f"Ida Okafor <{WORK}>"), Letter("h1", f"Ida <{HOME}>"))
    await owner.learn()
    return owner


async def id_of(owner: Owner, address: str) -> UUID:
    return (await owner.people())[address].id


async def typed(owner: Owner, contact_id: UUID, **wish: Sequence[str] | None) -> Contact:
    await owner.services.people.cards.edit(owner.me, contact_id, wish)
    return await owner.services.people.contacts.contact(owner.me, contact_id)


async def card(owner: Owner, contact_id: UUID) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in await owner.services.people.cards.card(owner.me, contact_id):
        found.setdefault(one.field, []).append(one.value)
    return found


async def test_what_is_typed_shows_and_survives_whatever_mail_says(robin: Owner) -> None:
    ida = await id_of(robin, WORK)
    shown = await typed(robin, ida, name=["Ida O."], title=["Surveyor"], company=["Okafor & Daughters"])
    assert (shown.name, shown.title, shown.company, shown.company_id) == (
        "Ida O.",
        "Surveyor",
        "Okafor & Daughters",
        None,
    )
    await robin.receive(Letter("w2", f"Dr Ida Okafor <{WORK}>", date=START.replace(year=2027)))
    await robin.learn()
    await robin.look_again()
    await robin.learn()
    assert (await robin.people())[WORK].name == "Ida O."
    for word in ("ida o.", "surveyor", "daughters", "okafor"):
        found, _ = await robin.services.people.contacts.contacts(robin.me, search=word)
        assert [one.id for one in found] == [ida], word


async def test_what_was_typed_is_taken_back_and_others_word_shows_again(robin: Owner) -> None:
    ida = await id_of(robin, WORK)
    before = await robin.services.people.contacts.contact(robin.me, ida)
    await typed(robin, ida, name=["Ida O."], company=[""])
    assert (await robin.people())[WORK].company is None, "typed as empty"
    after = await typed(robin, ida, name=None, company=None)
    assert (after.name, after.company, after.company_id) == (before.name, before.company, before.company_id)
    assert await card(robin, ida) == {}


async def test_several_values_of_a_field_are_kept_beside_one_another_and_encrypted(robin: Owner) -> None:
    ida = await id_of(robin, WORK)
    await typed(robin, ida, phone=["+49301234567", "+49171123456"], note=["Likes pears.", "Met in Lyon."])
    await typed(robin, ida, phone=["+49171123456"])
    assert await card(robin, ida) == {"note": ["Likes pears.", "Met in Lyon."], "phone": ["+49171123456"]}
    stored = await robin.rows("SELECT f::text FROM facts f WHERE user_id = :user_id")
    assert len(stored) == 4, "what was typed before stays in the history"
    assert not any("pears" in row[0] or "49171" in row[0] or b"pears".hex() in row[0] for row in stored)


async def test_what_was_typed_goes_where_its_address_goes(robin: Owner) -> None:
    work, home = await id_of(robin, WORK), await id_of(robin, HOME)
    await typed(robin, work, name=["Ida at work"], phone=["+49301234567"])
    await typed(robin, home, name=["Ida at home"], note=["Likes pears."])
    change = await robin.services.people.memberships.merge(robin.me, [work, home])
    (ida,) = (await robin.people()).values()
    assert ida.name == "Ida at home", "typed last"
    assert await card(robin, home) == {
        "name": ["Ida at home"],
        "note": ["Likes pears."],
        "phone": ["+49301234567"],
    }
    await robin.services.people.memberships.undo(robin.me, change.id)
    assert {address: one.name for address, one in (await robin.people()).items()} == {
        WORK: "Ida at work",
        HOME: "Ida at home",
    }
    assert await card(robin, work) == {"name": ["Ida at work"], "phone": ["+49301234567"]}


async def test_of_whom_something_was_typed_is_kept_when_their_mail_goes(robin: Owner) -> None:
    ida = await id_of(robin, WORK)
    await typed(robin, ida, note=["Likes pears."])
    await robin.delete("w1", "h1")
    people = await robin.people()
    assert set(people) == {WORK}
    assert (people[WORK].sent, people[WORK].received, people[WORK].strength) == (0, 0, 0)
    assert await card(robin, ida) == {"note": ["Likes pears."]}


async def test_nobody_edits_others_people(robin: Owner, services: Services) -> None:
    other = await Owner.create(services, "mara@hollis.example")
    ida = await id_of(robin, WORK)
    for contact_id in (ida, new_id()):
        with pytest.raises(NotFound):
            await typed(other, contact_id, name=["Mine"])
        with pytest.raises(NotFound):
            await card(other, contact_id)


async def test_everybody_is_taken_along_once_with_all_that_is_theirs(robin: Owner) -> None:
    work, home = await id_of(robin, WORK), await id_of(robin, HOME)
    others = [Letter(f"o{n}", f"Bo Lind <bo{n}@lind.example>") for n in range(250)]  # more than a page
    await robin.receive(*others)
    await robin.learn()
    await typed(robin, work, phone=["+49301234567"])
    await typed(robin, home, note=["Likes pears."])
    await robin.services.people.memberships.merge(robin.me, [work, home])
    taken = [one async for one in robin.services.people.export.everybody(robin.me, None)]
    assert len(taken) == len({one.contact.id for one in taken}) == 251
    (ida,) = (one for one in taken if one.contact.id == work)
    assert set(ida.addresses) == {WORK, HOME}
    assert ida.card == {"phone": ["+49301234567"], "note": ["Likes pears."]}
    assert all(one.card == {} for one in taken if one is not ida)
