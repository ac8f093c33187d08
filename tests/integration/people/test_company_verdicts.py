"""What the owner says of companies' facts holds for the value, of all domains, whoever says it, and is taken back."""

from datetime import timedelta
from uuid import UUID

import pytest

from base.errors import NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.people.facts import Fact, FactState
from models.queries.people.facts import FactQueries
from models.queries.people.identity_changes import IdentityChanges
from services.people.facts import tell
from services.wiring import Services
from tests.owner import START, Letter, Owner


@pytest.fixture
async def robin(services: Services) -> Owner:
    owner = await Owner.create(services)
    await owner.receive(Letter("1", "Ida Okafor <ida@north.example>"), Letter("2", "Jun Sato <jun@northern.example>"))
    await owner.learn()
    return owner


async def company(owner: Owner, domain: str = "north.example") -> UUID:
    ((found,),) = await owner.rows("SELECT id FROM companies WHERE user_id = :user_id AND domain = :d", d=domain)
    return UUID(str(found))


async def says(owner: Owner, source: str, of: UUID, days: int = 0, **fields: str) -> None:
    keys = await owner.keyring.user_keys(owner.user_id)
    at = START + timedelta(days=days)
    facts = [
        Fact(identity_id=of, field=field, value=value, source=source, source_ref="", at=at, confidence=0.9)
        for field, value in fields.items()
    ]
    async with owner.services.core.database.tenant(owner.user_id) as session:
        await IdentityChanges(session, owner.user_id).lock()
        rows = await FactQueries(session, owner.user_id).of([of])
        await tell(session, keys, owner.user_id, [row for row in rows if row.source == source], facts)


async def standings(owner: Owner, of: UUID) -> dict[str, str]:
    known = await owner.services.people.companies.facts(owner.me, of)
    return {one.value: f"{one.standing}{' locked' if one.locked else ''}" for one in known}


async def judged(owner: Owner, of: UUID, value: str, verdict: FactState) -> None:
    known = await owner.services.people.companies.facts(owner.me, of)
    (found,) = (one for one in known if one.value == value)
    await owner.services.people.companies.judge(owner.me, of, found.evidence[0].id, verdict)


async def test_a_rejected_value_stays_away_and_a_locked_one_stays(robin: Owner) -> None:
    north = await company(robin)
    await says(robin, "hunter", north, industry="Shipping")
    await says(robin, "site", north, 9, industry="Furniture", description="Makers of chairs.")
    assert (await standings(robin, north))["Furniture"] == "shown"
    await judged(robin, north, "Furniture", FactState.REJECTED)
    assert await standings(robin, north) == {
        "Shipping": "shown", "Furniture": "rejected", "Makers of chairs.": "shown",
    }  # fmt: skip
    await says(robin, "brandfetch", north, 30, industry="FURNITURE")
    await says(robin, "site", north, 40, industry="Chairs")
    assert "shown" not in {(await standings(robin, north))[one] for one in ("FURNITURE",)}
    await judged(robin, north, "Shipping", FactState.LOCKED)
    await says(robin, "hunter", north, 50)
    await says(robin, "apollo", north, 60, industry="Chairs")
    assert (await standings(robin, north))["Shipping"] == "shown locked", "though nobody says so any more"
    await judged(robin, north, "Shipping", FactState.ACTIVE)
    await judged(robin, north, "FURNITURE", FactState.ACTIVE)
    assert {one for one, standing in (await standings(robin, north)).items() if standing == "shown"} == {"Chairs"}
    assert "rejected" not in (await standings(robin, north)).values()


async def test_the_verdict_goes_with_its_domain_through_merging_splitting_and_undoing(robin: Owner) -> None:
    north, northern = await company(robin), await company(robin, "northern.example")
    await says(robin, "hunter", north, industry="Shipping")
    await says(robin, "hunter", northern, industry="Shipping")
    merged = await robin.services.people.companies.merge(robin.me, [north, northern])
    await judged(robin, northern, "Shipping", FactState.REJECTED)
    assert await standings(robin, north) == {"Shipping": "rejected"}
    await robin.services.people.memberships.undo(robin.me, merged.id)
    assert await standings(robin, north) == await standings(robin, northern) == {"Shipping": "rejected"}


async def test_nobody_judges_what_is_not_said_or_anothers(robin: Owner) -> None:
    north, companies = await company(robin), robin.services.people.companies
    await says(robin, "hunter", north, industry="Shipping")
    (said,) = await companies.facts(robin.me, north)
    with pytest.raises(NotFound):
        await companies.judge(robin.me, north, new_id(), FactState.LOCKED)
    with pytest.raises(NotFound):
        await companies.judge(robin.me, await company(robin, "northern.example"), said.evidence[0].id, FactState.LOCKED)
    with pytest.raises(NotFound):
        await companies.judge(Principal.person(new_id()), north, said.evidence[0].id, FactState.LOCKED)
