"""A mailbox that leaves: what is still to be done is written on it, and goes with it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus


@dataclass(frozen=True)
class LeavingRow:
    """A mailbox, as far as leaving needs it. `grant` are the encrypted tokens that have to be given back."""

    status: MailboxStatus
    generation: int
    erasing: bool
    grant: bytes | None


class LeavingQueries:
    """Questions about one mailbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def begin(self, *, erase: bool) -> bool:
        """It has no tokens any more, so nothing comes and nothing goes; what is erased stays so. False without one."""
        begun = await self._execute(
            """
            UPDATE mailboxes SET leaving_grant = coalesce(credentials, leaving_grant), credentials = NULL,
                status = 'disconnected', status_reason = NULL, phase = '',
                erasing_at = CASE WHEN :erase THEN coalesce(erasing_at, now()) ELSE erasing_at END
            WHERE user_id = :user_id AND id = :mailbox_id RETURNING true
            """,
            erase=erase,
        )
        return begun.one_or_none() is not None

    async def get(self) -> LeavingRow | None:
        """How far it is; None where it is gone."""
        rows = await self._execute("""
            SELECT status, generation, erasing_at IS NOT NULL, leaving_grant FROM mailboxes
            WHERE user_id = :user_id AND id = :mailbox_id
        """)
        row = rows.one_or_none()
        return LeavingRow(MailboxStatus(row[0]), row[1], row[2], bytes(row[3]) if row[3] else None) if row else None

    async def forget_grant(self, grant: bytes) -> None:
        """It was given back."""
        await self._execute(
            """
            UPDATE mailboxes SET leaving_grant = NULL
            WHERE user_id = :user_id AND id = :mailbox_id AND leaving_grant = :grant
            """,
            grant=grant,
        )

    async def messages(self) -> int:
        """How many are known."""
        found = await self._execute("SELECT count(*) FROM ledger WHERE user_id = :user_id AND mailbox_id = :mailbox_id")
        return int(found.scalar_one())

    async def take(self, most: int) -> list[str]:
        """Some of the messages that are left."""
        rows = await self._execute(
            """
            SELECT source_id FROM ledger WHERE user_id = :user_id AND mailbox_id = :mailbox_id
            ORDER BY source_id LIMIT :most
            """,
            most=most,
        )
        return [row[0] for row in rows]

    async def drop(self, source_ids: list[str]) -> None:
        """Nobody knows any more that there were these."""
        await self._execute(
            """
            DELETE FROM ledger
            WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
            """,
            source_ids=source_ids,
        )

    async def tell(self, phase: str) -> None:
        """How far the erasing is, for its owner."""
        await self._execute(
            "UPDATE mailboxes SET phase = :phase WHERE user_id = :user_id AND id = :mailbox_id", phase=phase
        )

    async def remove(self) -> None:
        """The mailbox itself, what is left that belongs to it, and the events that told of it, heard or not."""
        await self._execute("DELETE FROM mailboxes WHERE user_id = :user_id AND id = :mailbox_id")
        await self._execute("""
            DELETE FROM domain_events
            WHERE user_id = :user_id AND data ->> 'mailbox_id' = CAST(CAST(:mailbox_id AS uuid) AS text)
        """)

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), self._key | values)
