"""People Data Labs over HTTP: limits that are JSON in headers, a 404 that is free."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from devstack.vendors.world import World
from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy
from integrations.enrichment.people_data_labs import PeopleDataLabs
from integrations.enrichment.source import FREE, About, Cost, Query

IDA = Query(email="ida.okafor@northwind-labs.example")


@pytest.fixture
def labs(http: httpx.AsyncClient, vendors: str, world: World) -> PeopleDataLabs:
    return PeopleDataLabs(http, "demo-key", f"{vendors}/people_data_labs")


async def test_a_match_is_as_sure_as_it_is_likely(labs: PeopleDataLabs, world: World) -> None:
    answer = await labs.ask(IDA)

    told = {(one.field, one.value) for one in answer.found}
    assert {
        ("name", "Ida Okafor"),
        ("title", "Head Of Field Research"),
        ("company", "Northwind Labs"),
        ("handle", "linkedin:idaokafor1"),
        ("handle", "x:idaokafor1"),
    } <= told
    assert "phone" not in {field for field, _ in told}  # "true": there is one, which this plan may not see
    assert {(one.about, one.field) for one in answer.found} <= labs.fields
    assert {one.confidence for one in answer.found} == {0.9}
    assert {one.at for one in answer.found} == {datetime(2026, 8, 15, tzinfo=UTC)}
    assert (answer.cost, answer.left) == (Cost(units=1), 99)
    assert answer.resets_at is not None
    assert timedelta(0) < answer.resets_at - datetime.now(UTC) <= timedelta(seconds=60)
    assert "min_likelihood=6" in world.calls[0].query
    assert world.bill["people_data_labs"] == 1


async def test_who_is_not_found_costs_nothing(labs: PeopleDataLabs, world: World) -> None:
    answer = await labs.ask(Query(email="nobody@example.com"))

    assert (answer.found, answer.cost, answer.left) == ((), FREE, 99)
    assert not world.bill


async def test_a_company_lies_flat_in_its_answer(labs: PeopleDataLabs) -> None:
    answer = await labs.ask(Query(domain="northwind-labs.example"))

    assert {("name", "Northwind Labs"), ("employees", "64"), ("url", "https://northwind-labs.example")} <= {
        (one.field, one.value) for one in answer.found
    }
    assert {one.about for one in answer.found} == {About.COMPANY}


async def test_refusals_have_their_names(
    labs: PeopleDataLabs, http: httpx.AsyncClient, vendors: str, world: World
) -> None:
    with pytest.raises(KeyRefused):
        await PeopleDataLabs(http, "of somebody else", f"{vendors}/people_data_labs").ask(IDA)
    world.credits["people_data_labs"] = 0
    with pytest.raises(CreditsUsedUp):
        await labs.ask(IDA)
    world.limit("people_data_labs", 1, 50)
    world.credits.clear()
    await labs.ask(IDA)
    with pytest.raises(SourceBusy) as busy:  # no Retry-After: until its limit begins anew
        await labs.ask(IDA)
    assert busy.value.retry_after is not None
    assert timedelta(seconds=40) < busy.value.retry_after <= timedelta(seconds=50)
