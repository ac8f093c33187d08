"""Messages and threads to show. Everything of content comes encrypted and is opened by the caller."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class SealedMessage:
    """A row of `messages` as a list shows it; `body` only where one message is asked for."""

    id: UUID
    mailbox_id: UUID
    source_id: str
    thread_id: str
    date: datetime
    sender: dict[str, str] | None
    recipients: list[dict[str, str]]
    labels: list[str]
    outgoing: bool
    date_source: str | None
    subject: bytes
    snippet: bytes
    body: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class MessageFilter:
    """Which messages a list takes: those after the (date, id) of the last one shown, `most` of them at the most."""

    mailbox_id: UUID | None = None
    thread_id: str | None = None
    label: str | None = None
    after: Sequence[Any] | None = None
    most: int

    def values(self) -> dict[str, Any]:
        """By the names that the statements have for them."""
        date, message_id = self.after or (None, None)
        return {
            "mailbox_id": self.mailbox_id,
            "thread_id": self.thread_id,
            "label": self.label,
            "date": date,
            "message_id": message_id,
            "most": self.most,
        }


@dataclass(frozen=True)
class ThreadRow:
    """A row of `threads`."""

    id: str
    mailbox_id: UUID
    first_at: datetime
    last_at: datetime
    message_count: int
    unread: bool
    last_message_id: UUID


_SUMMARY = (
    "m.id, m.mailbox_id, m.source_id, m.thread_id, m.date, m.sender, m.recipients, m.labels, m.outgoing, "
    "m.date_source, m.subject, m.snippet"
)
_RARE = 2_000  # messages with a label
# A thread with a label: of few, sorted; of many, the newest threads are looked at until the page is full.
_RARE_LABEL = """(t.mailbox_id, t.id) IN (
    SELECT l.mailbox_id, l.thread_id FROM mailboxes b JOIN message_labels l
        ON l.user_id = :user_id AND l.mailbox_id = b.id AND l.label = :label WHERE b.user_id = :user_id)"""
_COMMON_LABEL = """EXISTS (
    SELECT 1 FROM messages m WHERE m.user_id = :user_id AND m.mailbox_id = t.mailbox_id
    AND m.thread_id = t.id AND :label = ANY(m.labels))"""
_THREAD = "t.id, t.mailbox_id, t.first_at, t.last_at, t.message_count, t.unread, t.last_message_id"


class ReadingQueries:
    """Questions about one user's mail, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def messages(self, taken: MessageFilter) -> list[SealedMessage]:
        """The newest messages that the filter takes."""
        if taken.label is not None and taken.thread_id is None:
            return await self._labelled(taken)
        return await self._sealed(
            f"""
            SELECT {_SUMMARY} FROM messages m WHERE m.user_id = :user_id
              AND (CAST(:mailbox_id AS uuid) IS NULL OR m.mailbox_id = :mailbox_id)
              AND (CAST(:thread_id AS text) IS NULL OR m.thread_id = :thread_id)
              AND (CAST(:label AS text) IS NULL OR :label = ANY(m.labels))
              AND (CAST(:date AS timestamptz) IS NULL OR (m.date, m.id) < (:date, CAST(:message_id AS uuid)))
            ORDER BY m.date DESC, m.id DESC LIMIT :most
            """,  # noqa: S608 - the columns above
            **taken.values(),
        )

    async def _labelled(self, taken: MessageFilter) -> list[SealedMessage]:
        # Cut before the messages are read, and of each mailbox: the planner takes a join for much smaller than it is.
        further = "" if taken.after is None else "AND (date, message_id) < (:date, CAST(:message_id AS uuid))"
        return await self._sealed(
            f"""
            SELECT {_SUMMARY} FROM (
                SELECT l.date, l.message_id FROM mailboxes b CROSS JOIN LATERAL (
                    SELECT date, message_id FROM message_labels
                    WHERE user_id = :user_id AND mailbox_id = b.id AND label = :label {further}
                    ORDER BY date DESC, message_id DESC LIMIT :most) AS l
                WHERE b.user_id = :user_id AND (CAST(:mailbox_id AS uuid) IS NULL OR b.id = :mailbox_id)
                ORDER BY l.date DESC, l.message_id DESC LIMIT :most) AS l
            JOIN messages m ON m.user_id = :user_id AND m.date = l.date AND m.id = l.message_id
            ORDER BY m.date DESC, m.id DESC
            """,  # noqa: S608
            **taken.values(),
        )

    async def _is_rare(self, label: str) -> bool:
        """Have so few messages this label that their threads are better sorted than sought?"""
        found = await self._session.scalar(
            text("""
                SELECT count(*) FROM mailboxes b CROSS JOIN LATERAL (
                    SELECT 1 FROM message_labels WHERE user_id = :user_id AND mailbox_id = b.id AND label = :label
                    ORDER BY date LIMIT :most) AS oldest
                WHERE b.user_id = :user_id
            """),
            {"user_id": self._user_id, "label": label, "most": _RARE},
        )
        return int(found or 0) < _RARE

    async def search(self, query: str, taken: MessageFilter) -> list[SealedMessage]:
        """The newest of these whose words match a tsquery of hashed words."""
        return await self._sealed(
            f"""
            SELECT {_SUMMARY} FROM kith_search_messages(
                CAST(:query AS tsquery), :mailbox_id, :thread_id, :label, :date, :message_id, :most) found
            JOIN messages m ON m.user_id = :user_id AND m.date = found.date AND m.id = found.id
            ORDER BY m.date DESC, m.id DESC
            """,  # noqa: S608
            query=query,
            **taken.values(),
        )

    async def bodies(self, *, message_id: UUID) -> list[SealedMessage]:
        """One message, with its body."""
        return await self._sealed(
            f"SELECT {_SUMMARY}, m.body FROM messages m WHERE m.user_id = :user_id AND m.id = :message_id",  # noqa: S608
            message_id=message_id,
        )

    async def of_thread(
        self, mailbox_id: UUID, thread_id: str, *, before: Sequence[Any] | None, most: int
    ) -> list[SealedMessage]:
        """The newest messages of a thread with bodies, newest first, before the (date, id) of the last one shown."""
        date, message_id = before or (None, None)
        return await self._sealed(
            f"""
            SELECT {_SUMMARY}, m.body FROM messages m
            WHERE m.user_id = :user_id AND m.mailbox_id = :mailbox_id AND m.thread_id = :thread_id
              AND (CAST(:date AS timestamptz) IS NULL OR (m.date, m.id) < (:date, CAST(:message_id AS uuid)))
            ORDER BY m.date DESC, m.id DESC LIMIT :most
            """,  # noqa: S608
            mailbox_id=mailbox_id,
            thread_id=thread_id,
            date=date,
            message_id=message_id,
            most=most,
        )

    async def by_ids(self, ids: Sequence[UUID]) -> dict[UUID, SealedMessage]:
        """These messages as a list shows them."""
        rows = await self._sealed(
            f"SELECT {_SUMMARY} FROM messages m WHERE m.user_id = :user_id AND m.id = ANY(:ids)",  # noqa: S608
            ids=list(ids),
        )
        return {row.id: row for row in rows}

    async def existing(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of these messages that are stored."""
        rows = await self._session.execute(
            text("SELECT id FROM messages WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(ids)},
        )
        return {row[0] for row in rows}

    async def threads(
        self,
        *,
        mailbox_id: UUID | None,
        contact_id: UUID | None,
        label: str | None,
        after: Sequence[Any] | None,
        most: int,
    ) -> list[ThreadRow]:
        """The threads with the newest mail, narrowed by what is given, after the (last_at, mailbox, id) shown last."""
        last_at, last_mailbox, last_thread = after or (None, None, None)
        labelled = "true" if label is None else _RARE_LABEL if await self._is_rare(label) else _COMMON_LABEL
        rows = await self._session.execute(
            text(f"""
                SELECT {_THREAD} FROM threads t WHERE t.user_id = :user_id
                  AND (CAST(:mailbox_id AS uuid) IS NULL OR t.mailbox_id = :mailbox_id)
                  AND (CAST(:contact_id AS uuid) IS NULL OR EXISTS (
                        SELECT 1 FROM interactions i WHERE i.user_id = :user_id AND i.contact_id = :contact_id
                        AND i.mailbox_id = t.mailbox_id AND i.thread_id = t.id))
                  AND {labelled}
                  AND (CAST(:last_at AS timestamptz) IS NULL
                       OR (t.last_at, t.mailbox_id, t.id) < (:last_at, CAST(:last_mailbox AS uuid), :last_thread))
                ORDER BY t.last_at DESC, t.mailbox_id DESC, t.id DESC LIMIT :most
            """),  # noqa: S608
            {
                "user_id": self._user_id,
                "mailbox_id": mailbox_id,
                "contact_id": contact_id,
                "label": label,
                "last_at": last_at,
                "last_mailbox": last_mailbox,
                "last_thread": last_thread,
                "most": most,
            },
        )
        return [ThreadRow(*row) for row in rows]

    async def thread(self, mailbox_id: UUID, thread_id: str) -> ThreadRow | None:
        """One thread."""
        rows = await self._session.execute(
            text(f"""
                SELECT {_THREAD} FROM threads t
                WHERE t.user_id = :user_id AND t.mailbox_id = :mailbox_id AND t.id = :thread_id
            """),  # noqa: S608
            {"user_id": self._user_id, "mailbox_id": mailbox_id, "thread_id": thread_id},
        )
        row = rows.one_or_none()
        return ThreadRow(*row) if row else None

    async def _sealed(self, statement: str, **values: Any) -> list[SealedMessage]:
        rows = await self._session.execute(text(statement), {"user_id": self._user_id} | values)
        return [SealedMessage(*row) for row in rows]
