"""Whoever learns from mail, as those who copy and delete it see them: subjects above implement it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef


class MailFollower(Protocol):
    """Counts follow mail exactly: what is deleted is forgotten in the same transaction."""

    async def lock(self, session: AsyncSession, user_id: UUID) -> None:
        """Before mail is deleted, and before its mailbox is locked: the order that prevents deadlocks."""

    async def forget(
        self, session: AsyncSession, user_id: UUID, message_ids: Sequence[UUID], message_keys: Sequence[bytes]
    ) -> None:
        """These messages were deleted in this transaction."""

    async def is_behind(self, ref: MailboxRef) -> bool:
        """Is there stored mail that nothing was learned from yet?"""

    async def catch_up(self, ref: MailboxRef) -> None:
        """Learn from it now."""
