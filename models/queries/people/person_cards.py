"""Cards as an address book that follows sees them: which there are, and what has changed since it looked."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_CHANGED = """
    INSERT INTO person_cards (user_id, person_id, digest, listed, revision)
    SELECT :user_id, made.id, made.digest, made.listed, nextval('person_card_revisions')
    FROM (SELECT p.id, p.kind = 'person' AND NOT p.hidden AS listed,
                 hashtextextended(ROW(p.name, p.address, p.title, p.stated_company, o.name, theirs.addresses,
                                      said.facts)::text, 0) AS digest
          FROM persons p LEFT JOIN companies part ON part.user_id = :user_id AND part.id = p.company_id
          LEFT JOIN companies o ON o.user_id = :user_id AND o.id = part.part_of
          CROSS JOIN LATERAL (
              SELECT array_agg(coalesce(nullif(d.spelling, ''), d.address) ORDER BY d.id) AS addresses
              FROM identities d WHERE d.user_id = :user_id AND d.person_id = p.id) AS theirs
          CROSS JOIN LATERAL (
              SELECT array_agg(f.id || f.state ORDER BY f.id) AS facts FROM facts f
              WHERE f.user_id = :user_id AND f.state <> 'superseded'
                AND f.identity_id = ANY(ARRAY(SELECT m.identity_id FROM memberships m
                                              WHERE m.user_id = :user_id AND m.person_id = p.id
                                              UNION ALL SELECT p.id))) AS said
          WHERE p.user_id = :user_id AND p.id = ANY(:ids)) AS made
    LEFT JOIN person_cards c ON c.user_id = :user_id AND c.person_id = made.id
    WHERE CASE WHEN c.person_id IS NULL THEN made.listed
               ELSE (c.digest, c.listed) <> (made.digest, made.listed) AND (c.listed OR made.listed) END
    ON CONFLICT (user_id, person_id) DO UPDATE
    SET digest = excluded.digest, listed = excluded.listed, revision = excluded.revision
"""


@dataclass(frozen=True)
class CardState:
    """A card as it is now. `digest` changes with what the card says; who is not `listed` has none any more."""

    person_id: UUID
    digest: int
    listed: bool


async def refresh_cards(session: AsyncSession, user_id: UUID, ids: Collection[UUID], gone: Collection[UUID]) -> None:
    """Note whose card says something else by now, and who has none any more. `refresh_persons` ends with it.

    Whoever changes facts therefore ends with `refresh_persons`, whatever field they are of.
    """
    await session.execute(text(_CHANGED), {"user_id": user_id, "ids": sorted(ids)})
    if gone:
        await session.execute(
            text("""
                UPDATE person_cards SET listed = false, revision = nextval('person_card_revisions')
                WHERE user_id = :user_id AND person_id = ANY(:ids) AND listed
            """),
            {"user_id": user_id, "ids": sorted(gone)},
        )


class PersonCardQueries:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def revision(self) -> int:
        """That of the latest change; 0 where there was none."""
        found = await self._session.scalar(
            text("SELECT max(revision) FROM person_cards WHERE user_id = :user_id"), {"user_id": self._user_id}
        )
        return int(found or 0)

    async def since(self, revision: int, most: int) -> list[tuple[CardState, int]]:
        """(card, revision) of what has changed after a revision, the oldest change first."""
        rows = await self._session.execute(
            text("""
                SELECT person_id, digest, listed, revision FROM person_cards
                WHERE user_id = :user_id AND revision > :revision ORDER BY revision LIMIT :most
            """),
            {"user_id": self._user_id, "revision": revision, "most": most},
        )
        return [(CardState(row.person_id, row.digest, row.listed), row.revision) for row in rows]

    async def of(self, persons: Collection[UUID]) -> dict[UUID, CardState]:
        """The listed cards of these persons."""
        rows = await self._session.execute(
            text("""
                SELECT person_id, digest, listed FROM person_cards
                WHERE user_id = :user_id AND person_id = ANY(:ids) AND listed
            """),
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return {row.person_id: CardState(row.person_id, row.digest, row.listed) for row in rows}

    async def listed(self) -> list[CardState]:
        """All cards."""
        rows = await self._session.execute(
            text("SELECT person_id, digest, listed FROM person_cards WHERE user_id = :user_id AND listed"),
            {"user_id": self._user_id},
        )
        return [CardState(row.person_id, row.digest, row.listed) for row in rows]
