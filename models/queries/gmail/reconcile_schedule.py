"""When mailboxes are to be compared with Gmail, across all users: ids and times."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, or_

from models.tables.directory import DirectoryMailbox


@dataclass(frozen=True)
class DueMailbox:
    """A mailbox whose turn it is; one that is new has no time yet."""

    user_id: UUID
    mailbox_id: UUID
    due_at: datetime | None


class DueReconcileQueries:
    """Questions to the directory."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due(self, moment: datetime, most: int) -> list[DueMailbox]:
        """Those that are due by `moment`, the longest due first, then those without a time."""
        due_at = col(DirectoryMailbox.next_reconcile_at)
        rows = await self._session.execute(
            select(col(DirectoryMailbox.user_id), col(DirectoryMailbox.mailbox_id), due_at)
            .where(or_(due_at <= moment, due_at.is_(None)))
            .order_by(due_at.asc().nulls_last(), col(DirectoryMailbox.mailbox_id))
            .limit(most)
        )
        return [DueMailbox(row[0], row[1], row[2]) for row in rows]

    async def plan(self, mailbox_id: UUID, at: datetime) -> None:
        """It is compared next at that time."""
        await self._session.execute(
            update(DirectoryMailbox).where(col(DirectoryMailbox.mailbox_id) == mailbox_id).values(next_reconcile_at=at)
        )
