"""Changes of labels that Gmail has just confirmed, before its history tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.sending import Change, LabelChange, Target


@dataclass(frozen=True)
class Place:
    """Where a message is."""

    mailbox_id: UUID
    source_id: str
    thread_id: str


class RelabellingQueries:
    """Questions about one user's messages, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def place(self, message_id: UUID) -> Place | None:
        """Where a message is; None where the user has no such message."""
        rows = await self._session.execute(
            text("SELECT mailbox_id, source_id, thread_id FROM messages WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": message_id},
        )
        row = rows.one_or_none()
        return Place(*row) if row else None

    async def has_thread(self, mailbox_id: UUID, thread_id: str) -> bool:
        """Does the user have this thread?"""
        found = await self._session.scalar(
            text("SELECT 1 FROM threads WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND id = :id"),
            {"user_id": self._user_id, "mailbox_id": mailbox_id, "id": thread_id},
        )
        return found is not None

    async def add(self, change_id: UUID, mailbox_id: UUID, change: LabelChange) -> None:
        """Keep a change that somebody asks for, beside its effect."""
        await self._session.execute(
            text("""
                INSERT INTO label_changes (id, user_id, mailbox_id, target, source_id, change, added, removed)
                VALUES (:id, :user_id, :mailbox_id, :target, :source_id, :change, :added, :removed)
            """),
            {
                "id": change_id,
                "user_id": self._user_id,
                "mailbox_id": mailbox_id,
                "target": change.target,
                "source_id": change.source_id,
                "change": change.change,
                "added": change.add,
                "removed": change.remove,
            },
        )

    async def change(self, change_id: UUID) -> LabelChange | None:
        """What is to be changed; None where it is gone."""
        rows = await self._session.execute(
            text("""
                SELECT target, source_id, change, added, removed FROM label_changes
                WHERE user_id = :user_id AND id = :id
            """),
            {"user_id": self._user_id, "id": change_id},
        )
        row = rows.one_or_none()
        return LabelChange(Target(row[0]), row[1], Change(row[2]), list(row[3]), list(row[4])) if row else None

    async def versions(self, ref: MailboxRef, *, source_id: str | None, thread_id: str | None) -> dict[UUID, int]:
        """{message: the change that its copy is as new as}, of one message or of a thread."""
        rows = await self._session.execute(
            text("""
                SELECT id, history_id FROM messages WHERE user_id = :user_id AND mailbox_id = :mailbox_id
                  AND (source_id = :source_id OR thread_id = :thread_id)
            """),
            {
                "user_id": self._user_id,
                "mailbox_id": ref.mailbox_id,
                "source_id": source_id,
                "thread_id": thread_id,
            },
        )
        return {row[0]: int(row[1]) for row in rows}

    async def confirm(self, message_id: UUID, labels: Sequence[str], history_id: int) -> str | None:
        """Give the copy these labels, if it is still as new as `history_id`. Returns its thread where it was."""
        row = await self._session.execute(
            text("""
                UPDATE messages SET labels = :labels
                WHERE user_id = :user_id AND id = :id AND history_id = :history_id RETURNING thread_id
            """),
            {"user_id": self._user_id, "id": message_id, "labels": list(labels), "history_id": history_id},
        )
        return row.scalar_one_or_none()
