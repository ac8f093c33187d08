"""What a person merges is followed by what rules make of it at once, and both are undone together."""

from uuid import UUID

import pytest

from models.contracts.people.memberships import MadeBy
from services.people.memberships import AlreadyUndone
from services.wiring import Services
from tests.integration.people.test_resolution import HOME, NAME, WORK, asked, changes, letters, memberships, people
from tests.owner import Owner


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def test_what_a_person_merges_is_looked_at_at_once_and_undone_with_what_followed(robin: Owner) -> None:
    works, every_month = (WORK, "sunniva.ravnkilde@south.example"), range(0, 360, 30)
    for address in works:
        await robin.receive(*letters(NAME, address, *every_month))
    await robin.receive(*letters(NAME, HOME, 5))
    await robin.learn()
    three = {frozenset({one}) for one in (*works, HOME)}
    assert await people(robin) == three, "it may be either's, who are two"
    before = {one.id: one.probability for one in await asked(robin)}
    assert all(one < 0.7 for one in before.values()), "only one of them can be right"

    contacts = [await contact_of(robin, address) for address in works]
    merged = await memberships(robin).merge(robin.me, contacts)
    assert await people(robin) == {frozenset({*works, HOME})}, "now it is theirs"
    assert await robin.rows("SELECT 1 FROM resolution_queue WHERE user_id = :user_id") == []
    (rule,) = [one for one in await changes(robin, HOME) if one.made_by is MadeBy.RULE]
    await memberships(robin).undo(robin.me, merged.id)
    assert await people(robin) == three
    assert {one.id: one.probability for one in await asked(robin)} == before
    with pytest.raises(AlreadyUndone):
        await memberships(robin).undo(robin.me, rule.id)


async def contact_of(owner: Owner, address: str) -> UUID:
    ((person,),) = await owner.rows(
        "SELECT person_id FROM identities WHERE user_id = :user_id AND address = :address", address=address
    )
    return UUID(str(person))
