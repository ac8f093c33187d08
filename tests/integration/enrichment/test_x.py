"""X over HTTP: many handles in one call, who is missing within a 200, and a bill by the head and day."""

from datetime import timedelta

import httpx
import pytest

from devstack.vendors.world import World
from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy
from integrations.enrichment.source import FREE, About, Cost, Query
from integrations.enrichment.x import X

IDA, NOBODY, ODD = Query(handle="@IdaOkafor1"), Query(handle="nobody_at_all"), Query(handle="not a handle")


@pytest.fixture
def x(http: httpx.AsyncClient, vendors: str, world: World) -> X:
    return X(http, "demo-key", f"{vendors}/x")


async def test_many_are_one_call_and_only_who_is_found_costs(x: X, world: World) -> None:
    answers = await x.ask_all([IDA, NOBODY, ODD])

    assert {("name", "Ida Okafor"), ("url", "https://www.northwind-labs.example/"), ("handle", "x:idaokafor1")} <= {
        (one.field, one.value) for one in answers[IDA].found
    }
    assert {(one.about, one.field) for one in answers[IDA].found} <= x.fields
    assert {one.about for one in answers[IDA].found} == {About.PERSON}
    assert answers[IDA].cost == Cost(units=1, micro_usd=10_000)
    assert [(answers[one].found, answers[one].cost) for one in (NOBODY, ODD)] == [((), FREE)] * 2
    assert answers[NOBODY].left == 299
    [call] = world.calls
    assert call.query.startswith("usernames=idaokafor1%2Cnobody_at_all&user.fields=")
    assert (await x.ask(IDA)).found == answers[IDA].found
    assert world.bill["x"] == 1  # not twice on a day


async def test_nothing_leaves_for_what_is_no_handle_and_a_hundred_are_the_most(x: X, world: World) -> None:
    assert (await x.ask(ODD)).found == ()
    with pytest.raises(ValueError, match="100 handles"):
        await x.ask_all([Query(handle=f"somebody{number}") for number in range(101)])
    assert world.calls == []


async def test_refusals_have_their_names(x: X, http: httpx.AsyncClient, vendors: str, world: World) -> None:
    with pytest.raises(KeyRefused):
        await X(http, "of somebody else", f"{vendors}/x").ask(IDA)
    world.credits["x"] = 0
    with pytest.raises(CreditsUsedUp):
        await x.ask(IDA)
    world.credits.clear()
    world.limit("x", 1, 500)
    await x.ask(NOBODY)
    with pytest.raises(SourceBusy) as busy:
        await x.ask(IDA)
    assert busy.value.retry_after is not None
    assert timedelta(seconds=490) < busy.value.retry_after <= timedelta(seconds=500)
