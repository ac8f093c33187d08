"""What Gmail refuses slows what it speaks of, recovers by success, and holds people only as long as Gmail says."""

import asyncio
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis

from base.heartbeat import heart
from base.ids import new_id
from integrations.gmail.errors import Limit, RateLimited
from integrations.gmail.limiter import Limiter
from models.contracts.core.lanes import Lane
from tests.integration.gmail.limits import attempt, quota, tried


async def test_too_many_at_once_halves_what_a_batch_may_have_and_full_ones_raise_it(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(10_000, minute=60, concurrent=50)), new_id()
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 40
    await taker.refused(mailbox, RateLimited(timedelta(milliseconds=1), Limit.CONCURRENT), Lane.PUSH)
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 25
    await asyncio.sleep(0.01)
    ticket = await taker.acquire(mailbox, 1, Lane.BACKFILL, parts=25)
    assert await attempt(taker, mailbox, 1, Lane.PUSH) == "concurrent"
    await taker.release(ticket)
    assert await attempt(taker, mailbox, 1, Lane.PUSH) == ""
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 26
    await taker.release(await taker.acquire(mailbox, 1, Lane.BACKFILL, parts=5))
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 26


async def test_what_gmail_says_holds_everybody_of_that_mailbox_and_no_other(redis: Redis) -> None:
    taker, mailbox, other = Limiter(redis, quota(100)), new_id(), new_id()
    assert await taker.refused(mailbox, RateLimited(timedelta(seconds=2)), Lane.BACKFILL) == 0
    for lane in (Lane.PERSON, Lane.PUSH, Lane.BACKFILL):
        assert await attempt(taker, mailbox, 1, lane) == "paused"
        assert await attempt(taker, other, 1, lane) == ""
    assert 1.9 < (await tried(taker, mailbox, 1, Lane.PERSON))[0] <= 2


async def rests(taker: Limiter, mailbox: UUID) -> float:
    """Seconds that a backfill has to wait."""
    return (await tried(taker, mailbox, 1, Lane.BACKFILL))[0]


async def test_a_refusal_that_does_not_say_how_long_holds_the_backfill_only_and_longer_each_time(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(10_000, minute=60)), new_id()
    for expected in (1, 2, 4, 8):
        await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
        assert 0.7 * expected < await rests(taker, mailbox) <= 1.2 * expected
        assert await attempt(taker, mailbox, 1, Lane.PERSON) == ""
    for _ in range(20):
        await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    assert 200 < await rests(taker, mailbox) <= 360


async def test_success_takes_half_of_it_back_and_the_pace_doubles_from_one_part(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(10_000, minute=1)), new_id()
    for _ in range(5):
        await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    paces = []
    for _ in range(7):
        paces.append((await taker.room(mailbox, Lane.BACKFILL)).parts)
        await redis.delete(f"gmail:rest:{mailbox}")
        await taker.release(await taker.acquire(mailbox, 1, Lane.BACKFILL))
    assert paces == [1, 2, 4, 8, 16, 32, 40]
    assert (await taker.room(mailbox, Lane.PERSON)).parts == 50
    await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    assert await rests(taker, mailbox) < 2 / 60


async def test_the_projects_limit_holds_every_backfill(redis: Redis) -> None:
    taker, mailbox, other = Limiter(redis, quota(100, minute=60)), new_id(), new_id()
    await taker.refused(mailbox, RateLimited(None, Limit.PROJECT), Lane.BACKFILL)
    assert await attempt(taker, other, 1, Lane.BACKFILL) == "paused"
    assert await attempt(taker, other, 1, Lane.PUSH) == ""


async def test_who_is_waited_for_waits_a_moment_and_longer_each_time(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, minute=60)), new_id()
    waits = [await taker.refused(mailbox, RateLimited(None), Lane.PERSON, turn) for turn in range(8)]
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 15, 15]
    assert await attempt(taker, mailbox, 1, Lane.PERSON) == ""
    assert await attempt(taker, mailbox, 1, Lane.BACKFILL) == "paused"


async def test_what_was_refused_is_not_counted(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, minute=60)), new_id()
    await taker.release(await taker.acquire(mailbox, 100, Lane.PUSH), refused=40)
    assert (await taker.usage(mailbox)).minute == 60


async def test_waiting_says_why_and_shows_that_it_lives(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100)), new_id()
    told: list[tuple[str, float]] = []
    beats: list[int] = []

    async def waiting(why: str, seconds: float) -> None:
        told.append((why, seconds))

    await taker.refused(mailbox, RateLimited(timedelta(seconds=0.2)), Lane.PUSH)
    with heart(lambda: beats.append(1)):
        await taker.acquire(mailbox, 1, Lane.PUSH, waiting=waiting)
    assert told[0][0] == "paused"
    assert 0 < told[0][1] <= 0.2
    assert len(beats) >= len(told)
