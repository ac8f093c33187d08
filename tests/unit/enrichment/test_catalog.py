"""What a deployment offers: nothing by default, nothing of this machine, and no name that no source has."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from base.errors import InvalidSettings
from base.settings import Settings
from integrations.enrichment.vendor import client
from integrations.safe_http.client import Page, SafeHttp
from integrations.safe_http.errors import AddressRefused, FetchFailed
from services.enrichment.catalog import Catalog


@pytest.fixture
async def safe() -> AsyncIterator[SafeHttp]:
    found = SafeHttp(demo=Settings().enrichment_demo_hosts)
    yield found
    await found.close()


def catalog(safe: SafeHttp, **changed: Any) -> Catalog:
    async def read(page: Page) -> tuple[()]:
        return ()

    return Catalog.build(Settings().model_copy(update=changed), client(), safe, read)


def test_nothing_is_offered_by_default(safe: SafeHttp) -> None:
    found = catalog(safe)
    assert len(found.offers) == 12
    assert not any(offer.askable for offer in found.offers.values())


def test_what_is_offered_lacks_its_key_until_it_is_set(safe: SafeHttp) -> None:
    found = catalog(safe, enrichment_sources="Hunter, dns,wikidata").offers
    assert {name for name, offer in found.items() if offer.offered} == {"hunter", "dns", "wikidata"}
    assert {name for name, offer in found.items() if offer.askable} == {"dns"}
    assert found["hunter"].missing == "KITH_ENRICHMENT_HUNTER_KEY"
    assert found["wikidata"].missing == "KITH_ENRICHMENT_CONTACT"
    assert catalog(safe, enrichment_sources="all", enrichment_hunter_key=SecretStr("x")).offers["hunter"].askable


def test_a_name_that_no_source_has_is_refused_with_the_one_that_was_meant(safe: SafeHttp) -> None:
    with pytest.raises(InvalidSettings, match=r"KITH_ENRICHMENT_SOURCES: huntr is no source\. Did you mean hunter"):
        catalog(safe, enrichment_sources="huntr")
    with pytest.raises(InvalidSettings, match="KITH_ENRICHMENT_BUDGETS"):
        catalog(safe, enrichment_budgets={"clearbit": 5})


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost/", "http://northwind-labs.example/"])
async def test_by_default_nothing_of_this_machine_is_reached(safe: SafeHttp, address: str) -> None:
    assert Settings().enrichment_demo_hosts == {}
    with pytest.raises((AddressRefused, FetchFailed)):
        await safe.get(address, accept=("text/html",))
