"""Live events over real HTTP, as a browser's EventSource reads them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import orjson
import pytest
from pydantic import SecretStr
from redis.asyncio import Redis

from api.app import create_app
from base.ids import new_id
from base.settings import Settings
from devstack.home import Home
from devstack.part import start
from devstack.processes import Processes
from devstack.redis import RedisPart
from models.queries.core import domain_events
from services.wiring import Services
from tests.integration.tenants import fresh_settings
from tests.product import free_port, served
from tests.stack import Stack

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

    async def told(self, name: str, user: UUID | None = None) -> None:
        """An event that is in the stream when this returns."""
        key = f"events:{user or self.me}"
        before = await self.redis.xlen(key)
        await self.emit(name, user=user)
        async with asyncio.timeout(20):
            while await self.redis.xlen(key) == before:
                await asyncio.sleep(0.01)

    @contextlib.asynccontextmanager
    async def listening(self, seen: str | None = None, user: UUID | None = None) -> AsyncIterator["Page"]:
        """An open page."""
        token = await self.services.accounts.sign_in.open_session(user or self.me)
        headers = {"authorization": f"Bearer {token}"} | ({"last-event-id": seen} if seen is not None else {})
        async with self.http.stream("GET", URL, headers=headers) as answer:
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
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
        served(create_app(settings), free_port()) as url,
        httpx.AsyncClient(base_url=url, timeout=30) as http,
        Redis.from_url(settings.redis_url.get_secret_value()) as redis,
    ):
        yield await with_new_users(services, http, redis)
    await services.close()


async def with_new_users(services: Services, http: httpx.AsyncClient, redis: Redis) -> Live:
    me, other = [await services.accounts.sign_in.ensure_user(f"{new_id()}@marlow.example") for _ in range(2)]
    return Live(services, http, me, other, redis)


@pytest.fixture(scope="module")
async def everything(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    async with fresh_settings(stack, tmp_path_factory.mktemp("events")) as settings, live(settings) as found:
        yield found


@pytest.fixture
async def running(everything: Live) -> Live:
    return await with_new_users(everything.services, everything.http, everything.redis)


async def test_the_first_thing_is_an_id_so_that_a_page_can_come_back_from_anywhere(running: Live) -> None:
    async with running.listening() as page:
        assert await page.block() == {"id": "0-0"}, "nothing has happened yet"
    await running.told("seen")
    async with running.listening() as page:
        first = await page.block()
        assert set(first) == {"id"}
        assert first["id"] != "0-0"
    await running.emit("missed")
    async with running.listening(page.last_id) as page:
        assert await page.next(1) == ["missed"]


async def test_an_event_has_a_type_an_id_and_data(running: Live) -> None:
    async with running.listening() as page:
        await page.block()
        await running.emit("one")
        fields = await page.block()
    assert (fields["event"], set(fields)) == ("sync.progress", {"event", "id", "data"})
    data = orjson.loads(fields["data"])
    assert (data["mailbox_id"], set(data)) == ("one", {"id", "at", "mailbox_id"})


async def test_a_page_hears_of_its_own_user_only(running: Live) -> None:
    async with running.listening() as mine, running.listening(user=running.other) as theirs:
        await mine.block()
        await theirs.block()
        await running.emit("theirs", user=running.other)
        await running.emit("mine")
        assert await mine.next(1) == ["mine"]
        assert await theirs.next(1) == ["theirs"]


async def test_what_was_before_the_page_opened_is_not_told_again(running: Live) -> None:
    await running.told("before")
    async with running.listening() as page:
        assert await page.block() != {"id": "0-0"}
        await running.emit("after")
        assert await page.next(1) == ["after"]


async def test_a_page_that_comes_back_hears_exactly_what_it_missed(running: Live) -> None:
    async with running.listening() as page:
        await page.block()
        await running.emit("1", "2", "3")
        assert await page.next(2) == ["1", "2"]
    await running.emit(*map(str, range(4, 300)))
    async with running.listening(page.last_id) as back:
        assert await back.block() == {"id": page.last_id}
        assert await back.next(297) == list(map(str, range(3, 300)))
        await running.emit("live")
        assert await back.next(1) == ["live"]


@pytest.mark.parametrize("trimmed", [True, False], ids=["dropped", "of another stream"])
async def test_a_page_that_missed_what_is_gone_is_told_to_load_anew(running: Live, trimmed: bool) -> None:
    async with running.listening() as page:
        await page.block()
        await running.emit("1")
        await page.next(1)
    key = f"events:{running.me}"
    seen = page.last_id
    if trimmed:
        await running.told("2")
        await running.told("3")
        await running.redis.xtrim(key, maxlen=1, approximate=False)
    else:
        await running.redis.delete(key)
    async with running.listening(seen) as back:
        fields = await back.block()
        assert fields["event"] == "reset"
        assert fields["data"] == "{}"
        assert back.last_id != seen
        await running.emit("new")
        assert await back.next(1) == ["new"]
    async with running.listening(back.last_id) as again:
        assert await again.block() == {"id": back.last_id}, "told once"


@pytest.mark.parametrize("seen", ["x", "1", "1-", "-1", "$", "+", "1-1-1", "9" * 30 + "-1", "\u0661-1"])
async def test_an_id_of_no_stream_is_refused(running: Live, seen: str) -> None:
    token = await running.services.accounts.sign_in.open_session(running.me)
    headers = {b"authorization": f"Bearer {token}".encode(), b"last-event-id": seen.encode()}
    async with running.http.stream("GET", URL, headers=headers) as answer:
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert orjson.loads(await answer.aread())["field"] == "Last-Event-ID"


async def test_the_id_of_somebody_elses_stream_tells_nothing_of_it(running: Live) -> None:
    await running.told("theirs", user=running.other)
    async with running.listening(user=running.other) as theirs:
        await theirs.block()
    async with running.listening(theirs.last_id) as mine:
        assert (await mine.block())["event"] == "reset"
        assert mine.last_id == "0-0"
        await running.emit("mine")
        assert await mine.next(1) == ["mine"]


async def test_without_redis_the_stream_ends_and_the_api_lives_on(settings: Settings, tmp_path: Path) -> None:
    home = Home(tmp_path / "own")
    processes, part = Processes(home), RedisPart(home)
    await start(part, processes, home)
    try:
        own = settings.model_copy(update={"redis_url": SecretStr(part.url)})
        async with live(own) as running:
            async with running.listening() as page:
                await page.block()
                await running.emit("1")
                assert await page.next(1) == ["1"]
                await processes.stop(part.name)
                assert await page.block() == {}, "the stream goes on"
            assert (await running.http.get("/healthz")).json() == {"status": "ok"}
            token = await running.services.accounts.sign_in.open_session(running.me)
            away = await running.http.get(URL, headers={"authorization": f"Bearer {token}"})
            assert (away.status_code, away.json()["code"]) == (503, "Unavailable")
            await running.emit("2")
            await running.emit("3")
            await start(part, processes, home)
            async with running.listening(page.last_id) as back:
                assert await back.block() == {"id": page.last_id}, "what Redis kept is known"
                assert await back.next(2) == ["2", "3"], "what happened meanwhile has waited"
                await running.emit("4")
                assert await back.next(1) == ["4"]
    finally:
        await processes.stop_all()
