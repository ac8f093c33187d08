"""The outbox: what is to be sent, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class OutboxRow:
    """A row of `outbox`; `raw` is encrypted."""

    id: UUID
    mailbox_id: UUID
    kind: str
    state: str
    version: int
    attempts: int
    thread_id: str | None
    raw: bytes
    draft_id: str | None
    source_id: str | None
    error: str | None
    created_at: datetime
    done_at: datetime | None


_COLUMNS = (
    "id, mailbox_id, kind, state, version, attempts, thread_id, raw, draft_id, source_id, error, created_at, done_at"
)


class OutboxQueries:
    """Questions about one user's outbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(self, outbox_id: UUID, mailbox_id: UUID, kind: str, thread_id: str | None, raw: bytes) -> bool:
        """Put a mail in. False where it is there already: the same request came twice."""
        added = await self._session.scalar(
            text("""
                INSERT INTO outbox (id, user_id, mailbox_id, kind, thread_id, raw)
                VALUES (:id, :user_id, :mailbox_id, :kind, :thread_id, :raw)
                ON CONFLICT (id) DO NOTHING RETURNING true
            """),
            {
                "id": outbox_id,
                "user_id": self._user_id,
                "mailbox_id": mailbox_id,
                "kind": kind,
                "thread_id": thread_id,
                "raw": raw,
            },
        )
        return bool(added)

    async def one(self, outbox_id: UUID, *, lock: bool = False) -> OutboxRow | None:
        """One mail, with `lock` until the transaction ends."""
        rows = await self._session.execute(
            text(f"""
                SELECT {_COLUMNS} FROM outbox WHERE user_id = :user_id AND id = :id {"FOR UPDATE" if lock else ""}
            """),  # noqa: S608 - made of literals only
            {"user_id": self._user_id, "id": outbox_id},
        )
        row = rows.one_or_none()
        return OutboxRow(*row) if row else None

    async def recent(self, after: Sequence[Any] | None, most: int) -> list[OutboxRow]:
        """The newest, after the (created_at, id) of the last one shown."""
        created_at, outbox_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT {_COLUMNS} FROM outbox WHERE user_id = :user_id
                  AND (CAST(:created_at AS timestamptz) IS NULL
                       OR (created_at, id) < (:created_at, CAST(:id AS uuid)))
                ORDER BY created_at DESC, id DESC LIMIT :most
            """),  # noqa: S608
            {"user_id": self._user_id, "created_at": created_at, "id": outbox_id, "most": most},
        )
        return [OutboxRow(*row) for row in rows]

    async def wish(self, outbox_id: UUID, kind: str, raw: bytes | None = None) -> None:
        """Something else is to become of it: what is on its way for an older wish does not end this one."""
        await self._update(
            outbox_id,
            """kind = :kind, raw = coalesce(:raw, raw), state = 'waiting', version = version + 1, error = NULL,
               done_at = NULL""",
            kind=kind,
            raw=raw,
        )

    async def begin(self, outbox_id: UUID) -> OutboxRow | None:
        """Take it to Gmail now; None where it no longer waits. `attempts` are those before this one."""
        row = await self.one(outbox_id, lock=True)
        if row is None or row.state not in {"waiting", "sending"}:
            return None
        await self._update(outbox_id, "state = 'sending', attempts = attempts + 1")
        return row

    async def placed(self, outbox_id: UUID, version: int, draft_id: str | None, source_id: str, thread_id: str) -> None:
        """It is at Gmail, also where a failure was noted meanwhile. What was wished for meanwhile still waits."""
        await self._update(
            outbox_id,
            "draft_id = :draft_id, source_id = :source_id, thread_id = :thread_id",
            draft_id=draft_id,
            source_id=source_id,
            thread_id=thread_id,
        )
        await self._update(
            outbox_id, "state = 'done', error = NULL, done_at = now()", "AND version = :version", version=version
        )

    async def fail(self, outbox_id: UUID, reason: str) -> bool:
        """It cannot be done. False where that is no longer the question."""
        row = await self.one(outbox_id, lock=True)
        if row is None or row.state not in {"waiting", "sending"}:
            return False
        await self._update(outbox_id, "state = 'failed', error = :reason", reason=reason)
        return True

    async def fail_all(self, mailbox_id: UUID, unsent: str, unsure: str) -> list[UUID]:
        """Nothing of this mailbox can go out any more: `unsure` for what may be on its way. Returns which."""
        rows = await self._session.execute(
            text("""
                UPDATE outbox SET state = 'failed',
                    error = CASE WHEN state = 'sending' OR attempts > 0 THEN :unsure ELSE :unsent END
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state IN ('waiting', 'sending') RETURNING id
            """),
            {"user_id": self._user_id, "mailbox_id": mailbox_id, "unsent": unsent, "unsure": unsure},
        )
        return [row[0] for row in rows]

    async def dropped(self, outbox_id: UUID, version: int) -> None:
        """Its draft is deleted at Gmail: forget it, unless something else was wished for meanwhile."""
        await self._update(outbox_id, "draft_id = NULL, source_id = NULL")
        await self._session.execute(
            text("DELETE FROM outbox WHERE user_id = :user_id AND id = :id AND version = :version"),
            {"user_id": self._user_id, "id": outbox_id, "version": version},
        )

    async def remove(self, outbox_id: UUID) -> None:
        """Forget it."""
        await self._session.execute(
            text("DELETE FROM outbox WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": outbox_id},
        )

    async def _update(self, outbox_id: UUID, change: str, condition: str = "", **values: object) -> None:
        await self._session.execute(
            text(f"UPDATE outbox SET {change} WHERE user_id = :user_id AND id = :id {condition}"),  # noqa: S608
            {"user_id": self._user_id, "id": outbox_id} | values,
        )
