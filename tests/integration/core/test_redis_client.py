"""Whoever asks Redis can be cancelled at every step of it, and the next answer is the right one."""

import asyncio
from collections.abc import Awaitable
from contextlib import aclosing
from typing import Any

from integrations import redis_client

STEPS = 60  # of the event loop: a request takes about ten


async def test_a_request_to_redis_ends_at_whichever_step_it_is_cancelled(redis_url: str) -> None:
    async with aclosing(redis_client.connect(redis_url)) as redis:
        await redis.set("number", 7)
        lost = [step for step in range(1, STEPS) if not await _ends(redis.get("number"), step)]
        assert not lost, "steps at which a cancellation was lost"
        assert [await redis.get("number") for _ in range(STEPS)] == [b"7"] * STEPS


async def _ends(request: Awaitable[Any], step: int) -> bool:
    """Whether a task that is cancelled at this step does not go on after it."""
    told: list[str] = []

    async def ask() -> None:
        await request
        told.append("answered")
        await asyncio.sleep(0)
        told.append("went on")

    task = asyncio.create_task(ask())
    for _ in range(step):
        await asyncio.sleep(0)
    cancelled = task.cancel()
    await asyncio.wait([task])
    return task.cancelled() or not cancelled
