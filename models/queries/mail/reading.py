"""Messages and threads to show. Everything of content comes encrypted and is opened by the caller."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.labels import LabelWish
from models.contracts.mail.messages import HIDDEN_LABELS
from models.queries.mail.correspondents import IDENTITIES
from models.queries.mail.label_wishes import WISHED, fulfilled, numbered, places, unhidden


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
    wishes: tuple[LabelWish, ...] = ()
    hidden: frozenset[str] = HIDDEN_LABELS  # what has one of these is left out
    after: Sequence[Any] | None = None
    most: int

    def values(self) -> dict[str, Any]:
        """By the names that the statements have for them."""
        date, message_id = self.after or (None, None)
        return {
            "mailbox_id": self.mailbox_id,
            "thread_id": self.thread_id,
            "hidden": sorted(self.hidden),
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
    shown_count: int  # those that no list leaves out
    unread: bool
    labels: list[str]
    last_message_id: UUID


_SUMMARY = (
    "m.id, m.mailbox_id, m.source_id, m.thread_id, m.date, m.sender, m.recipients, m.labels, m.outgoing, "
    "m.date_source, m.subject, m.snippet"
)
_RARE = 2_000  # messages with a label
# A thread with a message that is wished for. A value, since PostgreSQL would join a condition with all messages.
_LABELLED = f"""(
    SELECT true FROM messages m
    WHERE m.user_id = :user_id AND m.mailbox_id = t.mailbox_id AND m.thread_id = t.id
      AND m.labels && ARRAY(SELECT w.label FROM {WISHED} WHERE w.place = t.mailbox_id)
      AND NOT m.labels && CAST(:hidden AS text[]) LIMIT 1)"""  # noqa: S608 - names of this module
# Of few, they are sorted; of many, the newest threads are looked at until the page is full.
_RARE_LABEL = """(t.mailbox_id, t.id) IN (
    SELECT l.mailbox_id, l.thread_id FROM message_labels l
    WHERE l.user_id = :user_id AND l.mailbox_id = ANY(CAST(:places_0 AS uuid[]))
      AND l.label = ANY(CAST(:labels_0 AS text[])))"""
_THREAD = (
    "t.id, t.mailbox_id, t.first_at, t.last_at, t.message_count, t.shown_count, t.unread, t.labels, t.last_message_id"
)


class ReadingQueries:
    """Questions about one user's mail, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def messages(self, taken: MessageFilter) -> list[SealedMessage]:
        """The newest messages that the filter takes."""
        wanted = [wish for wish in taken.wishes if wish.wanted]
        if wanted and taken.thread_id is None:
            return await self._labelled(taken, wanted[0])
        return await self._sealed(
            f"""
            SELECT {_SUMMARY} FROM messages m WHERE m.user_id = :user_id
              AND (CAST(:mailbox_id AS uuid) IS NULL OR m.mailbox_id = :mailbox_id)
              AND (CAST(:thread_id AS text) IS NULL OR m.thread_id = :thread_id)
              AND NOT m.labels && CAST(:hidden AS text[])
              AND {fulfilled(taken.wishes, "m.date", "m.id")}
              AND (CAST(:date AS timestamptz) IS NULL OR (m.date, m.id) < (:date, CAST(:message_id AS uuid)))
            ORDER BY m.date DESC, m.id DESC LIMIT :most
            """,  # noqa: S608 - the columns above
            **taken.values(),
            **places(taken.wishes),
        )

    async def _labelled(self, taken: MessageFilter, wish: LabelWish) -> list[SealedMessage]:
        # Cut before the messages are read, and of each mailbox: the planner takes a join for much smaller than it is.
        wishes = (wish, *(other for other in taken.wishes if other is not wish))
        further = "" if taken.after is None else "AND (c.date, c.message_id) < (:date, CAST(:message_id AS uuid))"
        return await self._sealed(
            f"""
            SELECT {_SUMMARY} FROM (
                SELECT DISTINCT l.date, l.message_id
                FROM {WISHED}
                CROSS JOIN LATERAL (
                    SELECT c.date, c.message_id FROM message_labels c
                    WHERE c.user_id = :user_id AND c.mailbox_id = w.place AND c.label = w.label {further}
                      AND {unhidden("c.mailbox_id", "c.date", "c.message_id")}
                      AND {fulfilled(wishes, "c.date", "c.message_id", first=1)}
                    ORDER BY c.date DESC, c.message_id DESC LIMIT :most) AS l
                WHERE CAST(:mailbox_id AS uuid) IS NULL OR w.place = :mailbox_id
                ORDER BY l.date DESC, l.message_id DESC LIMIT :most) AS l
            JOIN messages m ON m.user_id = :user_id AND m.date = l.date AND m.id = l.message_id
            ORDER BY m.date DESC, m.id DESC
            """,  # noqa: S608
            **taken.values(),
            **places(wishes),
        )

    async def _is_rare(self, wish: LabelWish) -> bool:
        """Have so few messages this label that their threads are better sorted than sought?"""
        found = await self._session.scalar(
            text(f"""
                SELECT count(*) FROM {WISHED}
                CROSS JOIN LATERAL (
                    SELECT 1 FROM message_labels WHERE user_id = :user_id AND mailbox_id = w.place AND label = w.label
                    ORDER BY date LIMIT :most) AS oldest
            """),  # noqa: S608
            {"user_id": self._user_id, "most": _RARE} | places([wish]),
        )
        return int(found or 0) < _RARE

    async def search(self, query: str, taken: MessageFilter) -> list[SealedMessage]:
        """The newest of these whose words match a tsquery of hashed words."""
        return await self._sealed(
            f"""
            SELECT {_SUMMARY} FROM kith_search_messages(
                CAST(:query AS tsquery), :mailbox_id, :thread_id, CAST(:hidden AS text[]), :wishes,
                CAST(:wish AS int[]), CAST(:place AS uuid[]), CAST(:label AS text[]), :date, :message_id, :most) found
            JOIN messages m ON m.user_id = :user_id AND m.date = found.date AND m.id = found.id
            ORDER BY m.date DESC, m.id DESC
            """,  # noqa: S608
            query=query,
            **taken.values(),
            **numbered(taken.wishes),
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
        wish: LabelWish | None = None,
        hidden: frozenset[str] = HIDDEN_LABELS,
        after: Sequence[Any] | None,
        most: int,
    ) -> list[ThreadRow]:
        """The threads with the newest mail, narrowed by what is given, after the (last_at, mailbox, id) shown last."""
        last_at, last_mailbox, last_thread = after or (None, None, None)
        if wish is not None:
            taken = f"{_RARE_LABEL} AND {_LABELLED}" if await self._is_rare(wish) else _LABELLED
        else:
            taken = "t.shown_count > 0" if hidden else "true"
        rows = await self._session.execute(
            text(f"""
                SELECT {_THREAD} FROM threads t WHERE t.user_id = :user_id
                  AND (CAST(:mailbox_id AS uuid) IS NULL OR t.mailbox_id = :mailbox_id)
                  AND (CAST(:contact_id AS uuid) IS NULL OR EXISTS (
                        SELECT 1 FROM interactions i
                        WHERE i.user_id = :user_id AND i.identity_id = ANY(ARRAY({IDENTITIES}))
                        AND i.mailbox_id = t.mailbox_id AND i.thread_id = t.id))
                  AND {taken}
                  AND (CAST(:last_at AS timestamptz) IS NULL
                       OR (t.last_at, t.mailbox_id, t.id) < (:last_at, CAST(:last_mailbox AS uuid), :last_thread))
                ORDER BY t.last_at DESC, t.mailbox_id DESC, t.id DESC LIMIT :most
            """),  # noqa: S608
            {
                "user_id": self._user_id,
                "mailbox_id": mailbox_id,
                "contact_id": contact_id,
                "hidden": sorted(hidden),
                "last_at": last_at,
                "last_mailbox": last_mailbox,
                "last_thread": last_thread,
                "most": most,
            }
            | places([wish] if wish else []),
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
