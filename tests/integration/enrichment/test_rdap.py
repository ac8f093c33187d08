"""RDAP over HTTP: IANA's list, then the registry that it names."""

from datetime import timedelta

import httpx
import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment.errors import SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.rdap import Rdap
from integrations.enrichment.source import Answer, Query
from integrations.safe_http.client import SafeHttp

HALDEN = Query(domain="Halden-Instruments.example")


@pytest.fixture
def rdap(http: httpx.AsyncClient, safe: SafeHttp, vendors: str, world: World) -> Rdap:
    return Rdap(http, safe, f"{vendors}/rdap")


async def test_a_domain_has_a_day_and_sometimes_a_holder(rdap: Rdap, world: World) -> None:
    answer = await rdap.ask(HALDEN)
    holder = await rdap.ask(Query(domain="studio-marisol.example"))

    assert [(one.field, one.value) for one in answer.found] == [("registered_on", "1996-05-01")]
    assert answer.found[0].url == "https://rdap.example/domain/halden-instruments.example"
    assert ("name", "Studio Marisol") in {(one.field, one.value) for one in holder.found}
    paths = ["/dns.json", "/domain/halden-instruments.example", "/domain/studio-marisol.example"]
    assert [call.path for call in world.calls] == paths  # the list is asked for once


async def test_unknown_domains_and_ends_are_nothing(rdap: Rdap, world: World) -> None:
    for domain in ("nobody.example", "kith.unlisted", "", "example"):
        assert await rdap.ask(Query(domain=domain)) == Answer()


async def test_a_registry_inside_is_not_asked(http: httpx.AsyncClient, vendors: str, world: World) -> None:
    safe = SafeHttp(demo={"rdap.example": "http://127.0.0.1:9"}, lookup=lambda *_: [(2, 1, 6, "", ("127.0.0.1", 443))])

    with pytest.raises(SourceRefused):  # the list names a registry whose name leads to this machine
        await Rdap(http, safe, f"{vendors}/rdap").ask(Query(domain="kith.com"))
    await safe.close()
    assert [call.path for call in world.calls] == ["/dns.json"]


async def test_what_goes_wrong_has_a_name(rdap: Rdap, world: World) -> None:
    world.limit("rdap", 0, 30)
    with pytest.raises(SourceBusy) as busy:
        await rdap.ask(HALDEN)
    assert busy.value.retry_after is not None
    assert busy.value.retry_after <= timedelta(seconds=31)
    for fault, error in (
        (Fault("rdap GET /domain", "status", status=500), SourceFailed),
        (Fault("rdap GET /domain", "status", status=400), SourceRefused),
        (Fault("rdap GET /domain", "status", status=200), SourceRefused),  # HTML
        (Fault("rdap GET /domain", "reset"), SourceFailed),
    ):
        world.faults.put(fault)
        with pytest.raises(error):
            await rdap.ask(HALDEN)


async def test_a_list_that_does_not_answer_has_failed(rdap: Rdap, world: World) -> None:
    world.faults.put(Fault("rdap GET /dns.json", "status", times=1))

    with pytest.raises(SourceFailed):
        await rdap.ask(HALDEN)
    assert (await rdap.ask(HALDEN)).found
