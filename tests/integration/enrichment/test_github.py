"""GitHub over HTTP: a search, then the profile."""

from datetime import timedelta

import httpx
import pytest

from devstack.vendors.world import World
from integrations.enrichment.errors import KeyRefused, SourceBusy
from integrations.enrichment.github import GitHub
from integrations.enrichment.source import Query

IDA = Query(email="ida.okafor@northwind-labs.example")


def github(http: httpx.AsyncClient, vendors: str, token: str | None = None) -> GitHub:
    return GitHub(http, token, f"{vendors}/github")


async def test_a_profile_is_found_by_address(http: httpx.AsyncClient, vendors: str, world: World) -> None:
    answer = await github(http, vendors, "demo-token").ask(IDA)

    told = {(one.field, one.value) for one in answer.found}
    assert {
        ("name", "Ida Okafor"),
        ("company", "northwindlabs"),
        ("location", "Portland, United States"),
        ("handle", "github:idaokafor1"),
        ("handle", "x:idaokafor1"),
    } <= told
    assert {(one.about, one.field) for one in answer.found} <= GitHub.fields
    assert answer.left == 29
    search, profile = world.calls
    assert search.query == "q=ida.okafor%40northwind-labs.example+in%3Aemail&per_page=2"
    assert (profile.path, profile.query) == ("/users/idaokafor1", "")
    assert profile.headers["authorization"] == "Bearer demo-token"


async def test_who_shows_no_address_is_nothing(http: httpx.AsyncClient, vendors: str, world: World) -> None:
    assert (await github(http, vendors).ask(Query(email="nobody@example.com"))).found == ()
    assert len(world.calls) == 1


async def test_too_many_searches_say_until_when(http: httpx.AsyncClient, vendors: str, world: World) -> None:
    world.limit("github.search", 0, 50)

    with pytest.raises(SourceBusy) as busy:
        await github(http, vendors).ask(IDA)
    assert busy.value.retry_after is not None
    assert timedelta(0) <= busy.value.retry_after <= timedelta(seconds=60)


async def test_a_bad_token_is_refused(http: httpx.AsyncClient, vendors: str, world: World) -> None:
    with pytest.raises(KeyRefused):
        await github(http, vendors, "other").ask(IDA)
