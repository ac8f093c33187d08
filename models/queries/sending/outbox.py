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
    """A row of `outbox`, and how far its effect is; `head` is encrypted: what a list shows."""

    id: UUID
    mailbox_id: UUID
    kind: str
    state: str
    thread_id: str | None
    head: bytes
    draft_id: str | None
    source_id: str | None
    error: str | None
    created_at: datetime
    done_at: datetime | None
    held_until: datetime | None


_ROWS = """
    SELECT o.id, o.mailbox_id, o.kind, e.state, o.thread_id, coalesce(o.head, o.raw), o.draft_id, o.source_id, e.error,
           o.created_at, e.done_at, e.held_until
    FROM outbox o JOIN effects e ON e.user_id = o.user_id AND e.id = o.id
    WHERE o.user_id = :user_id
"""


class OutboxQueries:
    """Questions about one user's outbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(
        self, outbox_id: UUID, mailbox_id: UUID, kind: str, thread_id: str | None, raw: bytes, head: bytes
    ) -> None:
        """Put a mail in, beside its effect; `raw` and `head` encrypted."""
        await self._execute(
            """
            INSERT INTO outbox (id, user_id, mailbox_id, kind, thread_id, raw, head)
            VALUES (:id, :user_id, :mailbox_id, :kind, :thread_id, :raw, :head)
            """,
            id=outbox_id,
            mailbox_id=mailbox_id,
            kind=kind,
            thread_id=thread_id,
            raw=raw,
            head=head,
        )

    async def raw(self, outbox_id: UUID) -> bytes:
        """The whole mail, encrypted. Raises NoResultFound."""
        rows = await self._execute("SELECT raw FROM outbox WHERE user_id = :user_id AND id = :id", id=outbox_id)
        return bytes(rows.scalar_one())

    async def one(self, outbox_id: UUID) -> OutboxRow | None:
        """One mail. Who is to change it locks its effect first."""
        rows = await self._execute(f"{_ROWS} AND o.id = :id", id=outbox_id)
        row = rows.one_or_none()
        return OutboxRow(*row) if row else None

    async def recent(self, after: Sequence[Any] | None, most: int) -> list[OutboxRow]:
        """The newest, after the (created_at, id) of the last one shown."""
        created_at, outbox_id = after or (None, None)
        rows = await self._execute(
            f"""
            {_ROWS} AND (CAST(:created_at AS timestamptz) IS NULL
                         OR (o.created_at, o.id) < (:created_at, CAST(:id AS uuid)))
            ORDER BY o.created_at DESC, o.id DESC LIMIT :most
            """,
            created_at=created_at,
            id=outbox_id,
            most=most,
        )
        return [OutboxRow(*row) for row in rows]

    async def change(self, outbox_id: UUID, kind: str, sealed: tuple[bytes, bytes] | None = None) -> None:
        """What is to become of it now, and its new text where that changes too."""
        await self._execute(
            """
            UPDATE outbox SET kind = :kind, raw = coalesce(:raw, raw), head = coalesce(:head, head)
            WHERE user_id = :user_id AND id = :id
            """,
            id=outbox_id,
            kind=kind,
            raw=sealed[0] if sealed else None,
            head=sealed[1] if sealed else None,
        )

    async def placed(self, outbox_id: UUID, draft_id: str | None, source_id: str, thread_id: str) -> None:
        """It is at Gmail."""
        await self._execute(
            """
            UPDATE outbox SET draft_id = :draft_id, source_id = :source_id, thread_id = :thread_id
            WHERE user_id = :user_id AND id = :id
            """,
            id=outbox_id,
            draft_id=draft_id,
            source_id=source_id,
            thread_id=thread_id,
        )

    async def keep_head(self, outbox_id: UUID) -> None:
        """It was sent: what was in it is at Gmail, and only what a list shows stays."""
        await self._execute(
            "UPDATE outbox SET raw = coalesce(head, raw) WHERE user_id = :user_id AND id = :id", id=outbox_id
        )

    async def dropped(self, outbox_id: UUID) -> None:
        """Its draft is deleted at Gmail: forget it, unless something else was wished for meanwhile."""
        await self._execute(
            """
            DELETE FROM outbox o USING effects e
            WHERE o.user_id = :user_id AND o.id = :id AND e.user_id = :user_id AND e.id = o.id AND e.state = 'done'
            """,
            id=outbox_id,
        )
        await self._execute(
            "UPDATE outbox SET draft_id = NULL, source_id = NULL WHERE user_id = :user_id AND id = :id", id=outbox_id
        )

    async def remove(self, outbox_id: UUID) -> None:
        """Forget it."""
        await self._execute("DELETE FROM outbox WHERE user_id = :user_id AND id = :id", id=outbox_id)

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
