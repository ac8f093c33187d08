"""The outbox machine: what is to be done outside is done once, whichever worker dies, hangs or is cut off.

A row says what is wished for (`models/queries/core/effects.py`). An attempt asks what the ones before it have done,
waits for its quota, passes the fence, makes its request, and records the answer. Nothing here knows what is done.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from base.background import to_the_end
from base.errors import KithError, Unavailable
from models.contracts.core.effects import OPEN, EffectRef, EffectState
from models.database import Database
from models.queries.core.effects import EffectQueries, EffectRow

Answer = TypeVar("Answer")
Record = Callable[[AsyncSession], Awaitable[None]]
Tell = Callable[[AsyncSession, EffectState, int], None]  # says in the transaction how far which version is


class StillUnderWay(Unavailable):
    """An earlier attempt's request may still be on its way: the next one waits until its outcome can be known."""


class Held(Unavailable):
    """Nothing is done yet, so that it can be taken back; it goes on by itself."""

    expected = True


class Superseded(KithError):
    """A newer attempt, or another wish, has taken over: this attempt does nothing any more."""

    retryable = True


@dataclass(frozen=True)
class Patience:
    """How long a request may last, and how long after its end until `Work.look` can be believed."""

    longest: timedelta
    settles: timedelta


class Once(Protocol):
    """Makes the outside request behind the fence, and records its answer in the transaction that ends the effect."""

    async def __call__(
        self, request: Callable[[], Awaitable[Answer]], record: Callable[[AsyncSession, Answer], Awaitable[None]]
    ) -> Answer: ...


class Work(Protocol):
    """What is done, and how to find out whether it was. One object an attempt."""

    patience: Patience
    forget: bool  # once it has ended, nobody looks at the effect any more

    def tell(self, session: AsyncSession, state: EffectState, version: int) -> None:
        """Say in the transaction how far which version is: a `Tell`."""

    async def look(self) -> Record | None:
        """How to record what an earlier attempt has done; None where it has done nothing. Asked before `act`."""

    async def act(self, once: Once) -> None:
        """Do it. Whatever it waits for (quota, a token) it waits for before `once`."""

    def nothing_done(self, error: Exception) -> bool:
        """Whether this error of a request says for sure that nothing was done."""


class OutboxMachine:
    """Attempts at effects of every kind. One a process: `finish` waits for what is still on its way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._requests: set[asyncio.Task[Any]] = set()

    async def begin(self, ref: EffectRef, tell: Tell) -> "Attempt | None":
        """Take an effect on; None where it no longer waits. Raises StillUnderWay or Held."""
        async with self._database.tenant(ref.user_id) as session:
            queries = EffectQueries(session, ref.user_id)
            row = await queries.one(ref.effect_id, lock=True)
            if row is None or row.state not in OPEN:
                return None
            if row.waits > timedelta(0):
                raise (Held if row.held_until is not None else StillUnderWay)(retry_after=row.waits)
            number = await queries.begin(ref.effect_id)
            tell(session, EffectState.RUNNING, row.version)
        return Attempt(self._database, self._requests, row, number)

    async def state(self, ref: EffectRef) -> EffectState | None:
        """How far it is; None where it is gone."""
        async with self._database.tenant(ref.user_id) as session:
            row = await EffectQueries(session, ref.user_id).one(ref.effect_id)
        return row.state if row is not None else None

    async def fail(self, ref: EffectRef, reason: str, tell: Tell, *, forget: bool) -> EffectState | None:
        """Nobody tries any more, unless something else was wished for since the last attempt. Returns how far it is."""
        async with self._database.tenant(ref.user_id) as session:
            queries = EffectQueries(session, ref.user_id)
            failed = await queries.fail(ref.effect_id, reason, forget=forget)
            row = await queries.one(ref.effect_id)
            if failed and row is not None:
                tell(session, row.state, row.version)
        return row.state if row is not None else None

    async def finish(self) -> None:
        """Wait until every request that is on its way has its answer recorded. The database must be open still."""
        while self._requests:
            await asyncio.wait(self._requests)


class Attempt:
    """One attempt at one effect, and the only one that gets through its fence."""

    def __init__(self, database: Database, requests: set[asyncio.Task[Any]], row: EffectRow, number: int) -> None:
        self._database = database
        self._requests = requests
        self._row = row
        self._number = number

    @property
    def version(self) -> int:
        """Of the wish that it is to carry out."""
        return self._row.version

    async def carry_out(self, work: Work) -> None:
        """Do the work, if no attempt before did. Raises what its requests raise.

        Where another wish or a newer attempt came first, nothing is done, and nothing is raised: the row says so.
        """
        if self._row.quiet_at is not None:
            found = await work.look()
            if found is not None:
                await self._end(work, found)
                return
        try:
            await work.act(_Fenced(self, work))
        except Superseded:
            return

    async def request(
        self,
        work: Work,
        request: Callable[[], Awaitable[Answer]],
        record: Callable[[AsyncSession, Answer], Awaitable[None]],
    ) -> Answer:
        """Pass the fence, make the request, record its answer: to the end, although whoever waits is cancelled."""
        task = asyncio.create_task(self._request(work, request, record))
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)
        return await to_the_end(task)

    async def _request(
        self,
        work: Work,
        request: Callable[[], Awaitable[Answer]],
        record: Callable[[AsyncSession, Answer], Awaitable[None]],
    ) -> Answer:
        patience, effect_id = work.patience, self._row.ref.effect_id
        deadline = time.monotonic() + patience.longest.total_seconds()  # from before the fence, which counts from then
        async with self._database.tenant(self._row.ref.user_id) as session:
            queries = EffectQueries(session, self._row.ref.user_id)
            silence = patience.longest + patience.settles
            if not await queries.fence(effect_id, self._number, self._row.version, silence):
                raise Superseded
        try:
            answer = await _within(deadline, request)
        except Exception as error:
            await self._note(work, error)
            raise

        async def recorded(session: AsyncSession) -> None:
            await record(session, answer)

        await self._end(work, recorded)
        return answer

    async def _note(self, work: Work, error: Exception) -> None:
        """What is known of a request that raised, and how long the next attempt has to wait therefore."""
        ref, patience = self._row.ref, work.patience
        timed_out = isinstance(error, TimeoutError | StillUnderWay)
        async with self._database.tenant(ref.user_id) as session:
            queries = EffectQueries(session, ref.user_id)
            if work.nothing_done(error):
                await queries.refused(ref.effect_id, self._number)
                return
            if not timed_out:
                await queries.unsure(ref.effect_id, self._number, patience.settles)
        if isinstance(error, Unavailable):
            error.retry_after = max(error.retry_after or timedelta(0), patience.settles)

    async def _end(self, work: Work, record: Record) -> None:
        async with self._database.tenant(self._row.ref.user_id) as session:
            queries = EffectQueries(session, self._row.ref.user_id)
            done = await queries.done(self._row.ref.effect_id, self._row.version, forget=work.forget)
            await record(session)
            work.tell(session, EffectState.DONE if done else EffectState.WAITING, self._row.version)


class _Fenced:
    """`Once`, for one attempt."""

    def __init__(self, attempt: Attempt, work: Work) -> None:
        self._attempt = attempt
        self._work = work

    async def __call__(
        self, request: Callable[[], Awaitable[Answer]], record: Callable[[AsyncSession, Answer], Awaitable[None]]
    ) -> Answer:
        return await self._attempt.request(self._work, request, record)


async def _within(deadline: float, request: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer. Raises StillUnderWay at the deadline: a process that slept in between has no time left."""
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise StillUnderWay
    try:
        async with asyncio.timeout(remaining):
            return await request()
    except TimeoutError as error:
        raise StillUnderWay("There was no answer in time; whether it was done is found out next.") from error
