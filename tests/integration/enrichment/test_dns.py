"""DNS over UDP: who hosts a company's mail."""

import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment.dns import Dns
from integrations.enrichment.errors import SourceFailed
from integrations.enrichment.source import Answer, Query


@pytest.fixture
def dns(vendors: str, world: World) -> Dns:
    return Dns(vendors.removeprefix("http://"))


@pytest.mark.parametrize(
    ("domain", "host", "sure"),
    [
        ("atelier-lumen.example", "google", 0.95),
        ("harrowlane-accounts.example", "microsoft", 0.95),
        ("redgum-research.example", "icloud", 0.7),  # behind a filter, by its sender policy
        ("northwind-labs.example", "google", 0.7),
    ],
)
async def test_who_hosts_mail_is_in_dns(dns: Dns, domain: str, host: str, sure: float) -> None:
    [found] = (await dns.ask(Query(domain=domain))).found

    assert (found.field, found.value, found.confidence) == ("mail_host", host, sure)


@pytest.mark.parametrize(
    "domain", ["bruckner-vogt.example", "nowhere.example", "", "a..b", "x" * 70, "ü.example", "a b.example"]
)
async def test_who_hosts_their_own_mail_or_has_no_name_is_nothing(dns: Dns, domain: str) -> None:
    assert await dns.ask(Query(domain=domain)) == Answer()


async def test_only_the_domain_leaves(dns: Dns, world: World) -> None:
    await dns.ask(Query(domain="atelier-lumen.example"))

    assert {(call.verb, call.path) for call in world.calls} == {
        ("MX", "atelier-lumen.example"),
        ("TXT", "atelier-lumen.example"),
    }


async def test_a_server_that_fails_or_is_silent_has_failed(
    dns: Dns, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.faults.put(Fault("dns", "status"))
    with pytest.raises(SourceFailed):
        await dns.ask(Query(domain="atelier-lumen.example"))
    world.faults.put(Fault("dns", "reset"))
    monkeypatch.setattr("integrations.enrichment.dns._PATIENCE", 0.2)
    with pytest.raises(SourceFailed):
        await dns.ask(Query(domain="atelier-lumen.example"))
