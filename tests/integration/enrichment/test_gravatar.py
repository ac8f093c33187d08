"""Gravatar over HTTP: what is sent, what comes back, and what goes wrong."""

from datetime import timedelta
from hashlib import sha256

import httpx
import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.world import World
from integrations.enrichment.errors import SourceBusy, SourceFailed, SourceRefused
from integrations.enrichment.gravatar import Gravatar
from integrations.enrichment.source import About, Query

IDA = Query(email=" Ida.Okafor@Northwind-Labs.example")


@pytest.fixture
def gravatar(http: httpx.AsyncClient, vendors: str, world: World) -> Gravatar:
    return Gravatar(http, root=f"{vendors}/gravatar")


async def test_a_profile_is_found_by_the_hash_of_the_address(gravatar: Gravatar, world: World) -> None:
    answer = await gravatar.ask(IDA)

    told = {(one.field, one.value) for one in answer.found}
    assert {
        ("name", "Ida Okafor"),
        ("title", "Head of Field Research"),
        ("company", "Northwind Labs"),
        ("location", "Portland, United States"),
        ("handle", "github:idaokafor1"),
        ("handle", "x:idaokafor1"),
    } <= told
    assert {(one.about, one.field) for one in answer.found} <= gravatar.fields
    assert answer.left == 99
    [call] = world.calls
    assert call.path == "/v3/profiles/" + sha256(b"ida.okafor@northwind-labs.example").hexdigest()
    assert "okafor" not in str(call)


async def test_a_key_splits_names_and_allows_more(http: httpx.AsyncClient, vendors: str, world: World) -> None:
    answer = await Gravatar(http, "a key", f"{vendors}/gravatar").ask(IDA)

    assert ("given_name", "Ida") in {(one.field, one.value) for one in answer.found}
    assert answer.left == 999
    assert world.calls[0].headers["authorization"] == "Bearer a key"


async def test_who_has_no_profile_is_nothing(gravatar: Gravatar) -> None:
    answer = await gravatar.ask(Query(email="nobody@example.com"))

    assert answer.found == ()
    assert answer.left == 99


async def test_too_many_calls_say_until_when(gravatar: Gravatar, world: World) -> None:
    world.limit("gravatar", 1, 50)
    await gravatar.ask(IDA)

    with pytest.raises(SourceBusy) as busy:
        await gravatar.ask(IDA)
    assert busy.value.retry_after is not None
    assert timedelta(seconds=40) < busy.value.retry_after <= timedelta(seconds=50)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("gravatar", "status", status=500), SourceFailed),
        (Fault("gravatar", "status", status=302), SourceFailed),
        (Fault("gravatar", "status", status=400), SourceRefused),
        (Fault("gravatar", "status", status=200), SourceFailed),  # HTML, from something between
        (Fault("gravatar", "reset"), SourceFailed),
        (Fault("gravatar", "truncate"), SourceFailed),
    ],
)
async def test_what_goes_wrong_has_a_name(
    gravatar: Gravatar, world: World, fault: Fault, error: type[Exception]
) -> None:
    world.faults.put(fault)

    with pytest.raises(error):
        await gravatar.ask(IDA)


async def test_only_a_persons_own_words_are_about_them(gravatar: Gravatar) -> None:
    assert {one.about for one in (await gravatar.ask(IDA)).found} == {About.PERSON}
