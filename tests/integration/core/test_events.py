"""Live events over real HTTP, as a browser's EventSource reads them."""

from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
from pydantic import SecretStr

from base.settings import Settings
from devstack.home import Home
from devstack.part import start
from devstack.processes import Processes
from devstack.redis import RedisPart
from tests.integration.core.listening import URL, Live, live, with_new_users
from tests.stack import Stack


@pytest.fixture(scope="module")
async def everything(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    async with stack.settings(tmp_path_factory.mktemp("events")) as settings, live(settings) as found:
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


async def test_a_page_hears_what_happened_since_it_asked_for_what_it_shows(running: Live) -> None:
    async with running.listening(recent=60) as page:
        assert await page.block() == {"id": "0-0"}
    await running.told("1", "2")
    async with running.listening(recent=60) as page:
        await page.block()
        assert await page.next(2) == ["1", "2"]
        await running.emit("3")
        assert await page.next(1) == ["3"]
    async with running.listening(page.last_id, recent=60) as back:
        assert await back.block() == {"id": page.last_id}, "what a page has seen is nearer than what is recent"
        await running.emit("4")
        assert await back.next(1) == ["4"]


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
    token = await running.services.accounts.sessions.open(running.me)
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
            token = await running.services.accounts.sessions.open(running.me)
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
