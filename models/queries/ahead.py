"""Attachments that wait to be fetched before anybody asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.sync import MailboxRef


@dataclass(frozen=True)
class AheadRow:
    """One of them. `at`: when its message came."""

    message_id: UUID
    part_id: str
    at: datetime


class AheadQueries:
    """What waits in one mailbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def add(self, rows: Sequence[AheadRow]) -> None:
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

    async def next(self) -> AheadRow | None:
        """The newest that waits."""
        rows = await self._session.execute(
            text("""
                SELECT message_id, part_id, at FROM attachments_ahead
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id
                ORDER BY at DESC, message_id, part_id LIMIT 1
            """),
            self._key,
        )
        row = rows.one_or_none()
        return AheadRow(row[0], row[1], row[2]) if row else None

    async def remove(self, row: AheadRow) -> None:
        """This one waits no longer."""
        await self._session.execute(
            text("""
                DELETE FROM attachments_ahead
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND message_id = :message_id
                  AND part_id = :part_id
            """),
            self._key | {"message_id": row.message_id, "part_id": row.part_id},
        )
