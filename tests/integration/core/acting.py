"""Work for the outbox machine that a test holds, answers and counts, and a user who wishes for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.ids import new_id
from models.contracts.core.effects import EffectKind, EffectRef, EffectState
from models.database import Database
from models.queries.core.effects import EffectQueries
from services.core.outbox import Once, OutboxMachine, Patience, Record


class Refused(Exception):
    """The outside says no."""


@dataclass
class Outside:
    """What is outside: it takes `done` in when it is told to `go_on`, then answers, or fails in the `answers` order."""

    done: list[str] = field(default_factory=list)
    answers: list[Exception] = field(default_factory=list)
    asked: int = 0
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> str:
        self.asked += 1
        await self.go_on.wait()
        error = self.answers.pop(0) if self.answers else None
        if not isinstance(error, Refused):
            self.done.append("done")
        if error is not None:
            raise error
        return "done"


@dataclass
class Doing:
    """One attempt's work. `quota` is what it waits for before the fence."""

    outside: Outside
    patience: Patience = field(default_factory=lambda: Patience(timedelta(seconds=60), timedelta(seconds=30)))
    forget: bool = False
    quota: Callable[[], Awaitable[None]] | None = None
    looked: int = 0
    recorded: list[str] = field(default_factory=list)
    told: list[EffectState] = field(default_factory=list)

    def tell(self, session: AsyncSession, state: EffectState, version: int) -> None:
        """Note it."""
        self.told.append(state)

    async def look(self) -> Record | None:
        """What the outside has."""
        self.looked += 1
        return self._found if self.outside.done else None

    async def act(self, once: Once) -> None:
        """Ask the outside."""
        if self.quota is not None:
            await self.quota()
        await once(self.outside, self._record)

    def nothing_done(self, error: Exception) -> bool:
        """A refusal is for sure."""
        return isinstance(error, Refused)

    async def _found(self, session: AsyncSession) -> None:
        self.recorded.append("found")

    async def _record(self, session: AsyncSession, answer: str) -> None:
        await session.execute(text("SELECT 1"))
        self.recorded.append(answer)


def quiet(session: AsyncSession, state: EffectState, version: int) -> None:
    """Nobody listens."""


@dataclass
class Wish:
    """An effect that somebody wishes for."""

    database: Database
    machine: OutboxMachine
    ref: EffectRef

    @classmethod
    async def made(cls, database: Database) -> "Wish":
        """By a new user."""
        ref = EffectRef(user_id=new_id(), kind=EffectKind.SEND, effect_id=new_id())
        async with database.tenant(ref.user_id) as session:
            await session.execute(
                text("INSERT INTO users (id, email, name) VALUES (:id, 'x@marlow.example', '')"), {"id": ref.user_id}
            )
            await EffectQueries(session, ref.user_id).add(ref, None)
        return cls(database, OutboxMachine(database), ref)

    async def attempt(self, work: Doing) -> None:
        """One attempt, as an activity makes it. Raises what it raises."""
        attempt = await self.machine.begin(self.ref, quiet)
        assert attempt is not None
        await attempt.carry_out(work)

    async def again(self) -> None:
        """Something else is to become of it."""
        async with self.database.tenant(self.ref.user_id) as session:
            await EffectQueries(session, self.ref.user_id).wish(self.ref.effect_id)

    async def later(self, seconds: float) -> None:
        """So much time passes."""
        async with self.database.tenant(self.ref.user_id) as session:
            await session.execute(
                text("UPDATE effects SET quiet_at = quiet_at - make_interval(secs => :seconds) WHERE id = :id"),
                {"seconds": seconds, "id": self.ref.effect_id},
            )

    async def watched(self) -> bool:
        """Does the relay look after it?"""
        async with self.database.directory() as session:
            found = await session.scalar(
                text("SELECT count(*) FROM directory_effects WHERE effect_id = :id"), {"id": self.ref.effect_id}
            )
        return bool(found)
