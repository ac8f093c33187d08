"""What live pages hear: one Redis stream a user, so that a page that comes back can go on where it was."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from redis.asyncio import Redis

from base.clock import now
from base.errors import Invalid
from models.contracts.core.events import DomainEvent

DOORBELL = "events"  # the channel on which the user is named whose stream has grown
START = "0-0"  # where a stream is of which nothing is known

_KEPT = 10_000  # events a user; older ones make a returning page load everything anew
_FORGOTTEN = 7 * 86_400  # seconds after which a stream that nothing was added to is forgotten
_SCRIPT = (Path(__file__).parent / "event_stream.lua").read_text()
_ID = re.compile(r"(\d{1,19})-(\d{1,19})")


@dataclass(frozen=True)
class StreamEntry:
    """An event under its stream id, as pages are sent it: an event of HTML's server-sent events."""

    id: str
    place: tuple[int, int]  # the id, to compare
    block: bytes


class EventStreams:
    """Writes and reads users' streams. As a subscriber of the relay it is what live pages hang on."""

    name = "live"

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._add = redis.register_script(_SCRIPT)

    async def hear(self, user_id: UUID, events: Sequence[DomainEvent]) -> None:
        """Add what was not added before, and ring. Raises RedisError."""
        added: list[Any] = []
        for event in events:
            told = {"id": event.id, "type": event.type, "at": event.occurred_at, "data": event.data}
            added += [event.number, orjson.dumps(told)]
        await self._add(keys=[_key(user_id)], args=[DOORBELL, str(user_id), _KEPT, _FORGOTTEN, *added])

    async def place(self, user_id: UUID, seen: str | None, recent: timedelta = timedelta()) -> tuple[str, bool]:
        """(where to go on reading, can a page that has seen `seen` go on from there).

        It cannot where older events were dropped since, or where the stream is a new one. A page that has seen nothing
        begins with what is as `recent` as this: it asked for what it shows before it listened. Raises Invalid,
        RedisError.
        """
        if seen is not None and not _ID.fullmatch(seen):
            raise Invalid("Last-Event-ID is not an id of this stream.", field="Last-Event-ID")
        newest: Any = await self._redis.xrevrange(_key(user_id), count=1)
        end = newest[0][0].decode() if newest else START
        if seen is None:
            begun = f"{int((now() - recent).timestamp() * 1_000_000)}-0"  # numbers are microseconds
            return min(begun, end, key=place_of), True
        oldest: Any = await self._redis.xrange(_key(user_id), count=1)
        start = oldest[0][0].decode() if oldest else START
        known = seen == end or (bool(oldest) and place_of(start) <= place_of(seen) <= place_of(end))
        return (seen, True) if known else (end, False)

    async def after(self, ids: Mapping[UUID, str], most: int) -> dict[UUID, list[StreamEntry]]:
        """What each of these users was told after that id, at most so many of each. Raises RedisError."""
        async with self._redis.pipeline(transaction=False) as pipeline:
            for user_id, seen in ids.items():
                pipeline.xrange(_key(user_id), min=f"({seen}", count=most)
            answers: list[Any] = await pipeline.execute()
        return {
            user_id: [_entry(stream_id, fields) for stream_id, fields in answer]
            for user_id, answer in zip(ids, answers, strict=True)
        }


def block(stream_id: str, event_type: str | None, data: str | None) -> bytes:
    """An event as it is sent. An id without data is no event to a browser, but it comes back with it."""
    lines = [f"id: {stream_id}"]
    if event_type is not None:
        lines.append(f"event: {event_type}")
    if data is not None:
        lines.append(f"data: {data}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def place_of(stream_id: str) -> tuple[int, int]:
    """A stream id, to compare."""
    number, _, sequence = stream_id.partition("-")
    return int(number), int(sequence)


def _entry(raw_id: bytes, fields: dict[bytes, bytes]) -> StreamEntry:
    stream_id, told = raw_id.decode(), orjson.loads(fields[b"event"])
    data = orjson.dumps({"id": told["id"], "at": told["at"], **told["data"]}).decode()
    return StreamEntry(stream_id, place_of(stream_id), block(stream_id, told["type"], data))


def _key(user_id: UUID) -> str:
    return f"events:{user_id}"
