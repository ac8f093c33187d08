"""Wikidata over HTTP: a search by name, and the facts of the item whose site is the company's."""

from datetime import timedelta

import httpx
import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment.errors import SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.source import Answer, Query
from integrations.enrichment.wikidata import Wikidata

HALDEN = Query(domain="halden-instruments.example", company="Halden Instruments")


@pytest.fixture
def wikidata(http: httpx.AsyncClient, vendors: str, world: World) -> Wikidata:
    return Wikidata(http, "robin@marlow.example", f"{vendors}/wikidata")


async def test_a_company_is_found_among_its_namesakes(wikidata: Wikidata, world: World) -> None:
    answer = await wikidata.ask(HALDEN)

    assert {
        ("name", "Halden Instruments"),
        ("industry", "scientific instruments"),
        ("employees", "210"),
        ("founded_year", "1987"),
        ("location", "Cambridge, United Kingdom"),
        ("country", "United Kingdom"),
        ("handle", "x:haldeninstruments"),
    } <= {(one.field, one.value) for one in answer.found}
    assert {(one.about, one.field) for one in answer.found} <= Wikidata.fields
    assert str(answer.found[0].url).startswith("https://www.wikidata.org/entity/Q9")
    search, facts = world.calls
    assert "search=Halden+Instruments" in search.query
    assert "halden" not in facts.query.lower()  # the domain is compared here
    assert {call.headers["user-agent"] for call in world.calls} == {"Kith (robin@marlow.example)"}


async def test_another_companys_item_and_no_item_are_nothing(wikidata: Wikidata) -> None:
    assert await wikidata.ask(Query(domain="halden.example", company="Halden Instruments")) == Answer()
    assert await wikidata.ask(Query(domain="studio-marisol.example", company="Studio Marisol")) == Answer()


async def test_it_waits_as_long_as_it_is_asked_to(wikidata: Wikidata, world: World) -> None:
    world.lag = 12
    with pytest.raises(SourceBusy) as lagging:
        await wikidata.ask(HALDEN)
    assert lagging.value.retry_after == timedelta(seconds=5)
    world.lag = 0
    world.limit("wikidata", 1, 40)
    with pytest.raises(SourceBusy) as busy:
        await wikidata.ask(HALDEN)
    assert busy.value.retry_after is not None
    assert timedelta(seconds=30) < busy.value.retry_after <= timedelta(seconds=41)


async def test_what_goes_wrong_has_a_name(wikidata: Wikidata, world: World) -> None:
    for fault, error in (
        (Fault("sparql", "status", status=500), SourceFailed),
        (Fault("sparql", "status", status=403), SourceRefused),
        (Fault("sparql", "truncate"), SourceFailed),
        (Fault("api.php", "reset"), SourceFailed),
    ):
        world.faults.put(fault)
        with pytest.raises(error):
            await wikidata.ask(HALDEN)
