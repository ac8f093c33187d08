"""Attachments that wait to be fetched before anybody asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef


@dataclass(frozen=True)
class PrefetchRow:
    """One of them. `at`: when its message came; `attempts` to fetch it, the one that begins included."""

    message_id: UUID
    part_id: str
    at: datetime
    attempts: int = 0


class PrefetchQueries:
    """What waits in one mailbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def add(self, rows: Sequence[PrefetchRow]) -> None:
        """Have these wait, each once."""
        await self._session.execute(
            text("""
                INSERT INTO attachments_ahead (user_id, mailbox_id, message_id, part_id, at)
                SELECT :user_id, :mailbox_id, message_id, part_id, at
                FROM unnest(CAST(:ids AS uuid[]), CAST(:parts AS text[]), CAST(:times AS timestamptz[]))
                     AS picked (message_id, part_id, at)
                ON CONFLICT DO NOTHING
            """),
            self._key
            | {
                "ids": [row.message_id for row in rows],
                "parts": [row.part_id for row in rows],
                "times": [row.at for row in rows],
            },
        )

    async def any(self) -> bool:
        """Does one wait?"""
        found = await self._session.scalar(
            text("""
                SELECT EXISTS (SELECT 1 FROM attachments_ahead WHERE user_id = :user_id AND mailbox_id = :mailbox_id)
            """),
            self._key,
        )
        return bool(found)

    async def take(self) -> PrefetchRow | None:
        """The newest of those that were tried least. The attempt is counted before it is made: it may be the last."""
        rows = await self._session.execute(
            text("""
                UPDATE attachments_ahead SET attempts = attempts + 1
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND (message_id, part_id) = (
                    SELECT message_id, part_id FROM attachments_ahead
                    WHERE user_id = :user_id AND mailbox_id = :mailbox_id
                    ORDER BY attempts, at DESC, message_id, part_id LIMIT 1)
                RETURNING message_id, part_id, at, attempts
            """),
            self._key,
        )
        row = rows.one_or_none()
        return PrefetchRow(*row) if row else None

    async def remove(self, row: PrefetchRow) -> None:
        """This one waits no longer."""
        await self._session.execute(
            text("""
                DELETE FROM attachments_ahead
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND message_id = :message_id
                  AND part_id = :part_id
            """),
            self._key | {"message_id": row.message_id, "part_id": row.part_id},
        )
