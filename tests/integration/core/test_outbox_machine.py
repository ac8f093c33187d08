"""The outbox machine: whatever becomes of an attempt, what is wished for is done once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from base.errors import Unavailable
from base.settings import Settings
from models.contracts.core.effects import EffectState
from models.database import Database
from services.core.outbox import Patience, StillUnderWay
from tests.integration.core.acting import Doing, Outside, Refused, Wish, quiet


@pytest.fixture
async def wish(database: Settings) -> AsyncIterator[Wish]:
    connected = Database(database.database_url)
    yield await Wish.made(connected)
    await connected.close()


@pytest.fixture
def outside() -> Outside:
    outside = Outside()
    outside.go_on.set()
    return outside


async def asked(outside: Outside, times: int = 1) -> None:
    async with asyncio.timeout(10):
        while outside.asked < times:
            await asyncio.sleep(0.01)


async def test_what_is_wished_for_is_done_and_recorded_once(wish: Wish, outside: Outside) -> None:
    assert await wish.watched()
    work = Doing(outside)
    await wish.attempt(work)
    assert (work.recorded, work.looked, outside.asked) == (["done"], 0, 1)
    assert work.told == [EffectState.DONE]
    assert await wish.machine.state(wish.ref) is EffectState.DONE
    assert await wish.machine.begin(wish.ref, quiet) is None
    assert not await wish.watched(), "where nothing waits, the relay has nothing to read"


async def test_an_attempt_that_was_overtaken_loses_at_the_fence(wish: Wish, outside: Outside) -> None:
    """A worker that was cut off by the network comes back while the next one waits for its quota."""
    held, cut_off = asyncio.Event(), Doing(outside)

    async def quota() -> None:
        await held.wait()

    cut_off.quota = quota
    zombie = asyncio.create_task(wish.attempt(cut_off))
    while (await wish.machine.state(wish.ref)) is not EffectState.RUNNING:
        await asyncio.sleep(0.01)
    second = await wish.machine.begin(wish.ref, quiet)
    assert second is not None
    held.set()
    await zombie
    assert outside.asked == 0, "it calls nothing"
    await second.carry_out(Doing(outside))
    assert outside.asked == 1
    assert await wish.machine.state(wish.ref) is EffectState.DONE


async def test_no_attempt_begins_while_a_request_of_a_lost_worker_may_be_on_its_way(wish: Wish) -> None:
    outside = Outside()
    cut_off = asyncio.create_task(wish.attempt(Doing(outside)))
    await asked(outside)
    with pytest.raises(StillUnderWay) as waiting:
        await wish.machine.begin(wish.ref, quiet)
    assert waiting.value.retry_after is not None
    assert timedelta(seconds=80) < waiting.value.retry_after <= timedelta(seconds=90), "60 of it, 30 for the search"
    await wish.later(91)
    second = await wish.machine.begin(wish.ref, quiet)
    assert second is not None
    outside.go_on.set()
    await cut_off
    work = Doing(outside)
    await second.carry_out(work)
    assert (work.looked, outside.asked) == (1, 1), "it looks before it does anything, and finds it"
    assert await wish.machine.state(wish.ref) is EffectState.DONE


async def test_what_was_lost_is_looked_for_and_done_where_it_was_not(wish: Wish, outside: Outside) -> None:
    outside.answers = [Unavailable(retry_after=timedelta(seconds=1))]
    with pytest.raises(Unavailable) as lost:
        await wish.attempt(Doing(outside))
    assert lost.value.retry_after == timedelta(seconds=30), "the search needs that long: no attempt is wasted"
    outside.done.clear()  # the connection broke before the request was served
    await wish.later(31)
    work = Doing(outside)
    await wish.attempt(work)
    assert (work.looked, work.recorded, outside.done) == (1, ["done"], ["done"])


async def test_an_answer_that_was_lost_is_found(wish: Wish, outside: Outside) -> None:
    outside.answers = [Unavailable()]
    with pytest.raises(Unavailable):
        await wish.attempt(Doing(outside))
    await wish.later(31)
    work = Doing(outside)
    await wish.attempt(work)
    assert (work.recorded, outside.done) == (["found"], ["done"])


async def test_a_refusal_is_no_doubt(wish: Wish, outside: Outside) -> None:
    outside.answers = [Refused()]
    with pytest.raises(Refused):
        await wish.attempt(Doing(outside))
    work = Doing(outside)
    await wish.attempt(work)
    assert (work.looked, outside.done) == (0, ["done"]), "it neither waits nor looks"


async def test_a_worker_that_drains_records_the_answer(wish: Wish) -> None:
    outside = Outside()
    work = Doing(outside)
    drained = asyncio.create_task(wish.attempt(work))
    await asked(outside)
    drained.cancel()
    await asyncio.sleep(0.05)
    drained.cancel()
    finishing = asyncio.create_task(wish.machine.finish())
    await asyncio.sleep(0.05)
    assert not drained.done()
    assert not finishing.done(), "who closes the database waits for it"
    outside.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await drained
    await finishing
    assert work.recorded == ["done"]
    assert await wish.machine.begin(wish.ref, quiet) is None
    assert outside.done == ["done"]


async def test_a_request_ends_when_it_has_lasted_long_enough(wish: Wish) -> None:
    work = Doing(Outside(), Patience(timedelta(seconds=0.3), timedelta(seconds=30)))
    with pytest.raises(StillUnderWay) as late:
        await wish.attempt(work)
    assert late.value.retry_after == timedelta(seconds=30)
    with pytest.raises(StillUnderWay):
        await wish.machine.begin(wish.ref, quiet)


async def test_another_wish_comes_before_a_request(wish: Wish, outside: Outside) -> None:
    work = Doing(outside, quota=wish.again)
    await wish.attempt(work)
    assert (outside.asked, await wish.machine.state(wish.ref)) == (0, EffectState.WAITING)
    await wish.attempt(Doing(outside))
    assert await wish.machine.state(wish.ref) is EffectState.DONE


async def test_another_wish_comes_during_a_request(wish: Wish) -> None:
    outside = Outside()
    first = asyncio.create_task(wish.attempt(Doing(outside)))
    await asked(outside)
    await wish.again()
    outside.go_on.set()
    await first
    assert await wish.machine.state(wish.ref) is EffectState.WAITING
    assert await wish.watched()
    work = Doing(outside)
    await wish.attempt(work)
    assert (work.looked, outside.asked) == (0, 2), "the first one's answer is known"


async def test_a_failure_does_not_end_a_wish_that_came_since(wish: Wish, outside: Outside) -> None:
    outside.answers = [Refused(), Refused()]
    with pytest.raises(Refused):
        await wish.attempt(Doing(outside))
    await wish.again()
    assert await wish.machine.fail(wish.ref, "no", quiet, forget=False) is EffectState.WAITING
    assert await wish.watched()
    with pytest.raises(Refused):
        await wish.attempt(Doing(outside))
    assert await wish.machine.fail(wish.ref, "no", quiet, forget=False) is EffectState.FAILED
    assert not await wish.watched()


async def test_eight_attempts_at_once_make_one_request(wish: Wish, outside: Outside) -> None:
    async def attempt() -> None:
        begun = await wish.machine.begin(wish.ref, quiet)
        if begun is not None:
            await begun.carry_out(Doing(outside))

    await asyncio.gather(*(attempt() for _ in range(8)), return_exceptions=True)
    assert outside.done == ["done"]
