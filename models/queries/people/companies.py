"""Companies, by what is known of their people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.contacts import Company, CompanyDomain
from models.queries.core.arrays import arrays, columns, unnested
from models.queries.people.memberships import MembershipQueries


@dataclass(frozen=True)
class CompanyRow:
    """A row of `companies`: a domain."""

    id: UUID
    domain: str
    name: str


# A company is shown for its people: one that only machines write from is none of the owner's relations.
_COMPANY = """
    SELECT o.id, o.name, o.domain, count(DISTINCT p.id) AS people, count(DISTINCT part.id) AS domains,
           max(kith_strength(p.closeness, p.correction, :at)) AS strength,
           max(d.last_at) AS last_at, lower(o.name) COLLATE "C" AS sort_name
    FROM companies o JOIN companies part ON part.user_id = :user_id AND part.part_of = o.id
    JOIN identities d ON d.user_id = :user_id AND d.company_id = part.id AND d.kind = 'person'
    JOIN persons p ON p.user_id = :user_id AND p.id = d.person_id
    WHERE o.user_id = :user_id AND (CAST(:company_id AS uuid) IS NULL OR o.id = (
        SELECT part_of FROM companies WHERE user_id = :user_id AND id = :company_id))
    GROUP BY o.id, o.name, o.domain
"""
# Sort value and direction by what the caller asks for: names of this module only, never a caller's text.
_SORTS = {
    "strength": ("strength", "DESC", "<", "float8"),
    "name": ("sort_name", "ASC", ">", "text"),
    "recent": ("last_at", "DESC", "<", "timestamptz"),
}


class CompanyQueries:
    """One user's companies, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(self, rows: Sequence[CompanyRow]) -> int:
        """Write companies. Returns how many are new."""
        inserted = await self._session.execute(
            text(f"""
                INSERT INTO companies (user_id, part_of, {columns(CompanyRow)})
                SELECT :user_id, coalesce((SELECT m.person_id FROM memberships m
                                           WHERE m.user_id = :user_id AND m.identity_id = batch.id), id),
                       {columns(CompanyRow)} FROM {unnested(CompanyRow, {"id": "uuid"}, "batch")}
                ON CONFLICT DO NOTHING RETURNING 1
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id} | arrays(rows, CompanyRow),
        )
        return len(inserted.all())

    async def page(
        self, *, at: datetime, sort: str, after: Sequence[Any] | None, most: int
    ) -> list[tuple[Company, object]]:
        """(company with people, sort value) after the (sort value, id) of the last one shown."""
        column, order, beyond, value_type = _SORTS[sort]
        value, company_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT * FROM ({_COMPANY}) AS shown
                WHERE CAST(:value AS {value_type}) IS NULL
                   OR ({column}, id) {beyond} (CAST(:value AS {value_type}), CAST(:last_id AS uuid))
                ORDER BY {column} {order}, id {order} LIMIT :most
            """),  # noqa: S608 - made of this module's own names
            {
                "user_id": self._user_id,
                "at": at,
                "company_id": None,
                "value": value,
                "last_id": company_id,
                "most": most,
            },
        )
        return [(_company(row), getattr(row, column)) for row in rows]

    async def one(self, company_id: UUID, at: datetime) -> Company | None:
        """One company with people."""
        rows = await self._session.execute(
            text(_COMPANY), {"user_id": self._user_id, "at": at, "company_id": company_id}
        )
        row = rows.one_or_none()
        return _company(row) if row else None


def _company(row: Any) -> Company:
    return Company(
        id=row.id,
        name=row.name,
        domain=row.domain,
        people=row.people,
        domains=row.domains,
        strength=row.strength,
        last_at=row.last_at if row.last_at.year > 1 else None,  # nobody there has written or was written to
    )


class CompanyMemberships(MembershipQueries):
    """The same of companies, which are sets of domains, and in the same tables: a domain's id is no identity's."""

    NOUN, PARTS, FIELD = "company", "domains", "domain_ids"

    async def known(self, persons: Collection[UUID]) -> set[UUID]:
        """Those of these companies that there are."""
        rows = await self._session.execute(
            text("SELECT id FROM companies WHERE user_id = :user_id AND id = ANY(:ids) AND part_of = id"),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row[0] for row in rows}

    async def parts(self, person: UUID) -> list[UUID]:
        """The ids of its domains."""
        return [one.id for one in await self.domains(person)]

    async def domains(self, company_id: UUID) -> list[CompanyDomain]:
        """Its domains, the one with the latest mail first."""
        rows = await self._session.execute(
            text("""
                SELECT o.id, o.domain, o.name, count(DISTINCT d.person_id) AS people, min(d.first_at) AS first_at,
                       max(d.last_at) AS last_at
                FROM companies o JOIN identities d ON d.user_id = :user_id AND d.company_id = o.id
                WHERE o.user_id = :user_id AND o.part_of = :company_id
                GROUP BY o.id, o.domain, o.name ORDER BY last_at DESC, o.id
            """),
            {"user_id": self._user_id, "company_id": company_id},
        )
        return [CompanyDomain(**row) for row in rows.mappings()]
