"""People and companies to show, with their strength as of a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.contacts import Company, Contact, ContactKind, Direction, TrafficMonth
from models.contracts.mail import Role

_CONTACT = """
    SELECT c.id, c.kind, c.name, c.address, c.company_id, o.name AS company,
           kith_strength(c.sent_weight, c.received_weight, c.weighed_at, :at) AS strength,
           c.sent, c.received, c.first_at, c.last_at, lower(c.name) AS sort_name
    FROM contacts c LEFT JOIN companies o ON o.user_id = :user_id AND o.id = c.company_id
    WHERE c.user_id = :user_id
"""
# Sort value and direction by what the caller asks for: names of this module only, never a caller's text.
_SORTS = {
    "strength": ("strength", "DESC", "<", "float8"),
    "name": ("sort_name", "ASC", ">", "text"),
    "recent": ("last_at", "DESC", "<", "timestamptz"),
}


@dataclass(frozen=True)
class InteractionEntry:
    """A row of `interactions`; its subject and snippet are with the message."""

    message_id: UUID
    mailbox_id: UUID
    thread_id: str
    at: datetime
    direction: Direction
    role: Role


class ContactQueries:
    """Questions about one user's people, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def contacts(
        self,
        *,
        at: datetime,
        sort: str,
        kind: ContactKind | None,
        company_id: UUID | None,
        search: str | None,
        after: Sequence[Any] | None,
        most: int,
    ) -> list[tuple[Contact, object]]:
        """(contact, sort value), narrowed by what is given, after the (sort value, id) of the last one shown."""
        column, order, beyond, kind_of_value = _SORTS[sort]
        value, contact_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT * FROM ({_CONTACT}) AS shown
                WHERE (CAST(:kind AS text) IS NULL OR kind = :kind)
                  AND (CAST(:company_id AS uuid) IS NULL OR company_id = :company_id)
                  AND (CAST(:search AS text) IS NULL OR name ILIKE :search OR address ILIKE :search
                       OR company ILIKE :search)
                  AND (CAST(:value AS {kind_of_value}) IS NULL
                       OR ({column}, id) {beyond} (CAST(:value AS {kind_of_value}), CAST(:contact_id AS uuid)))
                ORDER BY {column} {order}, id {order} LIMIT :most
            """),  # noqa: S608 - made of this module's own names
            {
                "user_id": self._user_id,
                "at": at,
                "kind": kind,
                "company_id": company_id,
                "search": f"%{_escaped(search)}%" if search else None,
                "value": value,
                "contact_id": contact_id,
                "most": most,
            },
        )
        return [(_contact(row), getattr(row, column)) for row in rows]

    async def contact(self, contact_id: UUID, at: datetime) -> Contact | None:
        """One contact."""
        rows = await self._session.execute(
            text(_CONTACT + " AND c.id = :id"), {"user_id": self._user_id, "at": at, "id": contact_id}
        )
        row = rows.one_or_none()
        return _contact(row) if row else None

    async def interactions(self, contact_id: UUID, after: Sequence[Any] | None, most: int) -> list[InteractionEntry]:
        """The newest messages that this contact took part in, after the (at, message) of the last one shown."""
        at, message_id = after or (None, None)
        rows = await self._session.execute(
            text("""
                SELECT message_id, mailbox_id, thread_id, at, direction, role FROM interactions
                WHERE user_id = :user_id AND contact_id = :contact_id
                  AND (CAST(:at AS timestamptz) IS NULL OR (at, message_id) < (:at, CAST(:message_id AS uuid)))
                ORDER BY at DESC, message_id DESC LIMIT :most
            """),
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
        """How many messages went each way with this contact, month by month; months without any are left out."""
        rows = await self._session.execute(
            text("""
                SELECT CAST(date_trunc('month', at AT TIME ZONE 'UTC') AS date) AS month,
                       count(*) FILTER (WHERE direction = 'sent') AS sent,
                       count(*) FILTER (WHERE direction = 'received') AS received,
                       count(*) FILTER (WHERE direction = 'shared') AS shared
                FROM interactions WHERE user_id = :user_id AND contact_id = :contact_id
                GROUP BY 1 ORDER BY 1
            """),
            {"user_id": self._user_id, "contact_id": contact_id},
        )
        return [TrafficMonth(month=r.month, sent=r.sent, received=r.received, shared=r.shared) for r in rows]

    async def companies(
        self, *, at: datetime, company_id: UUID | None, after: Sequence[Any] | None, most: int
    ) -> list[Company]:
        """Companies with people, the closest first, or one; after the (strength, id) of the last one shown."""
        strength, last_id = after or (None, None)
        rows = await self._session.execute(
            text("""
                SELECT * FROM (
                    SELECT o.id, o.name, o.domain, count(*) AS people,
                           max(kith_strength(c.sent_weight, c.received_weight, c.weighed_at, :at)) AS strength,
                           max(c.last_at) AS last_at
                    FROM companies o JOIN contacts c ON c.user_id = :user_id AND c.company_id = o.id
                    WHERE o.user_id = :user_id AND c.kind = 'person'
                      AND (CAST(:company_id AS uuid) IS NULL OR o.id = :company_id)
                    GROUP BY o.id, o.name, o.domain) AS shown
                WHERE CAST(:strength AS float8) IS NULL OR (strength, id) < (:strength, CAST(:last_id AS uuid))
                ORDER BY strength DESC, id DESC LIMIT :most
            """),
            {
                "user_id": self._user_id,
                "at": at,
                "company_id": company_id,
                "strength": strength,
                "last_id": last_id,
                "most": most,
            },
        )
        return [
            Company(id=r.id, name=r.name, domain=r.domain, people=r.people, strength=r.strength, last_at=r.last_at)
            for r in rows
        ]


def _contact(row: Any) -> Contact:
    return Contact(
        id=row.id,
        kind=ContactKind(row.kind),
        name=row.name,
        address=row.address,
        company_id=row.company_id,
        company=row.company,
        strength=row.strength,
        sent=row.sent,
        received=row.received,
        first_at=row.first_at,
        last_at=row.last_at,
    )


def _escaped(search: str) -> str:
    """LIKE's own characters, taken literally."""
    return search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
