"""The bodies of mail to which a part is added that came later."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef


class LatePartQueries:
    """One mailbox's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def lock(self, message_id: UUID) -> tuple[str, bytes] | None:
        """(id at the source, encrypted body) of a message, until the transaction ends.

        Its row of the ledger is locked first, as whoever stores mail does.
        """
        rows = await self._session.execute(
            text("""
                SELECT l.source_id FROM ledger l JOIN messages m ON m.user_id = :user_id AND m.id = :message_id
                     AND m.mailbox_id = l.mailbox_id AND m.source_id = l.source_id
                WHERE l.user_id = :user_id AND l.mailbox_id = :mailbox_id FOR NO KEY UPDATE OF l
            """),
            self._key | {"message_id": message_id},
        )
        row = rows.one_or_none()
        body = await self._session.scalar(
            text("SELECT body FROM messages WHERE user_id = :user_id AND id = :message_id FOR NO KEY UPDATE"),
            self._key | {"message_id": message_id},
        )
        return (row[0], bytes(body)) if row is not None and body is not None else None

    async def replace(self, message_id: UUID, body: bytes, tells: int) -> None:
        """Another body, which tells of people in these ways too."""
        await self._session.execute(
            text("""
                UPDATE messages SET body = :body, tells = coalesce(tells, 1) | :tells
                WHERE user_id = :user_id AND id = :message_id
            """),
            self._key | {"message_id": message_id, "body": body, "tells": tells},
        )
