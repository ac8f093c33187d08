"""Hands what was committed to whoever follows it: at least once, and in order for each user.

Every process may run one. Who tells a subscriber of a user's events is decided by a claim that ends with its
connection. A teller that lost its claim unheard can only repeat: each begins where the cursor stands and leaves nothing
out, so whatever comes for the first time comes in order.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import psycopg
import structlog

from base.background import still_wanted
from base.clock import now
from models.contracts.core.events import DomainEvent
from models.database import Database
from models.queries.core.domain_events import CHANNEL
from models.queries.core.relaying import HeardQueries, RelayQueries

log = structlog.get_logger()

LOOK = 1.0  # seconds between two looks at everybody: the net under notifications that were lost
BATCH = 500  # events of one user that are handed over at once
USERS = 100  # told of in a round
SHORTEST, LONGEST = 0.1, 5.0  # seconds of waiting for a subscriber or a database that fails

KEPT = timedelta(days=7)  # how long what everybody has heard stays, for whoever wants to know what was
SWEPT = 1_000  # events deleted in one transaction
_SWEEPER = "retention"


class Subscriber(Protocol):
    """Whoever follows what happens. It may hear twice of an event, and knows it by number or id."""

    @property
    def name(self) -> str:
        """Under which its cursors are kept: it never changes."""

    async def hear(self, user_id: UUID, events: Sequence[DomainEvent]) -> None:
        """Take these, in order. Whatever it raises, it hears them again."""


class Relay:
    """One line to each subscriber: a slow one holds up no other."""

    def __init__(self, database: Database, subscribers: Sequence[Subscriber]) -> None:
        self._database = database
        self._lines = [_Line(database, subscriber) for subscriber in subscribers]
        self._names = [subscriber.name for subscriber in subscribers]

    async def run(self) -> None:
        """Relay until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            for line in self._lines:
                group.create_task(line.run())

    async def _listen(self) -> None:
        deaf = False
        while True:
            try:
                async with self._database.listening(CHANNEL) as payloads:
                    for line in self._lines:
                        line.look()  # at what was said while nobody listened
                    deaf = False
                    async for payload in payloads:
                        for line in self._lines:
                            line.wake(UUID(payload))
            except (psycopg.Error, OSError) as error:
                still_wanted()
                if not deaf:
                    log.warning("relay.deaf", error=type(error).__name__)
                deaf = True
            await asyncio.sleep(LOOK)  # the lines look at everybody as often

    async def sweep(self) -> int:
        """Delete what is older than it may be and everybody has heard. Returns how many events."""
        return await self.forget(before=int((now() - KEPT).timestamp() * 1_000_000))

    async def forget(self, before: int) -> int:
        """Delete what was numbered before that and everybody has heard. Returns how many events."""
        total = 0
        async with self._database.alone() as connection:
            sweeping = RelayQueries(connection, _SWEEPER)
            while users := await sweeping.claim(None, USERS, before):
                swept = {user_id: await self._forget(user_id, before) for user_id in users}
                await sweeping.reached({user_id: upto for user_id, (_, upto) in swept.items()})
                await sweeping.release(users)
                deleted = sum(count for count, _ in swept.values())
                total += deleted
                if not deleted and len(users) < USERS:
                    break
        return total

    async def _forget(self, user_id: UUID, before: int) -> tuple[int, int]:
        total = 0
        while True:
            async with self._database.tenant(user_id) as session:
                deleted, upto = await HeardQueries(session, user_id).forget(self._names, before, SWEPT)
            total += deleted
            if deleted < SWEPT:
                return total, upto


class _Line:
    """Tells one subscriber."""

    def __init__(self, database: Database, subscriber: Subscriber) -> None:
        self._database = database
        self._subscriber = subscriber
        self._woken: set[UUID] = set()
        self._bell = asyncio.Event()
        self._looked = 0.0  # when everybody was looked at

    def wake(self, user_id: UUID) -> None:
        """This user's transaction was committed."""
        self._woken.add(user_id)
        self._bell.set()

    def look(self) -> None:
        """Anybody's may have been."""
        self._looked = 0.0
        self._bell.set()

    async def run(self) -> None:
        """Tell for ever, whatever fails meanwhile."""
        wait = SHORTEST
        while True:
            try:
                async with self._database.alone() as connection:
                    queries = RelayQueries(connection, self._subscriber.name)
                    await queries.begin()
                    while True:
                        await self._round(queries, await self._next())
                        wait = SHORTEST
            except Exception as error:  # the database, or the subscriber: events wait until it is back
                still_wanted()
                log.warning("relay.waits", subscriber=self._subscriber.name, error=type(error).__name__)
            self._looked = 0.0
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST)

    async def _next(self) -> set[UUID] | None:
        """Whom to look at next; None for everybody."""
        if not self._woken and self._looked:
            left = (self._looked + LOOK - time.monotonic()) * random.uniform(1, 1.2)  # noqa: S311 - not all at once
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(left, 0)):
                    await self._bell.wait()
        woken, self._woken = self._woken, set()
        self._bell.clear()
        if time.monotonic() < self._looked + LOOK:
            return woken
        self._looked = time.monotonic()
        return None

    async def _round(self, queries: RelayQueries, users: set[UUID] | None) -> None:
        """A batch of each who has something to tell. One after the other: statements are what takes time."""
        claimed = await queries.claim(users, USERS)
        if not claimed:
            return
        if len(claimed) == USERS:  # there may be more
            self._looked = 0.0
        positions: dict[UUID, int] = {}
        try:
            for user_id in claimed:
                found = await queries.untold(user_id, BATCH)
                if found.events:
                    await self._subscriber.hear(user_id, found.events)
                positions[user_id] = found.position
                if not found.complete:
                    self.wake(user_id)
        except Exception:
            await self._settle(queries, claimed, positions)  # those before heard theirs
            raise
        await self._settle(queries, claimed, positions)

    async def _settle(self, queries: RelayQueries, claimed: Sequence[UUID], positions: Mapping[UUID, int]) -> None:
        await queries.reached(positions)
        await queries.release(claimed)
