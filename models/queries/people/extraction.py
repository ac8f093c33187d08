"""The queue of contact extraction: stored messages whose people have not been looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef

RULES = 6  # by which sender, recipients, list and machine are read; migrations make it the default of `messages.rules`
MOST_NAMED = 2_000  # recipients of one message that are looked at: Google Workspace lets one write to as many at once
_MOST_TOGETHER = 10_000  # and of a batch, beside its first message


@dataclass(frozen=True)
class MailRow:
    """What extraction needs to know of a message; nothing of it is encrypted."""

    id: UUID
    thread_id: str
    date: datetime
    sender: dict[str, str] | None
    recipients: list[dict[str, str]]
    labels: list[str]
    outgoing: bool
    automated: bool
    list_address: str | None
    message_key: bytes
    tells: int | None = None  # SIGNED, PEOPLE_PARTS: whether its body says anything of people; None: nobody looked
    current: bool = True  # read by the rules of now


class ExtractionQueries:
    """Questions about one mailbox, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def is_growing(self) -> bool:
        """Is more mail on its way into this mailbox? A copy that waits for long tells when it goes on."""
        return bool(
            await self._session.scalar(
                text("""
                    SELECT status IN ('connecting', 'backfilling')
                           AND coalesce(paused_until < now() + interval '1 minute', true)
                    FROM mailboxes WHERE user_id = :user_id AND id = :mailbox_id
                """),
                self._key,
            )
        )

    async def any_pending(self) -> bool:
        """Is there anything to look at? Locks nothing."""
        # Asked in the order of its index: for any one row the planner would read the table until it meets one.
        first = await self._session.scalar(
            text("""
                SELECT source_id FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'stored' AND NOT extracted
                ORDER BY source_id LIMIT 1
            """),
            self._key,
        )
        return first is not None

    async def take(self, most: int) -> list[str]:
        """Ids of messages to look at, locked until the transaction ends.

        What somebody else is changing just now is left for the next look: extraction never waits for the
        ledger, so it cannot be part of a deadlock over it.
        """
        rows = await self._session.execute(
            text("""
                SELECT source_id FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'stored' AND NOT extracted
                ORDER BY source_id LIMIT :most FOR UPDATE SKIP LOCKED
            """),
            self._key | {"most": most},
        )
        return [row[0] for row in rows]

    async def mail(self, message_ids: Sequence[UUID]) -> tuple[list[MailRow], set[UUID]]:
        """These messages, the oldest first, each with its first MOST_NAMED recipients.

        Where all of them name very many, the second is those that are left for the next look.
        """
        rows = await self._session.execute(
            text(f"""
                SELECT id, thread_id, date, sender,
                       CASE WHEN before >= {_MOST_TOGETHER} THEN '[]' WHEN named < {MOST_NAMED} THEN recipients
                            ELSE jsonb_path_query_array(recipients, '$[0 to {MOST_NAMED - 1}]') END,
                       labels, outgoing, automated, list_address, message_key, tells,
                       coalesce(rules, 0) >= :rules, before >= {_MOST_TOGETHER}
                FROM (SELECT *, sum(named) OVER (ORDER BY date, id) - named AS before
                      FROM (SELECT *, least(jsonb_array_length(recipients), {MOST_NAMED}) AS named FROM messages
                            WHERE user_id = :user_id AND id = ANY(:ids)) AS counted) AS summed
                ORDER BY date, id
            """),  # noqa: S608 - numbers of this module
            self._key | {"ids": list(message_ids), "rules": RULES},
        )
        found = rows.all()
        return [MailRow(*row[:-1]) for row in found if not row[-1]], {row[0] for row in found if row[-1]}

    async def set_outgoing(self, sent: Sequence[UUID], received: Sequence[UUID]) -> set[UUID]:
        """Write who sent these messages. Returns those that are written.

        One that somebody else is changing just now is left for the next look: see `take`.
        """
        rows = await self._session.execute(
            text("""
                UPDATE messages m SET outgoing = free.id = ANY(:sent)
                FROM (SELECT id, date FROM messages WHERE user_id = :user_id AND id = ANY(:ids)
                      FOR UPDATE SKIP LOCKED) AS free
                WHERE m.user_id = :user_id AND m.date = free.date AND m.id = free.id
                RETURNING m.id
            """),
            self._key | {"sent": list(sent), "ids": [*sent, *received]},
        )
        return {row[0] for row in rows}

    async def look_at_copies(self, message_ids: Sequence[UUID], keys: Sequence[bytes]) -> set[UUID]:
        """Of the mail with these keys, these messages name somebody no more: other copies are to be looked at anew.

        Returns the mailboxes that have some.
        """
        rows = await self._session.execute(
            text("""
                UPDATE ledger l SET extracted = false FROM messages m
                WHERE m.user_id = :user_id AND m.message_key = ANY(:keys) AND m.id <> ALL(:ids)
                  AND l.user_id = :user_id AND l.mailbox_id = m.mailbox_id AND l.source_id = m.source_id
                RETURNING l.mailbox_id
            """),
            self._key | {"keys": list(keys), "ids": list(message_ids)},
        )
        return {row[0] for row in rows}

    async def mark_extracted(self, source_ids: Sequence[str]) -> None:
        """Their people have been looked at."""
        await self._session.execute(
            text("""
                UPDATE ledger SET extracted = true
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
            """),
            self._key | {"source_ids": list(source_ids)},
        )
