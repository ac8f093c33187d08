"""Companies are sets of domains: merged, split and put back, with all their people, exactly."""

from uuid import UUID

import pytest

from base.errors import Invalid, NotFound
from base.ids import new_id
from services.people.companies import Companies
from services.wiring import Services
from tests.integration.people.test_memberships import state
from tests.owner import Letter, Owner


@pytest.fixture
async def robin(services: Services) -> Owner:
    owner = await Owner.create(services)
    await owner.receive(
        Letter("n1", "Ida Okafor <ida@north.example>"),
        Letter("n2", "Jun Sato <jun@north.example>"),
        Letter("l1", "Leo Brandt <leo@north-labs.example>"),
        Letter("s1", "Per Holm <per@south.example>"),
    )
    await owner.learn()
    return owner


def companies(owner: Owner) -> Companies:
    return owner.services.people.companies


async def ids(owner: Owner) -> dict[str, UUID]:
    """Each domain's own id."""
    return dict(await owner.rows("SELECT domain, id FROM companies WHERE user_id = :user_id"))


async def shown(owner: Owner) -> dict[str, tuple[int, int]]:
    """Each company's domains and people."""
    found, _ = await owner.services.people.contacts.companies(owner.me)
    return {one.domain: (one.domains, one.people) for one in found}


async def test_a_subsidiary_is_merged_split_and_put_back(robin: Owner) -> None:
    known, before = await ids(robin), await state(robin)
    contacts = robin.services.people.contacts
    merged = await companies(robin).merge(robin.me, [known["north.example"], known["north-labs.example"]])
    assert await shown(robin) == {"north.example": (2, 3), "south.example": (1, 1)}
    people, _ = await contacts.contacts(robin.me, company_id=known["north.example"])
    assert {one.name for one in people} == {"Ida Okafor", "Jun Sato", "Leo Brandt"}
    assert {(one.company, one.company_id) for one in people} == {("North", known["north.example"])}
    assert (await contacts.company(robin.me, known["north-labs.example"])).id == known["north.example"], "an old link"
    domains = await companies(robin).domains(robin.me, known["north-labs.example"])
    assert {(one.domain, one.people) for one in domains} == {("north.example", 2), ("north-labs.example", 1)}

    await robin.receive(Letter("l2", "Mia Lund <mia@north-labs.example>"))
    await robin.learn()
    assert await shown(robin) == {"north.example": (2, 4), "south.example": (1, 1)}, "who comes later is there, too"
    await robin.delete("l2")
    await robin.learn()

    apart = await companies(robin).split(robin.me, known["north.example"], [known["north-labs.example"]])
    assert await shown(robin) == {"north.example": (1, 2), "north-labs.example": (1, 1), "south.example": (1, 1)}
    undo = robin.services.people.memberships.undo
    await undo(robin.me, apart.id)
    await undo(robin.me, merged.id)
    assert await state(robin) == before
    told = await companies(robin).changes(robin.me, known["north-labs.example"])
    assert [one.id for one in told] == [apart.id, merged.id]
    assert all(one.undone_at for one in told)


async def test_mail_that_goes_and_comes_back_finds_its_company(robin: Owner) -> None:
    known = await ids(robin)
    await companies(robin).merge(robin.me, [known["north.example"], known["north-labs.example"]])
    await robin.delete("l1", "n1", "n2")
    await robin.learn()
    await robin.receive(Letter("l3", "Leo Brandt <leo@north-labs.example>"))
    await robin.learn()
    assert await shown(robin) == {"north.example": (1, 1), "south.example": (1, 1)}


async def test_what_cannot_be_is_told(robin: Owner) -> None:
    known = await ids(robin)
    with pytest.raises(NotFound, match="company"):
        await companies(robin).merge(robin.me, [known["north.example"], new_id()])
    with pytest.raises(Invalid, match="one company already") as refused:
        await companies(robin).merge(robin.me, [known["north.example"], known["north.example"]])
    assert refused.value.field == "company_ids"
    with pytest.raises(Invalid, match="but not all"):
        await companies(robin).split(robin.me, known["north.example"], [known["north.example"]])
    with pytest.raises(Invalid, match="no domains of this company"):
        await companies(robin).split(robin.me, known["north.example"], [known["south.example"]])
