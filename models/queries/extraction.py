"""From stored messages to people, companies and interactions: bulk statements for one batch."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.sync import MailboxRef


@dataclass(frozen=True)
class MailRow:
    """What extraction needs to know of a message."""

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


@dataclass(frozen=True)
class InteractionRow:
    """A row of `interactions`."""

    at: datetime
    contact_id: UUID
    message_key: bytes
    message_id: UUID
    thread_id: str
    direction: str
    role: str


@dataclass(frozen=True)
class ContactRow:
    """A contact as one batch saw it: counts and weights are to be added to what is known."""

    id: UUID
    kind_rank: int
    address: str
    name: str
    name_rank: int
    company_id: UUID | None
    sent: int
    received: int
    sent_weight: float
    received_weight: float
    weighed_at: datetime
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class CompanyRow:
    """A row of `companies`."""

    id: UUID
    domain: str
    name: str


_TYPES: dict[str, str] = {
    "id": "uuid",
    "contact_id": "uuid",
    "company_id": "uuid",
    "message_id": "uuid",
    "message_key": "bytea",
    "at": "timestamptz",
    "weighed_at": "timestamptz",
    "first_at": "timestamptz",
    "last_at": "timestamptz",
    "kind_rank": "int",
    "name_rank": "int",
    "sent": "int",
    "received": "int",
    "sent_weight": "float8",
    "received_weight": "float8",
}


def _unnest(row_type: type) -> tuple[str, str]:
    """The columns of a row type, and the `unnest` that makes rows of one array a column."""
    names = [field.name for field in fields(row_type)]
    columns = ", ".join(names)
    arrays = ", ".join(f"CAST(:{name} AS {_TYPES.get(name, 'text')}[])" for name in names)
    return columns, f"unnest({arrays}) AS batch ({columns})"


def _arrays(rows: Sequence[Any], row_type: type) -> dict[str, list[Any]]:
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(row_type)}


class ExtractionQueries:
    """Changes that one batch of one mailbox makes, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, ref: MailboxRef) -> None:
        self._session = session
        self._key = {"user_id": ref.user_id, "mailbox_id": ref.mailbox_id}

    async def lock_user(self) -> None:
        """Take turns with other extractions of this user, whose batches may name the same people."""
        await self._session.execute(text("SELECT 1 FROM users WHERE id = :user_id FOR NO KEY UPDATE"), self._key)

    async def pending(self, most: int) -> list[str]:
        """Ids of stored messages whose people have not been looked at."""
        rows = await self._session.execute(
            text("""
                SELECT source_id FROM ledger
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND state = 'stored' AND NOT extracted
                ORDER BY source_id LIMIT :most
            """),
            self._key | {"most": most},
        )
        return [row[0] for row in rows]

    async def is_backfilling(self) -> bool:
        """Is more mail on its way into this mailbox?"""
        return bool(
            await self._session.scalar(
                text("""
                    SELECT status IN ('connecting', 'backfilling', 'paused') FROM mailboxes
                    WHERE user_id = :user_id AND id = :mailbox_id
                """),
                self._key,
            )
        )

    async def mail(self, message_ids: Sequence[UUID]) -> list[MailRow]:
        """These messages, without what is encrypted."""
        rows = await self._session.execute(
            text("""
                SELECT id, thread_id, date, sender, recipients, labels, outgoing, automated, list_address,
                       message_key
                FROM messages WHERE user_id = :user_id AND id = ANY(:ids)
            """),
            self._key | {"ids": list(message_ids)},
        )
        return [MailRow(*row[:9], message_key=bytes(row[9])) for row in rows]

    async def add_interactions(self, rows: Sequence[InteractionRow]) -> set[tuple[UUID, bytes]]:
        """Write interactions. Returns (contact, message key) of those that were not known before."""
        columns, source = _unnest(InteractionRow)
        inserted = await self._session.execute(
            text(f"""
                INSERT INTO interactions (user_id, mailbox_id, {columns})
                SELECT :user_id, :mailbox_id, {columns} FROM {source}
                ON CONFLICT DO NOTHING RETURNING contact_id, message_key
            """),  # noqa: S608 - made of the field names above only
            self._key | _arrays(rows, InteractionRow),
        )
        return {(row[0], bytes(row[1])) for row in inserted}

    async def add_companies(self, rows: Sequence[CompanyRow]) -> int:
        """Write companies. Returns how many are new."""
        columns, source = _unnest(CompanyRow)
        inserted = await self._session.execute(
            text(f"""
                INSERT INTO companies (user_id, {columns}) SELECT :user_id, {columns} FROM {source}
                ON CONFLICT DO NOTHING RETURNING 1
            """),  # noqa: S608
            self._key | _arrays(rows, CompanyRow),
        )
        return len(inserted.all())

    async def merge_contacts(self, rows: Sequence[ContactRow]) -> list[UUID]:
        """Add what a batch saw to what is known; the order of batches does not matter. Returns the new ones."""
        columns, source = _unnest(ContactRow)
        merged = await self._session.execute(
            text(f"""
                INSERT INTO contacts AS c (user_id, {columns}) SELECT :user_id, {columns} FROM {source}
                ON CONFLICT (user_id, address) DO UPDATE SET
                    kind_rank = greatest(c.kind_rank, excluded.kind_rank),
                    name = CASE WHEN excluded.name_rank > c.name_rank THEN excluded.name ELSE c.name END,
                    name_rank = greatest(c.name_rank, excluded.name_rank),
                    sent = c.sent + excluded.sent, received = c.received + excluded.received,
                    sent_weight = kith_decayed(c.sent_weight, c.weighed_at, excluded.weighed_at)
                        + kith_decayed(excluded.sent_weight, excluded.weighed_at, c.weighed_at),
                    received_weight = kith_decayed(c.received_weight, c.weighed_at, excluded.weighed_at)
                        + kith_decayed(excluded.received_weight, excluded.weighed_at, c.weighed_at),
                    weighed_at = greatest(c.weighed_at, excluded.weighed_at),
                    first_at = least(c.first_at, excluded.first_at),
                    last_at = greatest(c.last_at, excluded.last_at)
                RETURNING id, xmax = 0
            """),  # noqa: S608
            self._key | _arrays(rows, ContactRow),
        )
        return [row[0] for row in merged if row[1]]

    async def mark_extracted(self, source_ids: Sequence[str]) -> None:
        """Their people have been looked at."""
        await self._session.execute(
            text("""
                UPDATE ledger SET extracted = true
                WHERE user_id = :user_id AND mailbox_id = :mailbox_id AND source_id = ANY(:source_ids)
            """),
            self._key | {"source_ids": list(source_ids)},
        )
