"""Whom to ask about next, and whom an answer is about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Whom the owner has written to themselves: about whoever else writes to them, nobody is asked unasked.
_DUE = """
    FROM persons p LEFT JOIN enrichment_people e ON e.user_id = :user_id AND e.person_id = p.id
    WHERE p.user_id = :user_id AND p.kind = 'person' AND p.sent > 0
      AND (e.person_id IS NULL OR e.due_at <= :at)
"""


@dataclass(frozen=True)
class Asked:
    """When somebody was asked about, and when next; the quality of the card then."""

    asked_at: datetime
    due_at: datetime | None
    completeness: float
    score: float


@dataclass(frozen=True)
class Known:
    """A person as sources can be asked about them: `identity_id` is the address that is shown."""

    person_id: UUID
    identity_id: UUID
    kind: str
    address: str
    name: str
    company_id: UUID | None
    domain: str | None
    company: str | None


class EnrichedPeople:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def known(self, person_id: UUID) -> Known | None:
        """The person; asked about by the address that lists show. A company only where the person is of it now."""
        rows = await self._execute(
            """
            SELECT p.id, d.id AS identity_id, p.kind, d.address, p.name, o.id AS company_id, o.domain, o.name AS company
            FROM persons p
            JOIN identities d ON d.user_id = :user_id AND d.person_id = p.id AND kith_shown_address('', d.address) <> ''
            LEFT JOIN companies o ON o.user_id = :user_id AND o.id = d.company_id
            WHERE p.user_id = :user_id AND p.id = :id
            ORDER BY coalesce(nullif(d.spelling, ''), d.address) = p.address DESC, d.last_at DESC, d.id LIMIT 1
            """,
            id=person_id,
        )
        row = rows.one_or_none()
        return Known(*row) if row else None

    async def addresses(self, person_id: UUID) -> list[str]:
        """All addresses of a person."""
        rows = await self._execute(
            """
            SELECT address FROM identities
            WHERE user_id = :user_id AND person_id = :id AND kith_shown_address('', address) <> '' ORDER BY id
            """,
            id=person_id,
        )
        return [row[0] for row in rows]

    async def of_domain(self, domain: str) -> tuple[UUID, str] | None:
        """The company of a domain, and its name."""
        rows = await self._execute(
            "SELECT id, name FROM companies WHERE user_id = :user_id AND domain = :domain", domain=domain
        )
        row = rows.one_or_none()
        return (row[0], row[1]) if row else None

    async def due(self, at: datetime, most: int) -> tuple[list[UUID], int]:
        """Whose turn it is, the closest first, and how many there are."""
        rows = await self._execute(
            f"""
            SELECT p.id {_DUE}
            ORDER BY kith_order(p.closeness, p.correction, :at) DESC, p.id LIMIT :most
            """,
            at=at,
            most=most,
        )
        ids = [row[0] for row in rows]
        counted = await self._execute(f"SELECT count(*) {_DUE}", at=at)
        return ids, int(counted.scalar_one())

    async def asked(self, person_id: UUID) -> Asked | None:
        """When a person was asked about."""
        rows = await self._execute(
            """
            SELECT asked_at, due_at, completeness, score FROM enrichment_people
            WHERE user_id = :user_id AND person_id = :id
            """,
            id=person_id,
        )
        row = rows.one_or_none()
        return Asked(*row) if row else None

    async def settle(self, person_id: UUID, asked: Asked) -> None:
        """Somebody was asked about."""
        await self._execute(
            """
            INSERT INTO enrichment_people (user_id, person_id, asked_at, due_at, completeness, score)
            VALUES (:user_id, :id, :asked_at, :due_at, :completeness, :score)
            ON CONFLICT (user_id, person_id) DO UPDATE SET asked_at = excluded.asked_at, due_at = excluded.due_at,
                completeness = excluded.completeness, score = excluded.score
            """,
            id=person_id,
            asked_at=asked.asked_at,
            due_at=asked.due_at,
            completeness=asked.completeness,
            score=asked.score,
        )

    async def all_due(self) -> None:
        """Another source can be asked: everybody's turn comes."""
        await self._execute("UPDATE enrichment_people SET due_at = now() WHERE user_id = :user_id")

    async def forget_unknown(self) -> None:
        """Nothing of whom no mail is left, but that they must not be asked about."""
        for statement in _FORGET:
            await self._execute(statement)

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)


_FORGET = (
    """
    DELETE FROM enrichment_calls c WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM identities d WHERE d.user_id = :user_id AND d.id = c.identity_id)
      AND NOT EXISTS (SELECT 1 FROM companies o WHERE o.user_id = :user_id AND o.id = c.company_id)
    """,
    """
    DELETE FROM enrichment_people e WHERE user_id = :user_id
      AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.user_id = :user_id AND p.id = e.person_id)
    """,
)


class RoundQueries:
    """Whose turn a round is, across all users: from the directory."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take(self, wait: timedelta, most: int) -> list[UUID]:
        """Users who are due, the longest due first; each is due again after `wait`."""
        rows = await self._session.execute(
            text("""
                UPDATE directory_enrichment_rounds d SET due_at = now() + :wait
                FROM (SELECT user_id FROM directory_enrichment_rounds WHERE due_at <= now()
                      ORDER BY due_at, user_id LIMIT :most FOR UPDATE SKIP LOCKED) due
                WHERE d.user_id = due.user_id RETURNING d.user_id
            """),
            {"wait": wait, "most": most},
        )
        return [row[0] for row in rows]

    async def begin(self, user_id: UUID) -> None:
        """This user has rounds from now on."""
        await self._session.execute(
            text("""
                INSERT INTO directory_enrichment_rounds (user_id, due_at) VALUES (:user_id, now())
                ON CONFLICT (user_id) DO UPDATE SET due_at = now()
            """),
            {"user_id": user_id},
        )
