"""Many pages on one process, slow ones, and an API that is started again."""

import asyncio
import contextlib
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from api.app import create_app
from base.background import beside
from base.settings import Settings
from devstack.ports import any_free
from services.core.event_hub import QUEUE
from services.wiring import Services
from tests.integration.core.listening import Live, live, with_new_users
from tests.product import served
from tests.stack import Stack

PAGES = 80  # of each of two users: more than Redis's client has connections


async def test_many_pages_on_one_process_hear_everything_of_their_own_user_and_nothing_else(
    stack: Stack, tmp_path: Path
) -> None:
    unlimited = httpx.Limits(max_connections=None)
    async with (
        stack.settings(tmp_path) as settings,
        live(settings) as running,
        httpx.AsyncClient(base_url=running.http.base_url, timeout=60, limits=unlimited) as http,
        contextlib.AsyncExitStack() as open_pages,
    ):
        own = Live(running.services, http, running.me, running.other, running.redis)
        mine, theirs = [
            [await open_pages.enter_async_context(own.listening(user=user)) for _ in range(PAGES)]
            for user in (own.me, own.other)
        ]
        for page in mine + theirs:
            assert await page.block() == {"id": "0-0"}
        for number in range(5):
            await own.emit(f"mine {number}")
            await own.emit(f"theirs {number}", user=own.other)
        for pages, name in ((mine, "mine"), (theirs, "theirs")):
            told = await asyncio.gather(*(page.next(5) for page in pages))
            assert told == [[f"{name} {number}" for number in range(5)]] * PAGES
        assert len(await running.redis.client_list()) < 20, "one reader feeds them all"


async def test_a_page_that_does_not_take_its_events_is_told_to_load_anew(settings: Settings) -> None:
    assert settings.redis_url is not None
    services = await Services.build(settings)
    hub = services.core.event_hub
    async with (
        httpx.AsyncClient() as http,
        Redis.from_url(settings.redis_url.get_secret_value()) as redis,
        beside(hub.run(), services.core.relay.run()),
    ):
        running = await with_new_users(services, http, redis)
        slow, quick = hub.pages(running.me, "0-0", True), hub.pages(running.me, "0-0", True)
        assert await anext(slow) == b"id: 0-0\r\n\r\n"
        waiting = asyncio.ensure_future(anext(slow))
        async with asyncio.timeout(20):
            while hub._watched[running.me].cursor is None:  # it still reads up, at its own pace, and misses nothing
                await asyncio.sleep(0.01)
        await running.told("first")
        assert b"first" in await waiting
        assert await anext(quick) == b"id: 0-0\r\n\r\n"
        assert b"first" in await anext(quick)
        heard = b""
        for start in range(0, QUEUE + 50, 17):
            await running.told(*(f"missed {number}" for number in range(start, start + 17)))
            while f'"missed {start + 16}"'.encode() not in heard:
                heard += await anext(quick)
        assert heard.count(b"event: sync.progress") == QUEUE + 50
        assert b"reset" not in heard
        await running.emit("next")
        told = b""
        while b'"mailbox_id":"next"' not in told:
            told += await anext(slow)
        reset, *rest = told.split(b"\r\n\r\n")[:-1]
        newest, told_of = reset.removeprefix(b"id: ").split(b"\r\n", 1)
        assert told_of == b"event: reset\r\ndata: {}"
        after = await redis.xrange(f"events:{running.me}", min=b"(" + newest) or []
        assert [block.split(b"\r\n")[0].removeprefix(b"id: ") for block in rest] == [entry for entry, _ in after]
        for page in (slow, quick):
            await page.aclose()  # type: ignore[attr-defined]
        assert not hub._watched, "who has gone is forgotten"
    await services.close()


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "forgotten"])
async def test_over_a_restart_of_the_api_nothing_is_missed_or_doubled(stack: Stack, tmp_path: Path, kept: bool) -> None:
    async with stack.settings(tmp_path) as settings:
        assert settings.redis_url is not None
        services = await Services.build(settings)
        port = any_free()
        heard: list[str] = []
        async with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
            seen: str | None = None
            for turn in range(4):
                async with (
                    served(create_app(settings), port) as url,
                    httpx.AsyncClient(base_url=url, timeout=30) as http,
                ):
                    if turn == 0:
                        running = await with_new_users(services, http, redis)
                    at_port = Live(services, http, running.me, running.other, redis)
                    async with at_port.listening(seen) as page:
                        first = await page.block()
                        if turn == 3 and not kept:
                            assert first["event"] == "reset"
                            continue
                        assert first == {"id": seen or "0-0"}
                        if turn:
                            heard += await page.next(2)
                        await at_port.emit(f"{turn} open", f"{turn} too")
                        heard += await page.next(2)
                        seen = page.last_id
                await running.emit(f"{turn} away", f"{turn} still")
                if turn == 2 and not kept:
                    await redis.delete(f"events:{running.me}")
        turns = range(4 if kept else 3)
        expected = [f"{turn} {what}" for turn in turns for what in ("open", "too", "away", "still")]
        assert heard == expected[:-2]
        await services.close()
