"""Lists of people and who is hidden: many at once, undone by the opposite, and gone along with a merge and back."""

from uuid import UUID

import pytest

from base.errors import Invalid, NotFound
from base.ids import new_id
from services.people.lists import NameTaken
from services.wiring import Services
from tests.owner import Letter, Owner

IDA, BO, LEO = "ida@north.example", "bo@north.example", "leo@lumen.example"


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows three people."""
    owner = await Owner.create(services)
    letters = (("Ida Okafor", IDA), ("Bo Lind", BO), ("Leo Brandt", LEO))
    await owner.receive(*(Letter(address, f"{name} <{address}>") for name, address in letters))
    await owner.learn()
    return owner


async def ids(owner: Owner, *addresses: str) -> list[UUID]:
    people = await owner.people() | await owner.people(hidden=True)
    return [people[address].id for address in addresses]


async def test_people_are_put_into_a_list_and_taken_out_by_the_opposite(robin: Owner) -> None:
    lists, (ida, bo, _) = robin.services.people.lists, await ids(robin, IDA, BO, LEO)
    choir = await lists.make(robin.me, "Choir", None)
    assert (await lists.change(robin.me, choir.id, [ida], there=True)).contact_ids == [ida]
    changed = await lists.change(robin.me, choir.id, [ida, bo], there=True)
    assert changed.contact_ids == [bo], "undoing leaves in it who was in it before"
    assert set(await robin.people(list_id=choir.id)) == {IDA, BO}
    assert set(await robin.people(list_id=choir.id, search="okafor")) == {IDA}
    assert [(one.name, one.people) for one in await lists.all(robin.me)] == [("Choir", 2)]
    await lists.change(robin.me, choir.id, changed.contact_ids, there=False)
    assert set(await robin.people(list_id=choir.id)) == {IDA}
    assert [one.name for one in await lists.all(robin.me, ida)] == ["Choir"]
    assert await lists.all(robin.me, bo) == []
    await lists.remove(robin.me, choir.id)
    assert len(await robin.people()) == 3


async def test_a_saved_search_has_whoever_matches_now(robin: Owner) -> None:
    north = await robin.services.people.lists.make(robin.me, "North", "north.example")
    assert set(await robin.people(list_id=north.id)) == {IDA, BO}
    await robin.receive(Letter("new", "Zoe <zoe@north.example>"))
    await robin.learn()
    assert len(await robin.people(list_id=north.id)) == 3
    assert set(await robin.people(list_id=north.id, search="zoe")) == {"zoe@north.example"}
    with pytest.raises(Invalid, match="saved search"):
        await robin.services.people.lists.change(robin.me, north.id, await ids(robin, IDA), there=True)


async def test_who_is_in_a_list_stays_in_it_through_merging_and_undoing(robin: Owner) -> None:
    lists, (ida, bo) = robin.services.people.lists, await ids(robin, IDA, BO)
    choir = await lists.make(robin.me, "Choir", None)
    await lists.change(robin.me, choir.id, [bo], there=True)
    merge = await robin.services.people.memberships.merge(robin.me, [ida, bo])
    assert [one.id for one in (await robin.people(list_id=choir.id)).values()] == [ida]
    await robin.services.people.memberships.undo(robin.me, merge.id)
    assert set(await robin.people(list_id=choir.id)) == {BO}
    await robin.services.people.memberships.merge(robin.me, [ida, bo])
    await lists.change(robin.me, choir.id, [ida], there=False)
    assert await robin.people(list_id=choir.id) == {}


async def test_who_is_hidden_is_in_no_list_and_search_until_shown_again(robin: Owner) -> None:
    lists, (ida, bo) = robin.services.people.lists, await ids(robin, IDA, BO)
    assert (await lists.hide(robin.me, [ida, bo], hidden=True)).contact_ids == [ida, bo]
    assert set(await robin.people()) == {LEO}
    assert await robin.people(search="okafor") == {}
    assert set(await robin.people(hidden=True)) == {IDA, BO}
    await robin.receive(Letter("more", f"Ida Okafor <{IDA}>"))
    await robin.learn()
    assert (await robin.services.people.contacts.contact(robin.me, ida)).hidden, "more mail changes nothing"
    taken = [one.contact.address async for one in robin.services.people.export.everybody(robin.me, None)]
    assert taken == [LEO]
    assert (await lists.hide(robin.me, [ida], hidden=False)).contact_ids == [ida]
    assert set(await robin.people()) == {IDA, LEO}
    assert (await lists.hide(robin.me, [ida], hidden=False)).contact_ids == []


async def test_a_list_has_a_name_of_its_own(robin: Owner) -> None:
    lists = robin.services.people.lists
    choir = await lists.make(robin.me, "Chœur", None)
    with pytest.raises(NameTaken):
        await lists.make(robin.me, "CHOEUR", None)
    other = await lists.make(robin.me, "Band", None)
    with pytest.raises(NameTaken):
        await lists.rename(robin.me, other.id, "choeur")
    assert (await lists.rename(robin.me, choir.id, "Le Chœur")).name == "Le Chœur"
    with pytest.raises(Invalid):
        await lists.make(robin.me, "\u200b", None)


async def test_nobody_touches_others_lists_and_people(robin: Owner, services: Services) -> None:
    eve = await Owner.create(services, "eve@elsewhere.example")
    lists, (ida,) = services.people.lists, await ids(robin, IDA)
    theirs, mine = await lists.make(eve.me, "Choir", None), await lists.make(robin.me, "Choir", None)
    for list_id in (theirs.id, new_id()):
        with pytest.raises(NotFound):
            await lists.change(robin.me, list_id, [ida], there=True)
        with pytest.raises(NotFound):
            await lists.rename(robin.me, list_id, "Mine")
        with pytest.raises(NotFound):
            await lists.remove(robin.me, list_id)
        assert await robin.people(list_id=list_id) == {}
    with pytest.raises(Invalid):
        await lists.change(eve.me, theirs.id, [ida], there=True)
    with pytest.raises(NotFound):
        await lists.hide(eve.me, [ida], hidden=True)
    assert (await lists.all(eve.me), await lists.all(robin.me)) == ([theirs], [mine])
