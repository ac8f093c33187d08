"""What holds for every source: only what it needs leaves, and whatever happens has a name."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from urllib.parse import unquote_plus

import httpx
import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment import registry
from integrations.enrichment.errors import (
    CreditsUsedUp,
    KeyRefused,
    NeverAgain,
    SourceBusy,
    SourceFailed,
    SourceRefused,
)
from integrations.enrichment.registry import SOURCES
from integrations.enrichment.source import Query, Source
from integrations.safe_http.client import SafeHttp
from services.core.isolation.failures import Bounds
from services.core.isolation.pool import Isolation
from services.enrichment.page_reader import PageReader

# No part of one says another, so that what leaves can be told apart.
WHOM = Query(
    email="ida.okafor@northwind-labs.example",
    domain="halden-instruments.example",
    handle="someone",
    name="Zoe Quist",
    company="Halden Instruments",
)
NAMED = (CreditsUsedUp, KeyRefused, NeverAgain, SourceBusy, SourceFailed, SourceRefused)
FAULTS = [Fault("", "status", status=status) for status in (200, 301, 400, 401, 403, 404, 422, 429, 451, 500, 503)]
FAULTS += [Fault("", kind) for kind in ("reset", "truncate", "lose_answer")]


@pytest.fixture
async def sources(
    http: httpx.AsyncClient, safe: SafeHttp, vendors: str, world: World
) -> AsyncIterator[dict[str, Source]]:
    isolation = Isolation(1, Bounds())
    roots = {name: f"{vendors}/{name}" for name in SOURCES} | {"dns": vendors.removeprefix("http://")}
    read = PageReader(isolation).read
    keys = dict.fromkeys(SOURCES, "demo-key")
    yield registry.build(http, safe, read, keys=keys, roots=roots, contact="robin@marlow.example")
    await isolation.close()


async def test_only_what_a_source_needs_leaves(sources: dict[str, Source], world: World) -> None:
    for name, source in sources.items():
        world.reset()
        sent = WHOM.only(source.needs) or Query()
        answer = await source.ask(sent)

        assert {(one.about, one.field) for one in answer.found} <= source.fields, name
        left = unquote_plus(str(world.calls)).lower()
        kept = {key: value for key, value in asdict(WHOM).items() if getattr(sent, key) is None}
        assert [key for key, value in kept.items() if value.lower() in left] == [], name
        assert world.calls, name


async def test_whatever_happens_has_a_name(
    sources: dict[str, Source], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.enrichment.dns._PATIENCE", 0.2)
    for name, source in sources.items():
        for fault in FAULTS:
            world.faults.put(fault)
            try:
                answer = await source.ask(WHOM.only(source.needs) or Query())
            except NAMED:
                continue
            assert answer.found == (), (name, fault)


async def test_what_a_vendor_has_billed_may_be_lost(sources: dict[str, Source], world: World) -> None:
    world.faults.put(Fault("hunter", "lose_answer"))

    with pytest.raises(SourceFailed):
        await sources["hunter"].ask(Query(email=WHOM.email))
    assert world.bill["hunter"] == 1
