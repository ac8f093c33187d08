"""What a thief of the database, the storage, Redis or Temporal's histories would learn."""

import base64
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload

from tests.integration.accounts.consent import google_secrets
from tests.integration.api.catalog import dump
from tests.integration.tenants import Tenants, as_owner, two_tenants
from tests.product import OWNER
from tests.stack import Stack

CONTENT = ["pomegranates", "Harvest number"]  # of the mails that the first tenant has


@dataclass(frozen=True)
class Loot:
    """Everything that is kept, as text, and the tokens that must not be in it."""

    database: str
    storage: str
    redis: str
    temporal: str
    payloads: list[Payload]
    tokens: list[str]


@pytest.fixture(scope="module")
async def loot(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Loot]:
    folder = tmp_path_factory.mktemp("rest")
    async with two_tenants(stack, folder) as tenants:
        await tenants.first.http.get("/api/v1/session/google")  # leaves a state in Redis
        async with await as_owner(tenants.kith.settings) as owner:
            database = await dump(owner)
        files = [path.read_bytes() for path in (folder / "objects").rglob("*") if path.is_file()]
        sessions = [browser.http.cookies["kith_session"] for browser in (tenants.first, tenants.other)]
        yield Loot(
            database,
            readable(files),
            await redis_text(tenants),
            await temporal_text(tenants),
            await payloads(tenants),
            [*google_secrets(folder / "gmail"), *sessions],
        )


def readable(parts: Iterable[bytes]) -> str:
    return "\n".join(part.decode("utf-8", "replace") for part in parts)


async def redis_text(tenants: Tenants) -> str:
    redis: Any = tenants.kith.services.core.redis
    found: list[bytes] = []
    async for key in redis.scan_iter("*"):
        kind = await redis.type(key)
        found.append(key)
        if kind == b"string":
            found.append(await redis.get(key) or b"")
        elif kind == b"stream":
            found += [value for _, fields in await redis.xrange(key) for value in fields.values()]
        elif kind == b"hash":
            found += [part for pair in (await redis.hgetall(key)).items() for part in pair]
        else:
            found.append(await redis.dump(key) or b"")
    return readable(found)


async def temporal_text(tenants: Tenants) -> str:
    client = tenants.kith.services.core.client
    found: list[bytes] = []
    async for execution in client.list_workflows():
        history = await client.get_workflow_handle(execution.id, run_id=execution.run_id).fetch_history()
        found += [event.SerializeToString() for event in history.events]
    return readable(found)


async def payloads(tenants: Tenants) -> list[Payload]:
    """Every payload of every history, but for search attributes."""
    client = tenants.kith.services.core.client
    found: list[Payload] = []
    async for execution in client.list_workflows():
        history = await client.get_workflow_handle(execution.id, run_id=execution.run_id).fetch_history()
        for event in history.events:
            found += _payloads(event)
    return found


def _payloads(message: Message) -> Iterator[Payload]:
    if isinstance(message, Payload):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is None or field.name == "search_attributes":
            continue
        if field.message_type.GetOptions().map_entry:
            values = [one for one in value.values() if isinstance(one, Message)]
        else:
            values = list(value) if isinstance(value, Sequence) else [value]
        for one in values:
            yield from _payloads(one)


def shapes(secret: str) -> set[str]:
    """A secret as it is, and as bytea or base64 would show it."""
    raw = secret.encode()
    return {secret, raw.hex(), base64.b64encode(raw).decode().rstrip("=")[:-1]}


async def test_there_is_something_to_steal(loot: Loot) -> None:
    assert OWNER in loot.database, "addresses stay readable: docs/security.md says so"
    assert "messages (" in loot.database
    assert "events:" in loot.redis
    assert "oauth:" in loot.redis
    assert "mail.fetch" in loot.temporal
    assert len(loot.tokens) >= 4


@pytest.mark.parametrize("place", ["database", "storage", "redis", "temporal"])
async def test_no_token_is_kept_in_plain(loot: Loot, place: str) -> None:
    text = getattr(loot, place)
    assert not [token for token in loot.tokens for shape in shapes(token) if shape in text]


@pytest.mark.parametrize("place", ["database", "storage", "redis", "temporal"])
async def test_no_mail_is_kept_in_plain(loot: Loot, place: str) -> None:
    text = getattr(loot, place)
    assert not [word for word in CONTENT for shape in shapes(word) if shape in text]


async def test_what_lies_in_temporal_is_ciphertext(loot: Loot) -> None:
    assert len(loot.payloads) > 20
    assert {payload.metadata["encoding"] for payload in loot.payloads} == {b"binary/encrypted"}


@pytest.mark.parametrize("place", ["redis", "temporal"])
async def test_addresses_stay_in_the_database(loot: Loot, place: str) -> None:
    text = getattr(loot, place)
    assert not [address for address in (OWNER, "ida@northwind.example") if address in text]
