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
# `place` is that of its closest person: `_PLACE`, or known by what it was ranked by, since to look at the closeness of
# ten thousand people takes ten times as long as to count them.
_SHOWN = """
    SELECT o.id, o.name, o.domain, theirs.people, theirs.domains, theirs.last_at,
           kith_strength({place}, NULL, :at) AS strength, asked.place
    FROM {which} JOIN companies o ON o.user_id = :user_id AND o.id = asked.id
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT d.person_id) AS people, count(DISTINCT part.id) AS domains, max(d.last_at) AS last_at
        FROM companies part JOIN identities d ON d.user_id = :user_id AND d.company_id = part.id AND d.kind = 'person'
        WHERE part.user_id = :user_id AND part.part_of = o.id) AS theirs
    WHERE theirs.people > 0
"""
_PLACE = """
    (SELECT max(kith_order(p.closeness, p.correction, :at))
     FROM companies part JOIN identities d ON d.user_id = :user_id AND d.company_id = part.id AND d.kind = 'person'
     JOIN persons p ON p.user_id = :user_id AND p.id = d.person_id
     WHERE part.user_id = :user_id AND part.part_of = o.id)
"""
_OF = "(SELECT part_of AS id, 0 AS place FROM companies WHERE user_id = :user_id AND id = :company_id) AS asked"
_FIRST = 1_000  # people at the top of a list, among whom its companies are looked for first
# The people at the top of a list, each with a place that no company of theirs is beyond. Who is corrected is few.
_AT_THE_TOP = {
    "strength": """
        (SELECT id, closeness AS place, true AS is_limited FROM persons
         WHERE user_id = :user_id AND kind = 'person' AND correction IS NULL
         ORDER BY closeness DESC, id DESC LIMIT :first)
        UNION ALL SELECT id, kith_order(closeness, correction, :at), false FROM persons
        WHERE user_id = :user_id AND kind = 'person' AND correction IS NOT NULL
    """,
    "recent": """
        SELECT id, last_at AS place, true AS is_limited FROM persons
        WHERE user_id = :user_id AND kind = 'person' ORDER BY last_at DESC, id DESC LIMIT :first
    """,
}
# Companies by their people's places. Whoever is not at the top may be as good as the last one there, and no better: so
# companies before that one are all there, in their places.
_BY_PEOPLE = """
    WITH top AS MATERIALIZED ({top}),
    told AS (SELECT CASE WHEN count(*) = :first THEN min(place) ELSE '-infinity' END AS until FROM top WHERE is_limited)
    SELECT ranked.id, ranked.place
    FROM (SELECT part.part_of AS id, max({value}) AS place
          FROM top JOIN identities d ON d.user_id = :user_id AND d.person_id = top.id AND d.kind = 'person'
          JOIN companies part ON part.user_id = :user_id AND part.id = d.company_id
          GROUP BY part.part_of) AS ranked
    WHERE ranked.place > (SELECT until FROM told)
"""
_BY_NAME = """
    SELECT o.id, lower(o.name) COLLATE "C" AS place FROM companies o
    WHERE o.user_id = :user_id AND o.part_of = o.id AND EXISTS (
        SELECT 1 FROM companies part JOIN identities d ON d.user_id = :user_id AND d.company_id = part.id
        WHERE part.user_id = :user_id AND part.part_of = o.id AND d.kind = 'person')
"""
# Order by what the caller asks for: names of this module only, never a caller's text.
_SORTS = {
    "strength": (_BY_PEOPLE.format(top=_AT_THE_TOP["strength"], value="top.place"), "DESC", "<", "float8"),
    "name": (_BY_NAME, "ASC", ">", "text"),
    "recent": (_BY_PEOPLE.format(top=_AT_THE_TOP["recent"], value="d.last_at"), "DESC", "<", "timestamptz"),
}


class CompanyQueries:
    """One user's companies, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def add(self, rows: Sequence[CompanyRow]) -> set[UUID]:
        """Write companies. Returns those that are new."""
        if not rows:
            return set()
        inserted = await self._session.execute(
            text(f"""
                INSERT INTO companies (user_id, part_of, {columns(CompanyRow)})
                SELECT :user_id, coalesce((SELECT m.person_id FROM memberships m
                                           WHERE m.user_id = :user_id AND m.identity_id = batch.id), id),
                       {columns(CompanyRow)} FROM {unnested(CompanyRow, {"id": "uuid"}, "batch")}
                ON CONFLICT DO NOTHING RETURNING id
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id} | arrays(rows, CompanyRow),
        )
        return {row[0] for row in inserted}

    async def page(
        self, *, at: datetime, sort: str, after: Sequence[Any] | None, most: int
    ) -> list[tuple[Company, object]]:
        """(company with people, sort value) after the (sort value, id) of the last one shown."""
        ranked, order, beyond, value_type = _SORTS[sort]
        value, company_id = after or (None, None)
        which = f"""
            (SELECT * FROM ({ranked}) AS ranked
             WHERE CAST(:value AS {value_type}) IS NULL
                OR (place, id) {beyond} (CAST(:value AS {value_type}), CAST(:last_id AS uuid))
             ORDER BY place {order}, id {order} LIMIT :most) AS asked
        """  # noqa: S608 - made of this module's own names
        place = "asked.place" if sort == "strength" else _PLACE
        values = {"user_id": self._user_id, "at": at, "value": value, "last_id": company_id, "most": most}
        for first in (_FIRST, None):
            rows = await self._session.execute(
                text(f"""
                    {_SHOWN.format(which=which, place=place)} ORDER BY asked.place {order}, asked.id {order}
                """),
                values | {"first": first},
            )
            found = rows.all()
            if len(found) == most or sort == "name":
                break
        return [(_company(row), row.place) for row in found]

    async def one(self, company_id: UUID, at: datetime) -> Company | None:
        """One company with people."""
        rows = await self._session.execute(
            text(_SHOWN.format(which=_OF, place=_PLACE)),
            {"user_id": self._user_id, "at": at, "company_id": company_id},
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
