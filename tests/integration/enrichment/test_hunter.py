"""Hunter over HTTP: what is sent, found and billed, and codes that mean something else elsewhere."""

from datetime import UTC, datetime

import httpx
import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, NeverAgain, SourceBusy, SourceFailed
from integrations.enrichment.hunter import Hunter
from integrations.enrichment.source import FREE, About, Cost, Query

IDA = Query(email="ida.okafor@northwind-labs.example")


@pytest.fixture
def hunter(http: httpx.AsyncClient, vendors: str, world: World) -> Hunter:
    return Hunter(http, "demo-key", f"{vendors}/hunter")


async def test_a_person_and_their_company_are_found_by_address(hunter: Hunter, world: World) -> None:
    answer = await hunter.ask(IDA)

    told = {(one.about, one.field, one.value) for one in answer.found}
    assert {
        (About.PERSON, "name", "Ida Okafor"),
        (About.PERSON, "title", "Head of Field Research"),
        (About.PERSON, "company", "Northwind Labs"),
        (About.PERSON, "handle", "x:idaokafor1"),
        (About.PERSON, "handle", "linkedin:idaokafor1"),
        (About.COMPANY, "employees", "51-100"),
        (About.COMPANY, "handle", "linkedin:company/northwindlabs"),
        (About.COMPANY, "founded_year", "2009"),
    } <= told
    assert {(one.about, one.field) for one in answer.found} <= hunter.fields
    assert {one.at for one in answer.found} == {datetime(2026, 9, 30, tzinfo=UTC)}
    assert answer.cost == Cost(units=1)
    [call] = world.calls
    assert (call.path, call.query) == ("/combined/find", "email=ida.okafor%40northwind-labs.example")
    assert call.headers["x-api-key"] == "demo-key"
    assert world.bill["hunter"] == 1


async def test_a_company_is_found_by_domain(hunter: Hunter) -> None:
    answer = await hunter.ask(Query(domain="northwind-labs.example"))

    assert ("name", "Northwind Labs") in {(one.field, one.value) for one in answer.found}
    assert {one.about for one in answer.found} == {About.COMPANY}


async def test_who_is_not_found_costs_nothing(hunter: Hunter, world: World) -> None:
    answer = await hunter.ask(Query(email="nobody@example.com"))

    assert (answer.found, answer.cost) == ((), FREE)
    assert not world.bill


async def test_403_is_a_rate_429_an_empty_plan_and_451_for_ever(
    hunter: Hunter, http: httpx.AsyncClient, vendors: str, world: World
) -> None:
    world.erased.add(IDA.email or "")
    with pytest.raises(NeverAgain):
        await hunter.ask(IDA)
    world.credits["hunter"] = 0
    with pytest.raises(CreditsUsedUp):
        await hunter.ask(IDA)
    world.limit("hunter.minute", 0, 60)
    with pytest.raises(SourceBusy) as busy:
        await hunter.ask(IDA)
    assert busy.value.retry_after is not None
    with pytest.raises(KeyRefused):
        await Hunter(http, "of somebody else", f"{vendors}/hunter").ask(IDA)
    world.faults.put(Fault("hunter", "status", status=503, retry_after=7))
    with pytest.raises(SourceFailed):
        await hunter.ask(IDA)
    assert not world.bill
