"""Brandfetch over HTTP: a 404 that is billed, one that is worth another look, and two kinds of 429."""

from datetime import timedelta

import httpx
import pytest

from devstack.vendors.world import World
from integrations.enrichment.brandfetch import Brandfetch
from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy
from integrations.enrichment.source import About, Cost, Query

NORTHWIND = Query(domain="northwind-labs.example")


@pytest.fixture
def brandfetch(http: httpx.AsyncClient, vendors: str, world: World) -> Brandfetch:
    return Brandfetch(http, "demo-key", f"{vendors}/brandfetch")


async def test_a_brand_is_kept_for_thirty_days_and_its_logo_is_a_link(brandfetch: Brandfetch, world: World) -> None:
    answer = await brandfetch.ask(NORTHWIND)

    assert {
        ("name", "Northwind Labs"),
        ("logo_url", "https://asset.brandfetch.io/northwindlabs/icon.jpeg"),
        ("industry", "Environmental research"),
        ("handle", "x:northwindlabs"),
        ("location", "Portland, United States"),
    } <= {(one.field, one.value) for one in answer.found}
    assert {(one.about, one.field) for one in answer.found} <= brandfetch.fields
    assert {(one.about, one.confidence) for one in answer.found} == {(About.COMPANY, 0.7)}
    assert (answer.cost, answer.left) == (Cost(units=1), 2_499)
    assert (brandfetch.terms.keep, brandfetch.terms.images_by_link) == (timedelta(days=30), True)
    assert world.calls[0].headers["authorization"] == "Bearer demo-key"


async def test_a_404_is_billed_and_says_whether_to_look_again(
    brandfetch: Brandfetch, http: httpx.AsyncClient, vendors: str
) -> None:
    await http.post(f"{vendors}/simulator/uncrawled", json=["northwind-labs.example"])
    queued = await brandfetch.ask(NORTHWIND)
    nowhere = await brandfetch.ask(Query(domain="nothing.example"))

    assert (queued.found, queued.cost, queued.again_in) == ((), Cost(units=1), timedelta(minutes=2))
    assert (nowhere.found, nowhere.cost, nowhere.again_in) == ((), Cost(units=1), None)
    assert brandfetch.price.nothing_is_billed
    assert (await brandfetch.ask(NORTHWIND)).found
    assert (await http.get(f"{vendors}/simulator/bill")).json() == {"brandfetch": 3}


async def test_refusals_have_their_names(
    brandfetch: Brandfetch, http: httpx.AsyncClient, vendors: str, world: World
) -> None:
    with pytest.raises(KeyRefused):
        await Brandfetch(http, "of somebody else", f"{vendors}/brandfetch").ask(NORTHWIND)
    world.credits["brandfetch"] = 0
    with pytest.raises(CreditsUsedUp):
        await brandfetch.ask(NORTHWIND)
    world.limit("brandfetch", 0, 1)
    with pytest.raises(SourceBusy):
        await brandfetch.ask(NORTHWIND)
    assert not world.bill
