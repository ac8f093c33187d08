"""Which addresses are the owner's, and who says so."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.aliases import Alias, AliasSource
from models.contracts.mail.mailboxes import MailboxRef


class AliasQueries:
    """Questions about one mailbox's aliases, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def believed(self) -> list[Alias]:
        """The mailbox's own address, then its aliases in the order of the alphabet."""
        rows = await self._session.execute(
            text("""
                SELECT * FROM (
                    SELECT lower(address) AS address, 'mailbox' AS source, created_at FROM mailboxes
                    WHERE user_id = :user_id AND id = :mailbox_id
                    UNION ALL
                    SELECT address, source, changed_at FROM aliases
                    WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND believed) AS known
                ORDER BY source = 'mailbox' DESC, address
            """),
            self._key,
        )
        return [Alias(address=row[0], source=AliasSource(row[1]), since=row[2]) for row in rows]

    async def add(self, address: str) -> None:
        """The owner says that this address is theirs."""
        await self._session.execute(
            text("""
                INSERT INTO aliases AS a (user_id, mailbox_id, address, source)
                VALUES (:user_id, :mailbox_id, :address, 'person')
                ON CONFLICT (user_id, mailbox_id, address) DO UPDATE
                    SET source = 'person', believed = true, settled = true, changed_at = now()
                    WHERE NOT a.believed OR a.source = 'learned'
            """),
            self._key | {"address": address},
        )

    async def revoke(self, address: str) -> bool:
        """The owner says that it is not; whoever else says so is not believed again. False where it was none."""
        revoked = await self._session.scalar(
            text("""
                UPDATE aliases SET source = 'person', believed = false, settled = false, changed_at = now()
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND address = :address AND believed
                RETURNING true
            """),
            self._key | {"address": address},
        )
        return bool(revoked)

    async def hear(self, addresses: Sequence[str]) -> bool:
        """Gmail names all of these today. Returns whether anything is believed that was not, or the other way round.

        What a person has said stays. One that Gmail named before and names no more stays, too: what was sent from it
        was the owner's. One that was only learned goes, unless Gmail names it.
        """
        new = await self._session.execute(
            text("""
                INSERT INTO aliases AS a (user_id, mailbox_id, address, source)
                SELECT :user_id, :mailbox_id, address, 'gmail' FROM unnest(CAST(:addresses AS text[])) AS address
                ON CONFLICT (user_id, mailbox_id, address) DO UPDATE
                    SET source = 'gmail', believed = true, settled = true, changed_at = now()
                    WHERE a.source = 'learned'
                RETURNING 1
            """),
            self._key | {"addresses": list(addresses)},
        )
        wrong = await self._session.execute(
            text("""
                UPDATE aliases SET believed = false, settled = false, changed_at = now()
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source = 'learned' AND believed
                RETURNING 1
            """),
            self._key,
        )
        await self.mark_checked()
        return bool(new.all()) | bool(wrong.all())

    async def mark_checked(self) -> None:
        """Gmail was asked just now."""
        await self._session.execute(
            text("UPDATE mailboxes SET aliases_checked_at = now() WHERE user_id = :user_id AND id = :mailbox_id"),
            self._key,
        )

    async def checked_at(self) -> datetime | None:
        """When Gmail was last asked."""
        found: datetime | None = await self._session.scalar(
            text("SELECT aliases_checked_at FROM mailboxes WHERE user_id = :user_id AND id = :mailbox_id"),
            self._key,
        )
        return found

    async def count(self) -> int:
        """How many addresses anybody has spoken of."""
        found = await self._session.scalar(
            text("SELECT count(*) FROM aliases WHERE user_id = :user_id AND mailbox_id = :mailbox_id"), self._key
        )
        return int(found or 0)


async def own_addresses(session: AsyncSession, user_id: UUID) -> list[str]:
    """Every address that is the owner's, of whichever mailbox."""
    rows = await session.scalars(
        text("""
            SELECT lower(address) FROM mailboxes WHERE user_id = :user_id
            UNION SELECT address FROM aliases WHERE user_id = :user_id AND believed
        """),
        {"user_id": user_id},
    )
    return list(rows)
