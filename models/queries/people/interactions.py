"""Who took part in which message: one row per contact and mail, in however many mailboxes the mail is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.mail.messages import IGNORED_LABELS, Role
from models.contracts.people.contacts import Direction, TrafficMonth
from models.queries.core.arrays import arrays, columns, unnested
from models.queries.mail.correspondents import IDENTITIES


@dataclass(frozen=True)
class InteractionRow:
    """A row of `interactions`. `at` is the message's date, `display` the name that it gives."""

    at: datetime
    identity_id: UUID
    message_key: bytes
    message_id: UUID
    mailbox_id: UUID
    thread_id: str
    direction: str
    weight: float
    role: str
    display: str


@dataclass(frozen=True)
class InteractionEntry:
    """A row as a list shows it; its subject and snippet are with the message."""

    message_id: UUID
    mailbox_id: UUID
    thread_id: str
    at: datetime
    direction: Direction
    role: Role


_TYPES = {
    "at": "timestamptz",
    "identity_id": "uuid",
    "message_key": "bytea",
    "message_id": "uuid",
    "mailbox_id": "uuid",
    "weight": "float8",
}
_BATCH = unnested(InteractionRow, _TYPES, "batch")
_TELLING = "array_position(ARRAY['sent', 'received', 'shared'], direction), role = 'from' DESC, role, at DESC"


class InteractionQueries:
    """One user's interactions, inside one tenant transaction. Writers hold `IdentityChanges.lock`."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def any_known(self, keys: Sequence[bytes]) -> bool:
        """Is there anything of mail with these keys?"""
        found = await self._session.scalar(
            text("SELECT EXISTS (SELECT 1 FROM interactions WHERE user_id = :user_id AND message_key = ANY(:keys))"),
            {"user_id": self._user_id, "keys": list(keys)},
        )
        return bool(found)

    async def withdraw(
        self, message_ids: Sequence[UUID], keys: Sequence[bytes], rows: Sequence[InteractionRow]
    ) -> set[tuple[UUID, bytes]]:
        """Delete what these messages (with these keys) gave before and `rows` do not say: (contact, message key)."""
        deleted = await self._session.execute(
            text(f"""
                DELETE FROM interactions i
                WHERE user_id = :user_id AND message_key = ANY(:keys) AND message_id = ANY(:ids)
                  AND (at, identity_id, message_key, direction, role, weight) NOT IN (
                      SELECT at, identity_id, message_key, direction, role, weight FROM {_BATCH})
                RETURNING identity_id, message_key
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id, "ids": list(message_ids), "keys": list(keys)} | arrays(rows, InteractionRow),
        )
        return {(row[0], bytes(row[1])) for row in deleted}

    async def add(self, rows: Sequence[InteractionRow]) -> set[tuple[UUID, bytes]]:
        """Write interactions. Returns (contact, message key) of those that were not known before.

        `rows` hold each (contact, message key) once. Another copy of a mail may have another date, so the
        primary key alone would let it in.
        """
        inserted = await self._session.execute(
            text(f"""
                INSERT INTO interactions (user_id, {columns(InteractionRow)})
                SELECT :user_id, {columns(InteractionRow)} FROM {_BATCH}
                WHERE NOT EXISTS (
                    SELECT 1 FROM interactions known WHERE known.user_id = :user_id
                    AND known.message_key = batch.message_key AND known.identity_id = batch.identity_id)
                ON CONFLICT DO NOTHING RETURNING identity_id, message_key
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, InteractionRow),
        )
        return {(row[0], bytes(row[1])) for row in inserted}

    async def call(self, rows: Sequence[InteractionRow]) -> None:
        """Write how these mails call whom they name, where it is known otherwise."""
        await self._session.execute(
            text(f"""
                UPDATE interactions i SET display = batch.display FROM {_BATCH}
                WHERE i.user_id = :user_id AND i.message_key = batch.message_key AND i.identity_id = batch.identity_id
                  AND i.message_id = batch.message_id AND i.display <> batch.display
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, InteractionRow),
        )

    async def forget(self, message_ids: Sequence[UUID], keys: Sequence[bytes]) -> set[UUID]:
        """These messages (with these keys) are deleted: another copy takes over, or their rows go.

        Returns the contacts whose rows changed.
        """
        values = {"user_id": self._user_id, "ids": list(message_ids), "keys": list(keys)}
        moved = await self._session.execute(
            text("""
                UPDATE interactions i
                SET message_id = copy.id, mailbox_id = copy.mailbox_id, thread_id = copy.thread_id
                FROM (SELECT DISTINCT ON (message_key) message_key, id, mailbox_id, thread_id FROM messages
                      WHERE user_id = :user_id AND message_key = ANY(:keys) AND id <> ALL(:ids)
                        AND NOT labels && CAST(:ignored AS text[])
                      ORDER BY message_key, date, id) AS copy
                WHERE i.user_id = :user_id AND i.message_key = copy.message_key AND i.message_id = ANY(:ids)
                RETURNING i.identity_id
            """),
            values | {"ignored": sorted(IGNORED_LABELS)},
        )
        deleted = await self._session.execute(
            text("""
                DELETE FROM interactions
                WHERE user_id = :user_id AND message_key = ANY(:keys) AND message_id = ANY(:ids)
                RETURNING identity_id
            """),
            values,
        )
        return {row[0] for row in (*moved, *deleted)}

    async def of_contact(self, contact_id: UUID, after: Sequence[Any] | None, most: int) -> list[InteractionEntry]:
        """The newest messages that this contact took part in, after the (at, message) of the last one shown.

        One that names two of their addresses comes once, as what it says most of: that they wrote it.
        """
        at, message_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT DISTINCT ON (at, message_id) message_id, mailbox_id, thread_id, at, direction, role
                FROM ({IDENTITIES}) AS theirs, LATERAL (
                    SELECT * FROM interactions i WHERE user_id = :user_id AND identity_id = theirs.id
                      AND (CAST(:at AS timestamptz) IS NULL OR (at, message_id) < (:at, CAST(:message_id AS uuid)))
                    ORDER BY at DESC, message_id DESC LIMIT :most) AS newest
                ORDER BY at DESC, message_id DESC, {_TELLING} LIMIT :most
            """),  # noqa: S608 - made of this module's own words
            {
                "user_id": self._user_id,
                "contact_id": contact_id,
                "at": at,
                "message_id": message_id,
                "most": most,
            },
        )
        return [InteractionEntry(row[0], row[1], row[2], row[3], Direction(row[4]), Role(row[5])) for row in rows]

    async def traffic(self, contact_id: UUID) -> list[TrafficMonth]:
        """How many mails went each way with this contact, month by month; months without any are left out."""
        rows = await self._session.execute(
            text(f"""
                SELECT CAST(date_trunc('month', at AT TIME ZONE 'UTC') AS date) AS month,
                       count(*) FILTER (WHERE direction = 'sent') AS sent,
                       count(*) FILTER (WHERE direction = 'received') AS received,
                       count(*) FILTER (WHERE direction = 'shared') AS shared
                FROM (SELECT DISTINCT ON (message_key) at, direction FROM interactions
                      WHERE user_id = :user_id AND identity_id = ANY(ARRAY({IDENTITIES}))
                      ORDER BY message_key, {_TELLING}) AS mails
                GROUP BY 1 ORDER BY 1
            """),  # noqa: S608
            {"user_id": self._user_id, "contact_id": contact_id},
        )
        return [TrafficMonth(month=r.month, sent=r.sent, received=r.received, shared=r.shared) for r in rows]
