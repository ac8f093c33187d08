"""Which thread a mail of a file belongs to, by the mails that it names."""

from collections.abc import Collection, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef


class ThreadingQueries:
    """Of one mailbox, inside one tenant transaction. Keys are keyed hashes of Message-IDs."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def threads_of(self, keys: Collection[bytes]) -> dict[bytes, str]:
        """Which of these mails are there, or awaited, and in which thread?"""
        rows = await self._session.execute(
            text("""
                SELECT message_key, thread_id FROM awaited_messages
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND message_key = ANY(:keys)
                UNION ALL
                SELECT message_key, thread_id FROM messages
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND message_key = ANY(:keys)
            """),
            self._key | {"keys": sorted(keys)},
        )
        return {bytes(row[0]): row[1] for row in rows}

    async def arrived(self, keys: Collection[bytes]) -> None:
        """These mails are there now: nobody awaits them."""
        await self._session.execute(
            text("""
                DELETE FROM awaited_messages
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND message_key = ANY(:keys)
            """),
            self._key | {"keys": sorted(keys)},
        )

    async def await_(self, threads: Mapping[bytes, str]) -> None:
        """Mails that others name, and the thread that each will be in."""
        if threads:
            await self._session.execute(
                text("""
                    INSERT INTO awaited_messages (user_id, mailbox_id, message_key, thread_id)
                    SELECT :user_id, :mailbox_id, key, thread
                    FROM unnest(CAST(:keys AS bytea[]), CAST(:threads AS text[])) AS named (key, thread)
                    ON CONFLICT DO NOTHING
                """),
                self._key | {"keys": list(threads), "threads": list(threads.values())},
            )
