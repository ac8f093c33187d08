"""Writes messages and threads in bulk: arrays in, one statement a table, whatever the size of the batch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.mail.messages import HIDDEN_LABELS
from models.queries.core.arrays import arrays, unnested

_LABEL_SEPARATOR = "\x1f"  # a control character: no label has one


@dataclass(frozen=True)
class MessageRow:
    """A row of `messages`, as it goes into the statement. JSON columns are text, `labels` are joined."""

    id: UUID
    source_id: str
    thread_id: str
    date: datetime
    date_source: str
    internal_date: datetime
    history_id: int
    sender: str | None
    recipients: str
    labels: str
    outgoing: bool
    automated: bool
    tells: int
    list_address: str | None
    size: int
    message_key: bytes
    subject: bytes
    snippet: bytes
    body: bytes
    words: str

    @staticmethod
    def join_labels(labels: Sequence[str]) -> str:
        """Labels as one value, since arrays of arrays cannot be unnested row by row."""
        return _LABEL_SEPARATOR.join(labels)

    def split_labels(self) -> list[str]:
        """What `join_labels` was given."""
        return self.labels.split(_LABEL_SEPARATOR) if self.labels else []


_TYPES = {
    "id": "uuid",
    "date": "timestamptz",
    "internal_date": "timestamptz",
    "history_id": "numeric",
    "outgoing": "boolean",
    "automated": "boolean",
    "tells": "smallint",
    "size": "bigint",
    "message_key": "bytea",
    "subject": "bytea",
    "snippet": "bytea",
    "body": "bytea",
}
_COLUMNS = [field.name for field in fields(MessageRow)]
_CONVERTED = {
    "sender": "CAST(sender AS jsonb)",
    "recipients": "CAST(recipients AS jsonb)",
    "labels": f"coalesce(string_to_array(nullif(labels, ''), '{_LABEL_SEPARATOR}'), '{{}}')",
    "words": "CAST(words AS tsvector)",
}
_INSERT = f"""
    INSERT INTO messages (user_id, mailbox_id, {", ".join(_COLUMNS)})
    SELECT :user_id, :mailbox_id, {", ".join(_CONVERTED.get(name, name) for name in _COLUMNS)}
    FROM {unnested(MessageRow, _TYPES, "fetched")}
"""  # noqa: S608 - made of the names above only


class StoringQueries:
    """Changes of one mailbox's messages and threads, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def insert(self, rows: Sequence[MessageRow]) -> None:
        """Store these messages; an older copy of one is replaced."""
        await self.delete([row.id for row in rows])
        await self._session.execute(text(_INSERT), self._key | arrays(rows, MessageRow))

    async def relabel(
        self, message_id: UUID, *, added: Sequence[str], removed: Sequence[str], history_id: int
    ) -> str | None:
        """Apply a label change unless this copy is newer. Returns the thread, None where nothing changed."""
        row = await self._session.execute(
            text("""
                UPDATE messages SET history_id = :history_id, labels = ARRAY(
                    SELECT label FROM unnest(labels || CAST(:added AS text[])) AS label
                    WHERE label <> ALL(CAST(:removed AS text[]))
                    GROUP BY label ORDER BY label)
                WHERE user_id = :user_id AND id = :id AND history_id <= :history_id
                RETURNING thread_id
            """),
            self._key | {"id": message_id, "added": list(added), "removed": list(removed), "history_id": history_id},
        )
        return row.scalar_one_or_none()

    async def thread_sizes(self, thread_ids: Collection[str]) -> dict[str, int]:
        """How many messages each of these threads has, of those that have any."""
        rows = await self._session.execute(
            text("""
                SELECT id, message_count FROM threads
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND id = ANY(:thread_ids)
            """),
            self._key | {"thread_ids": list(thread_ids)},
        )
        return {row[0]: row[1] for row in rows}

    async def refresh_threads(self, thread_ids: Sequence[str]) -> None:
        """Recount these threads from their messages; one that has none left is gone.

        What is shown of a thread is of its messages without HIDDEN_LABELS; of all where there are no others.
        """
        await self._session.execute(
            text("""
                WITH judged AS (
                    SELECT id, thread_id, date, labels, NOT labels && CAST(:hidden AS text[]) AS shown FROM messages
                    WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND thread_id = ANY(:thread_ids)),
                taken AS (
                    SELECT *, shown OR NOT bool_or(shown) OVER (PARTITION BY thread_id) AS taken FROM judged),
                labelled AS (
                    SELECT thread_id, array_agg(DISTINCT label ORDER BY label) AS labels
                    FROM taken CROSS JOIN LATERAL unnest(CASE
                        WHEN taken THEN taken.labels
                        WHEN 'DRAFT' = ANY(taken.labels) AND 'TRASH' <> ALL(taken.labels) THEN '{DRAFT}'
                        ELSE '{}' END) AS label
                    GROUP BY thread_id),
                counted AS (
                    INSERT INTO threads (user_id, mailbox_id, id, first_at, last_at, message_count, shown_count, unread,
                                         last_message_id, labels)
                    SELECT :user_id, :mailbox_id, thread_id, min(date) FILTER (WHERE taken),
                           max(date) FILTER (WHERE taken), count(*), count(*) FILTER (WHERE shown),
                           bool_or('UNREAD' = ANY(labels)) FILTER (WHERE taken),
                           (array_agg(id ORDER BY date DESC, id DESC) FILTER (WHERE taken))[1],
                           coalesce((SELECT l.labels FROM labelled l WHERE l.thread_id = taken.thread_id), '{}')
                    FROM taken GROUP BY thread_id
                    ON CONFLICT (user_id, mailbox_id, id) DO UPDATE SET
                        first_at = excluded.first_at, last_at = excluded.last_at, unread = excluded.unread,
                        message_count = excluded.message_count, shown_count = excluded.shown_count,
                        last_message_id = excluded.last_message_id, labels = excluded.labels
                    RETURNING id)
                DELETE FROM threads
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND id = ANY(:thread_ids)
                  AND id NOT IN (SELECT id FROM counted)
            """),
            self._key | {"thread_ids": sorted(set(thread_ids)), "hidden": sorted(HIDDEN_LABELS)},
        )

    async def delete(self, message_ids: Sequence[UUID]) -> list[tuple[str, bytes]]:
        """Delete these messages. Returns (thread, message key) of each."""
        rows = await self._session.execute(
            text("""
                DELETE FROM messages WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND id = ANY(:ids)
                RETURNING thread_id, message_key
            """),
            self._key | {"ids": list(message_ids)},
        )
        return [(row[0], bytes(row[1])) for row in rows]
