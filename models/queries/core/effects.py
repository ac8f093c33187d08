"""What is to be done outside, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.core.effects import OPEN, EffectKind, EffectRef, EffectState

# A job is started as soon as the wish is committed. The relay looks only after what has waited for longer.
GRACE = timedelta(seconds=15)
REMEMBERED = timedelta(days=2)  # how long a key is known whose effect nobody looks at any more


@dataclass(frozen=True)
class EffectRow:
    """A row of `effects`. With `quiet_at`, nobody knows what the last request has done; from then on it can be asked.

    With `held_until`, no attempt begins before: until then the wish can be taken back. `waits` is how long the later of
    both is from now by the database's clock: the only one that all workers share.
    """

    ref: EffectRef
    state: EffectState
    version: int
    attempt: int
    quiet_at: datetime | None
    waits: timedelta
    request_hash: bytes | None
    held_until: datetime | None


_COLUMNS = """id, kind, mailbox_id, state, version, attempt, quiet_at,
    greatest(quiet_at - clock_timestamp(), held_until - clock_timestamp(), '0'), request_hash, held_until"""
_KEPT = "kept_until = CASE WHEN :forget THEN now() + CAST(:remembered AS interval) END"


class EffectQueries:
    """Questions about one user's effects, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(self, ref: EffectRef, request_hash: bytes | None, hold: timedelta = timedelta(0)) -> bool:
        """Wish for it; for `hold` it can be taken back, and nothing is done.

        False where it is there already: the same request came before, or beside this one.
        """
        await self._execute("DELETE FROM effects WHERE user_id = :user_id AND kept_until < now()")
        added = await self._execute(
            """
            INSERT INTO effects (id, user_id, mailbox_id, kind, request_hash, held_until)
            VALUES (:id, :user_id, :mailbox_id, :kind, :hash, clock_timestamp() + nullif(CAST(:hold AS interval), '0'))
            ON CONFLICT (id) DO NOTHING RETURNING true
            """,
            id=ref.effect_id,
            mailbox_id=ref.mailbox_id,
            kind=ref.kind,
            hash=request_hash,
            hold=hold,
        )
        if added.one_or_none() is None:
            return False
        await self._watch(ref.effect_id)
        return True

    async def one(self, effect_id: UUID, *, lock: bool = False) -> EffectRow | None:
        """One effect, with `lock` until the transaction ends."""
        rows = await self._execute(
            f"""
            SELECT {_COLUMNS} FROM effects
            WHERE user_id = :user_id AND id = :id {"FOR UPDATE" if lock else ""}
            """,  # noqa: S608 - made of literals only
            id=effect_id,
        )
        row = rows.one_or_none()
        if row is None:
            return None
        ref = EffectRef(user_id=self._user_id, kind=EffectKind(row[1]), effect_id=row[0], mailbox_id=row[2])
        return EffectRow(ref, EffectState(row[3]), row[4], row[5], row[6], row[7] or timedelta(0), row[8], row[9])

    async def wish(self, effect_id: UUID) -> None:
        """Something else is to become of it: what is on its way for an older wish does not end this one."""
        await self._update(
            effect_id,
            "state = 'waiting', version = version + 1, error = NULL, done_at = NULL, kept_until = NULL, "
            "held_until = NULL",
        )
        await self._watch(effect_id)

    async def begin(self, effect_id: UUID) -> int:
        """Number the next attempt: every older one loses at the fence from now on. Call it with the row locked.

        It cannot be taken back any more, whatever the clock says.
        """
        change = "state = 'running', attempt = attempt + 1, held_until = NULL"
        return int((await self._update(effect_id, change, returning="attempt")).scalar_one())

    async def take_back(self, effect_id: UUID) -> bool:
        """Nothing is to be done after all. False where it was not held, or an attempt has begun."""
        held = "held_until IS NOT NULL AND state = 'waiting'"
        return await self._end(effect_id, "state = 'done', held_until = NULL, done_at = now()", held, forget=True)

    async def fence(self, effect_id: UUID, attempt: int, version: int, silence: timedelta) -> bool:
        """Let an attempt make its request, if it is the newest, for the newest wish: compare and set.

        From now on nobody knows what the request does, and for `silence` it cannot be asked either.
        """
        passed = await self._update(
            effect_id,
            "quiet_at = clock_timestamp() + :silence",
            "AND attempt = :attempt AND version = :version AND state = 'running'",
            returning="true",
            attempt=attempt,
            version=version,
            silence=silence,
        )
        return passed.one_or_none() is not None

    async def refused(self, effect_id: UUID, attempt: int) -> None:
        """The attempt's request has done nothing, for sure."""
        await self._update(effect_id, "quiet_at = NULL", "AND attempt = :attempt", attempt=attempt)

    async def unsure(self, effect_id: UUID, attempt: int, settles: timedelta) -> None:
        """The attempt's request has ended, nobody knows how: it can be asked after `settles`."""
        await self._update(
            effect_id,
            "quiet_at = least(quiet_at, clock_timestamp() + :settles)",
            "AND attempt = :attempt",
            attempt=attempt,
            settles=settles,
        )

    async def done(self, effect_id: UUID, version: int, *, forget: bool) -> bool:
        """It is done, also where a failure was noted meanwhile. False where something else was wished for since.

        `forget`: nobody looks at it any more.
        """
        await self._update(effect_id, "quiet_at = NULL")
        done = "state = 'done', error = NULL, done_at = now()"
        return await self._end(effect_id, done, "version = :version", forget, version=version)

    async def fail(self, effect_id: UUID, reason: str, *, forget: bool) -> bool:
        """It cannot be done. False where that is no longer the question, or something else was wished for since."""
        failed = "state = 'failed', error = :reason"
        return await self._end(effect_id, failed, "state = 'running'", forget, reason=reason)

    async def fail_all(self, mailbox_id: UUID, undone: str, unsure: str) -> list[EffectRef]:
        """Nothing can be done in this mailbox but to leave it: `unsure` for what may be on its way. Returns which."""
        rows = await self._execute(
            """
            UPDATE effects SET state = 'failed', error = CASE WHEN quiet_at IS NULL THEN :undone ELSE :unsure END
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state IN ('waiting', 'running')
              AND kind <> :leave
            RETURNING id, kind
            """,
            mailbox_id=mailbox_id,
            leave=EffectKind.LEAVE,
            undone=undone,
            unsure=unsure,
        )
        refs = [
            EffectRef(user_id=self._user_id, kind=EffectKind(row[1]), effect_id=row[0], mailbox_id=mailbox_id)
            for row in rows
        ]
        await self._leave([ref.effect_id for ref in refs])
        return refs

    async def failed_of(self, mailbox_id: UUID) -> list[EffectRef]:
        """Those of this mailbox that have failed."""
        rows = await self._execute(
            """
            SELECT id, kind FROM effects
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'failed'
            """,
            mailbox_id=mailbox_id,
        )
        return [
            EffectRef(user_id=self._user_id, kind=EffectKind(row[1]), effect_id=row[0], mailbox_id=mailbox_id)
            for row in rows
        ]

    async def forget(self, effect_id: UUID) -> None:
        """Nobody looks at it any more: only its key is remembered for a while."""
        await self._update(effect_id, "kept_until = now() + CAST(:remembered AS interval)", remembered=REMEMBERED)

    async def to_start(self, effect_id: UUID) -> EffectRef | None:
        """Who is to have a job; None, and out of the directory, where nothing is to be done."""
        row = await self.one(effect_id, lock=True)  # a wish that comes now is not to be left out
        if row is not None and row.state in OPEN:
            return row.ref
        await self._leave([effect_id])
        return None

    async def _watch(self, effect_id: UUID) -> None:
        await self._execute(
            """
            INSERT INTO directory_effects (effect_id, user_id, due_at) VALUES (:id, :user_id, now() + :grace)
            ON CONFLICT (effect_id) DO UPDATE SET wished_at = now(), due_at = now() + :grace
            """,
            id=effect_id,
            grace=GRACE,
        )

    async def _leave(self, effect_ids: Sequence[UUID]) -> None:
        await self._execute(
            "DELETE FROM directory_effects WHERE user_id = :user_id AND effect_id = ANY(:ids)", ids=list(effect_ids)
        )

    async def _end(self, effect_id: UUID, change: str, condition: str, forget: bool, **values: object) -> bool:
        ended = await self._update(
            effect_id,
            f"{change}, {_KEPT}",
            f"AND {condition}",
            returning="true",
            forget=forget,
            remembered=REMEMBERED,
            **values,
        )
        if ended.one_or_none() is None:
            return False
        await self._leave([effect_id])
        return True

    async def _update(
        self, effect_id: UUID, change: str, condition: str = "", *, returning: str = "", **values: object
    ) -> Any:
        return await self._execute(
            f"UPDATE effects SET {change} WHERE user_id = :user_id AND id = :id {condition} "  # noqa: S608 - literals
            + (f"RETURNING {returning}" if returning else ""),
            id=effect_id,
            **values,
        )

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
