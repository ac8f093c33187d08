"""Mail that is to be read by newer rules, and the mailboxes that have some."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import INTRODUCES, SIGNED
from models.queries.core.arrays import arrays, unnested
from models.queries.people.extraction import RULES


@dataclass(frozen=True)
class ReadRow:
    """What a message's headers say of who sent it; JSON columns are text."""

    id: UUID
    sender: str | None
    recipients: str
    automated: bool
    list_address: str | None
    introduces: bool  # its own words may introduce somebody


_TYPES = {"id": "uuid", "automated": "boolean", "introduces": "boolean"}


class RelearningQueries:
    """One user's messages, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def bodies(self, message_ids: Sequence[UUID]) -> list[tuple[UUID, bytes]]:
        """(id, encrypted body) of those of these messages that are there."""
        rows = await self._session.execute(
            text("SELECT id, body FROM messages WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(message_ids)},
        )
        return [(row[0], bytes(row[1])) for row in rows]

    async def read(self, rows: Sequence[ReadRow]) -> None:
        """Write what the rules of now read."""
        await self._session.execute(
            text(f"""
                UPDATE messages m SET sender = CAST(batch.sender AS jsonb), automated = batch.automated,
                    recipients = CAST(batch.recipients AS jsonb), list_address = batch.list_address, rules = :rules,
                    tells = CASE WHEN batch.introduces THEN coalesce(m.tells, :signed) | :bit ELSE m.tells END
                FROM {unnested(ReadRow, _TYPES, "batch")}
                JOIN messages known ON known.user_id = :user_id AND known.id = batch.id
                WHERE m.user_id = :user_id AND m.date = known.date AND m.id = known.id
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id, "rules": RULES, "signed": SIGNED, "bit": INTRODUCES} | arrays(rows, ReadRow),
        )

    async def fetch(self, mailbox_id: UUID, parts: Sequence[tuple[UUID, str]]) -> None:
        """Have these parts of messages fetched, each once."""
        await self._session.execute(
            text("""
                INSERT INTO attachments_ahead (user_id, mailbox_id, message_id, part_id, at)
                SELECT :user_id, :mailbox_id, m.id, part_id, m.date
                FROM unnest(CAST(:ids AS uuid[]), CAST(:parts AS text[])) AS wanted (message_id, part_id)
                JOIN messages m ON m.user_id = :user_id AND m.id = wanted.message_id
                ON CONFLICT DO NOTHING
            """),
            {
                "user_id": self._user_id,
                "mailbox_id": mailbox_id,
                "ids": [message_id for message_id, _ in parts],
                "parts": [part for _, part in parts],
            },
        )

    async def leave(self, message_ids: Collection[UUID]) -> None:
        """What cannot be read anew stays as it was read."""
        await self._session.execute(
            text("UPDATE messages SET rules = :rules WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "rules": RULES, "ids": list(message_ids)},
        )


async def mailboxes_to_learn_anew(session: AsyncSession, most: int) -> list[MailboxRef]:
    """Whose people newer rules are to learn, of all users. In a transaction of the directory."""
    rows = await session.execute(
        text("SELECT user_id, mailbox_id FROM directory_learning ORDER BY mailbox_id LIMIT :most"),
        {"most": most},
    )
    return [MailboxRef(user_id=row[0], mailbox_id=row[1]) for row in rows]


async def begun_anew(session: AsyncSession, ref: MailboxRef) -> None:
    """Its extraction was started. In a transaction of the directory."""
    await session.execute(
        text("DELETE FROM directory_learning WHERE mailbox_id = :mailbox_id"),
        {"mailbox_id": ref.mailbox_id},
    )
