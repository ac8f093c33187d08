"""Pages that listen over real HTTP, as a browser's EventSource does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import orjson
from redis.asyncio import Redis

from api.app import create_app
from base.ids import new_id
from base.settings import Settings
from devstack.ports import any_free
from models.queries.core import domain_events
from services.wiring import Services
from tests.product import served

URL = "/api/v1/events"


@dataclass(frozen=True)
class Live:
    """A running API with two users of whom nothing was told."""

    services: Services
    http: httpx.AsyncClient
    me: UUID
    other: UUID
    redis: Redis

    async def emit(self, *names: str, user: UUID | None = None) -> None:
        """Events that are known by these names, in one transaction."""
        user_id = user or self.me
        async with self.services.core.database.tenant(user_id) as session:
            for name in names:
                domain_events.record(session, user_id, "sync.progress", {"mailbox_id": name}, new_id())

    async def told(self, *names: str, user: UUID | None = None) -> None:
        """The same; they are in the stream when this returns."""
        key = f"events:{user or self.me}"
        before = await self.redis.xlen(key)
        await self.emit(*names, user=user)
        async with asyncio.timeout(20):
            while await self.redis.xlen(key) < before + len(names):
                await asyncio.sleep(0.01)

    @contextlib.asynccontextmanager
    async def listening(
        self, seen: str | None = None, user: UUID | None = None, recent: int = 0
    ) -> AsyncIterator["Page"]:
        """An open page."""
        token = await self.services.accounts.sessions.open(user or self.me)
        headers = {"authorization": f"Bearer {token}", "accept-encoding": "gzip, br"} | (
            {"last-event-id": seen} if seen is not None else {}
        )
        async with self.http.stream("GET", URL, params={"recent": recent}, headers=headers) as answer:
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            assert "content-encoding" not in answer.headers  # what compresses holds events back
            yield Page(answer.aiter_lines())


@dataclass
class Page:
    """Reads a stream as browsers do (HTML Living Standard, 9.2.6): an id without data is remembered, and no event."""

    lines: AsyncIterator[str]
    last_id: str = ""

    async def block(self) -> dict[str, str]:
        """The fields up to the next empty line; comments are skipped. Nothing at the stream's end."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(20):
            async for line in self.lines:
                name, _, value = line.partition(":")
                if not line and fields:
                    self.last_id = fields.get("id", self.last_id)
                    return fields
                if name:
                    fields[name] = value.removeprefix(" ")
        return fields

    async def next(self, count: int) -> list[str]:
        """The names of the next events."""
        found: list[str] = []
        while len(found) < count:
            fields = await self.block()
            assert fields, "the stream has ended"
            if "data" in fields:
                found.append(orjson.loads(fields["data"])["mailbox_id"])
        return found


@contextlib.asynccontextmanager
async def live(settings: Settings) -> AsyncIterator[Live]:
    assert settings.redis_url is not None
    services = await Services.build(settings)
    async with (
        served(create_app(settings), any_free()) as url,
        httpx.AsyncClient(base_url=url, timeout=30) as http,
        Redis.from_url(settings.redis_url.get_secret_value()) as redis,
    ):
        yield await with_new_users(services, http, redis)
    await services.close()


async def with_new_users(services: Services, http: httpx.AsyncClient, redis: Redis) -> Live:
    me, other = [await services.accounts.sign_in.ensure_user(f"{new_id()}@marlow.example") for _ in range(2)]
    return Live(services, http, me, other, redis)
