"""What the live page hears: one Redis stream a user, so that a page that comes back can go on where it was."""

import re
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.errors import Invalid
from models.contracts.core.jobs import Event

log = structlog.get_logger()

_KEPT = 10_000  # events a user; older ones make a returning page load everything anew
_WAIT = 4_000  # milliseconds that one read waits; below the client's socket timeout of 5 s
_ID = re.compile(r"(\d{1,19})-(\d{1,19})")


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

    async def place(self, user_id: UUID, seen: str | None) -> tuple[str, bool]:
        """(where to go on reading, can a page that has seen `seen` go on from there).

        It cannot where older events were dropped since, or where the stream is a new one. Raises Invalid.
        """
        if seen is not None and not _ID.fullmatch(seen):
            raise Invalid("Last-Event-ID is not an id of this stream.", field="Last-Event-ID")
        newest: Any = await self._redis.xrevrange(_key(user_id), count=1)
        end = newest[0][0].decode() if newest else "0-0"
        if seen is None:
            return end, True
        oldest: Any = await self._redis.xrange(_key(user_id), count=1)
        start = oldest[0][0].decode() if oldest else "0-0"
        known = seen == end or (bool(oldest) and _number(start) <= _number(seen) <= _number(end))
        return (seen, True) if known else (end, False)

    async def read(self, user_id: UUID, after: str) -> AsyncIterator[tuple[str, Event]]:
        """(stream id, event) for every event after `after`, for ever. Raises RedisError without Redis."""
        while True:
            answer: Any = await self._redis.xread({_key(user_id): after}, block=_WAIT, count=100)
            for stream_id, fields in answer[0][1] if answer else []:
                after = stream_id.decode()
                values = orjson.loads(fields[b"event"])
                yield after, Event(**values | {"at": datetime.fromisoformat(values["at"])})


def _key(user_id: UUID) -> str:
    return f"events:{user_id}"


def _number(stream_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = stream_id.partition("-")
    return int(milliseconds), int(sequence)
