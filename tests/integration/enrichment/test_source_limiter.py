"""All processes together keep to what a source allows: calls in a time, calls at once, and no user's all of them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from base.errors import Unavailable
from base.ids import new_id
from integrations.enrichment.gravatar import Gravatar
from integrations.enrichment.limiter import NoRoom, SourceLimiter
from integrations.enrichment.source import Limits, Rate
from integrations.enrichment.vendor import client

ROBIN, MARA = new_id(), new_id()


@dataclass
class Limited:
    """A source with limits of a test's own, and two processes that ask it."""

    source: Gravatar
    one: SourceLimiter
    other: SourceLimiter

    def set(self, *rates: Rate, at_once: int = 10) -> None:
        """Allow this."""
        self.source.limits = Limits(rates, at_once)


@pytest.fixture
def limited(redis: Redis) -> Limited:
    return Limited(Gravatar(client()), SourceLimiter(redis), SourceLimiter(redis))


async def test_calls_in_a_time_are_counted_together(limited: Limited) -> None:
    limited.set(Rate(3, timedelta(minutes=1)), Rate(100, timedelta(hours=1)))
    for limiter in (limited.one, limited.other, limited.one):
        async with limiter.place(limited.source, ROBIN):
            pass
    with pytest.raises(NoRoom) as full:
        async with limited.other.place(limited.source, MARA):
            pass
    assert timedelta(seconds=50) < full.value.wait <= timedelta(minutes=1)


async def test_calls_at_once_leave_half_to_others(limited: Limited) -> None:
    limited.set(Rate(1_000, timedelta(minutes=1)), at_once=4)
    async with AsyncExitStack() as places:
        for limiter in (limited.one, limited.other):
            await places.enter_async_context(limiter.place(limited.source, ROBIN))
        with pytest.raises(NoRoom):
            await places.enter_async_context(limited.one.place(limited.source, ROBIN))
        for _ in range(2):
            await places.enter_async_context(limited.one.place(limited.source, MARA))
        with pytest.raises(NoRoom):
            await places.enter_async_context(limited.one.place(limited.source, new_id()))
    async with limited.one.place(limited.source, ROBIN):
        pass


async def test_the_place_of_a_process_that_died_is_free_after_a_while(limited: Limited, redis: Redis) -> None:
    limited.set(Rate(1_000, timedelta(minutes=1)), at_once=1)
    place = limited.one.place(limited.source, ROBIN)
    await place.__aenter__()
    [flight] = [key async for key in redis.scan_iter("enrichment:*:flights")]
    lease = await redis.pttl(flight)
    assert timedelta() < timedelta(milliseconds=lease) <= limited.source.timeout + timedelta(seconds=30)


async def test_without_redis_nobody_asks(limited: Limited, redis: Redis) -> None:
    away = SourceLimiter(Redis(host="127.0.0.1", port=1))
    with pytest.raises(Unavailable):
        async with away.place(limited.source, ROBIN):
            pass
