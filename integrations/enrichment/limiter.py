"""Keeps all processes together within what a source allows: calls in a time, and calls at once. In Redis.

What a flush of Redis loses is only this: the vendor may then answer that it is too much, and rests as long as it says.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.errors import Unavailable
from base.ids import new_id
from integrations.enrichment.source import Source

_SCRIPT = (Path(__file__).parent / "limiter.lua").read_text()
_LOOK = 250  # milliseconds until another look where all places are taken
_LEASE = timedelta(seconds=30)  # beyond what a call may last: its process may be dead


class NoRoom(Exception):
    """The source takes no call now."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait


class SourceLimiter:
    """One for all sources."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(_SCRIPT)

    @asynccontextmanager
    async def place(self, source: Source, user_id: UUID) -> AsyncIterator[None]:
        """A place for one call, for as long as the block lasts. Raises NoRoom; Unavailable without Redis.

        Of several places one user has half at the most, so that another one's person need not wait for a round.
        """
        key, name = f"enrichment:{{{source.name}}}", new_id().hex
        flights = (f"{key}:flights", f"{key}:flights:{user_id}")
        lease = source.timeout + _LEASE
        rates = [part for rate in source.limits.rates for part in (rate.calls, _milliseconds(rate.per))]
        most = source.limits.at_once
        try:
            wait = await self._take(
                keys=[f"{key}:calls", *flights],
                args=[name, _milliseconds(lease), most, (most + 1) // 2, _LOOK, *rates],
            )
        except (RedisError, OSError) as error:
            raise Unavailable("Redis does not answer.") from error
        if int(wait):
            raise NoRoom(timedelta(milliseconds=int(wait)))
        try:
            yield
        finally:
            await self._leave(flights, name)

    async def _leave(self, flights: tuple[str, ...], name: str) -> None:
        """A place that Redis does not hear of is free once its lease ends."""
        try:
            for flight in flights:
                await self._redis.zrem(flight, name)
        except (RedisError, OSError):
            return


def _milliseconds(time: timedelta) -> int:
    return round(time.total_seconds() * 1_000)
