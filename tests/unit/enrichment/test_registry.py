"""Every source is in the registry, says what it is, and has a counterpart in the dev stack."""

from pathlib import Path
from typing import cast

import httpx
import pytest

from devstack.vendors.server import VENDORS
from integrations.enrichment import registry
from integrations.enrichment.registry import SOURCES, Keyed
from integrations.enrichment.site import Read
from integrations.enrichment.source import About, Key, Source
from integrations.safe_http.client import SafeHttp
from models.contracts.people.facts import COMPANY_FIELDS, PERSON_FIELDS

FRAME = {"__init__", "domains", "errors", "handles", "limiter", "mail_hosts", "registry", "shapes", "source", "vendor"}


def built(keys: dict[str, str], contact: str = "") -> dict[str, Source]:
    http, safe, read = cast(httpx.AsyncClient, None), cast(SafeHttp, None), cast(Read, None)
    return registry.build(http, safe, read, keys=keys, roots={}, contact=contact)


def test_a_file_is_a_source_is_an_entry() -> None:
    files = {path.stem for path in Path(registry.__file__).parent.glob("*.py")}
    assert files - FRAME == set(SOURCES)


def test_only_what_has_its_key_can_be_asked() -> None:
    assert set(built({})) == {name for name, entry in SOURCES.items() if entry.keyed in {Keyed.NO, Keyed.OPTIONAL}}
    assert set(built({}, "robin@kith.example")) == {*built({}), "wikidata"}
    assert set(built({"hunter": ""})) == set(built({}))
    assert set(built({"hunter": "key"})) == {*built({}), "hunter"}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_says_what_it_is(name: str) -> None:
    source = built(dict.fromkeys(SOURCES, "key"), "robin@kith.example")[name]

    assert source.name == name
    assert source.fields
    assert {field for about, field in source.fields if about is About.PERSON} <= PERSON_FIELDS
    assert {field for about, field in source.fields if about is About.COMPANY} <= COMPANY_FIELDS
    assert all(need and need <= set(Key) for need in source.needs)
    assert source.terms.attribution
    assert source.terms.link.startswith("https://")
    assert source.limits.rates
    assert all(rate.calls > 0 and rate.per for rate in source.limits.rates)


def test_the_dev_stack_stands_for_every_vendor_with_a_root() -> None:
    assert {name for name, entry in SOURCES.items() if entry.root} <= set(VENDORS)


def test_people_can_be_looked_up_everywhere_but_where_only_oneself_is_seen() -> None:
    assert [
        name for name, source in built(dict.fromkeys(SOURCES, "key"), "robin@kith.example").items() if not source.needs
    ] == ["linkedin"]
