"""The client for Redis, made to hear a cancellation whenever it comes."""

import asyncio
from collections.abc import Iterable

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


def connect(url: str) -> Redis:
    """Connects at the first use; what fails is tried once more. Raises ValueError for a URL of no known scheme."""
    pool: ConnectionPool = ConnectionPool.from_url(url, retry=Retry(NoBackoff(), 1))
    scheme = pool.connection_class
    pool.connection_class = type(f"Cancellable{scheme.__name__}", (_Cancellable, scheme), {})
    return Redis.from_pool(pool)


class _Cancellable(AbstractConnection):
    """What it sends goes through `asyncio.wait_for`. Python 3.11's loses a cancellation that comes as it has gone out.

    Whoever was cancelled would go on for ever (CPython's gh-86296, mended in 3.12).
    """

    async def send_packed_command(self, command: bytes | str | Iterable[bytes], check_health: bool = True) -> None:
        before = _cancellations()
        await super().send_packed_command(command, check_health)
        if _cancellations() > before:
            await self.disconnect(nowait=True)  # an answer is on its way that nobody will read
            raise asyncio.CancelledError


def _cancellations() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0
