"""What the live page hears: one Redis stream a user, so that a page that comes back can go on where it was."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.contracts.jobs import Event

log = structlog.get_logger()

_KEPT = 10_000  # events a user; older ones make a returning page load everything anew
Entries = Any  # [(stream id, {field: value})], all bytes: the client's own types allow for everything

_WAIT = 15_000  # milliseconds of silence before the reader says so


class Events:
    """Writes and reads users' streams."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def emit(self, user_id: UUID, event: Event) -> None:
        """Tell the user's pages. They only refresh sooner for it: without Redis the work itself goes on."""
        try:
            await self._redis.xadd(
                _key(user_id), {"event": orjson.dumps(asdict(event))}, maxlen=_KEPT, approximate=True
            )
        except (RedisError, OSError) as error:
            log.warning("events.lost", type=event.type, error=type(error).__name__)

    async def knows(self, user_id: UUID, stream_id: str) -> bool:
        """Can a page that has seen `stream_id` go on from there? Not where older events were dropped since."""
        first: Entries = await self._redis.xrange(_key(user_id), count=1)
        return bool(first) and _number(first[0][0].decode()) <= _number(stream_id)

    async def read(self, user_id: UUID, after: str = "$") -> AsyncIterator[tuple[str, Event] | None]:
        """(stream id, event) as they come, from the one after `after` ("$": from now on); None in silence."""
        if after == "$":
            newest: Entries = await self._redis.xrevrange(_key(user_id), count=1)
            after = newest[0][0].decode() if newest else "0"
        while True:
            answer: Any = await self._redis.xread({_key(user_id): after}, block=_WAIT, count=100)
            if not answer:
                yield None
                continue
            for stream_id, fields in answer[0][1]:
                after = stream_id.decode()
                values = orjson.loads(fields[b"event"])
                yield after, Event(**values | {"at": datetime.fromisoformat(values["at"])})


def _key(user_id: UUID) -> str:
    return f"events:{user_id}"


def _number(stream_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = stream_id.partition("-")
    return int(milliseconds), int(sequence or 0)
