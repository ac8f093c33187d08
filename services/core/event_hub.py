"""One reader of Redis for all open pages of a process: it reads a stream once, when a doorbell rings for its user."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.core.event_streams import DOORBELL, EventStreams, StreamEntry, block, place_of

log = structlog.get_logger()

QUEUE = 256  # events that wait for a page that does not take them; then it has to load everything anew
_MOST = 100  # events of a user that are read at a time
_SILENCE = 10.0  # seconds after which Redis is asked whether it is still there
_AGAIN = 0.5  # seconds after which it is looked for again


# Takes what ends a page; gives what is to be called when the page has ended by itself.
WatchOver = Callable[[Callable[[], None]], Callable[[], None]]


def unwatched(end: Callable[[], None]) -> Callable[[], None]:
    """Nothing but the page itself ends it."""
    return lambda: None


class EventHub:
    """Hands every event of a user to that user's pages, and to nobody else's."""

    def __init__(self, redis: Redis, streams: EventStreams) -> None:
        self._redis = redis
        self._streams = streams
        self._watched: dict[UUID, _Watched] = {}
        self._rung: set[UUID] = set()
        self._bell = asyncio.Event()
        self._listening = asyncio.Event()

    async def run(self) -> None:
        """Read until cancelled. While Redis is away, pages end: browsers come back by themselves, with the last id."""
        try:
            while True:
                tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._read())]
                try:
                    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for task in tasks:
                        task.cancel()
                    ends = await asyncio.gather(*tasks, return_exceptions=True)
                for end in ends:
                    if isinstance(end, RedisError | OSError):
                        log.warning("events.interrupted", error=type(end).__name__)
                    elif isinstance(end, Exception):  # pages come back to where they were; the log tells what to mend
                        log.error("events.broken", exc_info=end)
                self._end_all()
                await asyncio.sleep(_AGAIN)
        finally:
            self._end_all()

    async def pages(
        self, user_id: UUID, after: str, complete: bool, watched_over: WatchOver = unwatched
    ) -> AsyncIterator[bytes]:
        """What a page of this user is sent, from what `EventStreams.place` said: blocks of server-sent events.

        It joins first and reads up to the present after that, so what happens meanwhile comes twice rather than never;
        each is sent once. `watched_over` may end the page at any time.
        """
        page = _Page(after, place_of(after))
        await self._listening.wait()
        watched = self._watched.setdefault(user_id, _Watched())
        watched.pages.add(page)
        release = watched_over(page.end)
        try:
            yield block(after, None, None) if complete else _reset(after)
            while (entries := (await self._streams.after({user_id: page.seen}, _MOST))[user_id]) or page.overflowed:
                page.overflowed = False
                if entries:
                    page.see(entries[-1])
                    yield b"".join(entry.block for entry in entries)
            if watched.cursor is None:
                watched.cursor = page.seen
                self._ring({user_id})  # for what came meanwhile
            while True:
                found = await page.take()
                if found is None:
                    return
                if found:
                    yield found
        except RedisError as error:
            log.warning("events.interrupted", error=type(error).__name__)
        finally:
            release()
            watched.pages.discard(page)
            if not watched.pages and self._watched.get(user_id) is watched:
                del self._watched[user_id]

    async def _listen(self) -> None:
        """Note who the doorbell rings for."""
        async with self._redis.pubsub() as bell:
            await bell.subscribe(DOORBELL)
            if await bell.get_message(timeout=_SILENCE) is None:
                raise ConnectionError("Redis does not answer.")
            self._listening.set()  # from here on no ring is lost
            self._ring(list(self._watched))
            quiet = False
            while True:
                message = await bell.get_message(timeout=_SILENCE)
                if message is None and quiet:
                    raise ConnectionError("Redis does not answer.")
                if message is None:
                    await bell.ping()
                quiet = message is None
                if message is not None and message["type"] == "message":
                    self._ring({UUID(message["data"].decode())})

    def _ring(self, users: Collection[UUID]) -> None:
        self._rung.update(users)
        self._bell.set()

    async def _read(self) -> None:
        """Read what has come, of everybody who has a page open here."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            rung, self._rung = self._rung, set()
            cursors = {
                user_id: watched.cursor
                for user_id in rung
                if (watched := self._watched.get(user_id)) is not None and watched.cursor is not None
            }
            if not cursors:
                continue
            for user_id, entries in (await self._streams.after(cursors, _MOST)).items():
                watched = self._watched.get(user_id)
                if not entries or watched is None or watched.cursor != cursors[user_id]:
                    continue  # its last page has gone, and perhaps another has come
                watched.cursor = entries[-1].id
                for page in watched.pages:
                    page.offer(entries)
                if len(entries) == _MOST:
                    self._ring({user_id})

    def _end_all(self) -> None:
        self._listening.clear()
        self._rung.clear()
        for watched in self._watched.values():
            for page in watched.pages:
                page.end()
        self._watched = {}


@dataclass(eq=False)
class _Page:
    """An open page. What it has `seen` is an id, and that id to compare."""

    seen: str
    _place: tuple[int, int]
    overflowed: bool = False
    _queue: deque[StreamEntry] = field(default_factory=deque)
    _ended: bool = False
    _awake: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, entries: list[StreamEntry]) -> None:
        """These have happened, in order."""
        self._queue.extend(entries)
        if len(self._queue) > QUEUE:
            self._queue.clear()
            self._queue.append(entries[-1])
            self.overflowed = True
        self._awake.set()

    def end(self) -> None:
        """Nothing more comes."""
        self._ended = True
        self._awake.set()

    def see(self, entry: StreamEntry) -> None:
        """Everything up to this one was sent."""
        self.seen, self._place = entry.id, entry.place

    async def take(self) -> bytes | None:
        """All that waits, as it is sent; nothing where that was sent before. None at the end."""
        await self._awake.wait()
        self._awake.clear()
        if self._ended:
            return None
        waiting = [entry for entry in self._queue if entry.place > self._place]
        self._queue.clear()
        overflowed, self.overflowed = self.overflowed, False
        if not waiting:
            return b""
        self.see(waiting[-1])
        if overflowed:
            return _reset(waiting[-1].id)
        return b"".join(entry.block for entry in waiting)


@dataclass(eq=False)
class _Watched:
    """A user's open pages, and up to where they were told; None while the first of them reads up to the present."""

    pages: set[_Page] = field(default_factory=set)
    cursor: str | None = None


def _reset(stream_id: str) -> bytes:
    return block(stream_id, "reset", "{}")
