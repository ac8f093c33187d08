"""Companies' own sites over HTTP, read in a process of its own."""

from collections.abc import AsyncIterator

import httpx
import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.firms import firms
from devstack.vendors.world import World
from integrations.enrichment.errors import SourceBusy, SourceFailed
from integrations.enrichment.site import Site
from integrations.enrichment.source import Answer, Query
from integrations.safe_http.client import Page, SafeHttp
from services.core.isolation.failures import Bounds
from services.core.isolation.pool import Isolation
from services.enrichment.page_reader import PageReader
from tests.killers import fonts

NORTHWIND = Query(domain="northwind-labs.example")


@pytest.fixture(scope="module")
async def reader() -> AsyncIterator[PageReader]:
    isolation = Isolation(1, Bounds())
    yield PageReader(isolation)
    await isolation.close()


@pytest.fixture
def site(safe: SafeHttp, reader: PageReader, world: World) -> Site:
    return Site(safe, reader.read)


async def test_every_kind_of_site_says_who_it_is(site: Site) -> None:
    for firm in firms().values():
        told = {(one.field, one.value) for one in (await site.ask(Query(domain=firm.domain))).found}
        if firm.employees < 8:
            assert told == set()
            continue
        assert {
            ("name", firm.name),
            ("url", f"https://{firm.domain}"),
            ("description", firm.description),
            ("handle", f"x:{firm.handle}"),
            ("handle", f"linkedin:company/{firm.handle}"),
        } <= told, firm.domain
        assert {field for field, _ in told} <= {field for _, field in Site.fields}
    told = {(one.field, one.value) for one in (await site.ask(Query(domain="harrowlane-accounts.example"))).found}
    assert {("founded_year", "1969"), ("location", "London, United Kingdom"), ("employees", "12")} <= told


async def test_a_site_sees_a_visit_and_nothing_else(site: Site, world: World) -> None:
    await site.ask(Query(domain="Harrowlane-Accounts.example"))

    assert [call.path for call in world.calls] == ["/harrowlane-accounts.example/"]
    assert set(world.calls[0].headers) == {"host", "user-agent", "accept", "accept-encoding"}


async def test_a_site_that_is_away_is_looked_for_under_its_other_names(site: Site, world: World) -> None:
    world.faults.put(Fault("site GET /northwind-labs.example/", "reset"))

    assert (await site.ask(NORTHWIND)).found
    assert [call.path for call in world.calls] == ["/northwind-labs.example/", "/www.northwind-labs.example/"]


async def test_what_goes_wrong_has_a_name(site: Site, world: World) -> None:
    for fault, error in (
        (Fault("site", "reset"), SourceFailed),
        (Fault("site", "status", status=500), SourceFailed),
        (Fault("site", "status", status=503, retry_after=9), SourceBusy),
        (Fault("site", "status", status=429), SourceBusy),
    ):
        world.faults.put(fault)
        with pytest.raises(error):
            await site.ask(NORTHWIND)


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_site_that_shows_nothing_says_nothing(site: Site, world: World, status: int) -> None:
    world.faults.put(Fault("site", "status", status=status))

    assert await site.ask(NORTHWIND) == Answer()


@pytest.mark.parametrize(
    "domain", ["localhost", "127.0.0.1", "2130706433", "user@localhost", "[::1]", "a b", "", "x/y@localhost"]
)
async def test_a_domain_that_leads_inside_is_not_visited(site: Site, world: World, domain: str) -> None:
    assert await site.ask(Query(domain=domain)) == Answer()
    assert world.calls == []


async def test_a_page_that_is_made_to_keep_a_computer_busy_says_nothing(reader: PageReader, site: Site) -> None:
    page = Page("https://evil.example/", 200, httpx.Headers(), "text/html", None, fonts(18_000).encode())

    assert await reader.read(page) == ()
    assert (await site.ask(NORTHWIND)).found


async def test_a_domain_that_leads_elsewhere_is_believed_half(site: Site) -> None:
    direct = await site.ask(Query(domain="pindershaw.example"))
    former = await site.ask(Query(domain="pinder-solicitors.example"))

    assert [(one.field, one.value) for one in former.found] == [(one.field, one.value) for one in direct.found]
    assert [one.confidence for one in former.found] == [one.confidence / 2 for one in direct.found]
    assert former.found[0].url == "https://pindershaw.example/"
