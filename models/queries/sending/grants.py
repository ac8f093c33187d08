"""What Google lets Kith do with a mailbox."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class GrantRow:
    """A mailbox's grant."""

    provider: str
    address: str
    status: str
    scopes: frozenset[str]


class GrantQueries:
    """Questions about the grants of one user's mailboxes, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def get(self, mailbox_id: UUID) -> GrantRow | None:
        """What may be done with a mailbox; None where the user has no such mailbox."""
        rows = await self._session.execute(
            text("SELECT provider, address, status, scopes FROM mailboxes WHERE user_id = :user_id AND id = :id"),
            {"user_id": self._user_id, "id": mailbox_id},
        )
        row = rows.one_or_none()
        return GrantRow(row[0], row[1], row[2], frozenset(row[3])) if row else None

    async def replace(self, mailbox_id: UUID, credentials: bytes, scopes: list[str]) -> bool:
        """Replace the grant. False where the mailbox was disconnected meanwhile."""
        replaced = await self._session.scalar(
            text("""
                UPDATE mailboxes SET credentials = :credentials, scopes = :scopes
                WHERE user_id = :user_id AND id = :id AND status <> 'disconnected' RETURNING true
            """),
            {"user_id": self._user_id, "id": mailbox_id, "credentials": credentials, "scopes": scopes},
        )
        return bool(replaced)
