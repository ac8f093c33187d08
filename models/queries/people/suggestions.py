"""Pairs of identities that may be one person's, as a rule sees them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import arrays, columns, unnested


@dataclass(frozen=True)
class SuggestionRow:
    """A row of `suggestions`; `reasons` is the text of its JSON."""

    id: UUID
    one: UUID
    other: UUID
    bits: float
    reasons: str


@dataclass(frozen=True)
class ShownSuggestion:
    """Of two persons, the likeliest pair of their identities."""

    id: UUID
    bits: float
    reasons: list[dict[str, Any]]
    first: UUID
    second: UUID


_TYPES = {"id": "uuid", "one": "uuid", "other": "uuid", "bits": "real"}
# Persons by now, and not one: neither does any change say that they are two.
_SHOWN = """
    SELECT DISTINCT ON (first, second) id, bits, reasons, first, second
    FROM (SELECT s.id, s.bits, s.reasons, least(a.person_id, b.person_id) AS first,
                 greatest(a.person_id, b.person_id) AS second
          FROM suggestions s
          JOIN identities a ON a.user_id = :user_id AND a.id = s.one
          JOIN identities b ON b.user_id = :user_id AND b.id = s.other
          WHERE s.user_id = :user_id AND a.person_id <> b.person_id) AS open
    WHERE NOT EXISTS (
        SELECT 1 FROM identities x JOIN identities y ON y.user_id = :user_id AND y.person_id = second
        JOIN identities_apart q ON q.user_id = :user_id AND q.one = least(x.id, y.id) AND q.other = greatest(x.id, y.id)
        WHERE x.user_id = :user_id AND x.person_id = first)
    ORDER BY first, second, bits DESC, id
"""


class SuggestionQueries:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def partners(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """With whom these were thought to be one."""
        rows = await self._session.execute(
            text("""
                SELECT other FROM suggestions WHERE user_id = :user_id AND one = ANY(:ids)
                UNION SELECT one FROM suggestions WHERE user_id = :user_id AND other = ANY(:ids)
            """),
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return {row[0] for row in rows}

    async def replace(self, identity_ids: Collection[UUID], rows: Sequence[SuggestionRow]) -> None:
        """These are all that there is to ask about these identities."""
        await self._session.execute(
            text("""
                DELETE FROM suggestions WHERE user_id = :user_id AND (one = ANY(:ids) OR other = ANY(:ids))
                  AND id <> ALL(:kept)
            """),
            {"user_id": self._user_id, "ids": list(identity_ids), "kept": [row.id for row in rows]},
        )
        if not rows:
            return
        await self._session.execute(
            text(f"""
                INSERT INTO suggestions (user_id, {columns(SuggestionRow)})
                SELECT :user_id, id, one, other, bits, CAST(reasons AS jsonb)
                FROM {unnested(SuggestionRow, _TYPES, "asked")}
                ON CONFLICT (user_id, id) DO UPDATE SET bits = excluded.bits, reasons = excluded.reasons
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id} | arrays(rows, SuggestionRow),
        )

    async def page(self, after: Sequence[Any] | None, most: int) -> list[ShownSuggestion]:
        """The best evidence first, after the (bits, id) of the last one shown."""
        bits, last_id = after or (None, None)
        rows = await self._session.execute(
            text(f"""
                SELECT * FROM ({_SHOWN}) AS shown
                WHERE CAST(:bits AS real) IS NULL OR (bits, id) < (CAST(:bits AS real), CAST(:last_id AS uuid))
                ORDER BY bits DESC, id DESC LIMIT :most
            """),  # noqa: S608
            {"user_id": self._user_id, "bits": bits, "last_id": last_id, "most": most},
        )
        return [ShownSuggestion(**row) for row in rows.mappings()]

    async def among(self, persons: Collection[UUID]) -> list[tuple[UUID, UUID, float]]:
        """(first, second, bits) of all that there is to ask about these persons."""
        rows = await self._session.execute(
            text(f"SELECT first, second, bits FROM ({_SHOWN}) AS shown WHERE first = ANY(:ids) OR second = ANY(:ids)"),  # noqa: S608
            {"user_id": self._user_id, "ids": list(persons)},
        )
        return [(row.first, row.second, row.bits) for row in rows]

    async def count(self) -> int:
        """How many there are to ask about."""
        found = await self._session.scalar(
            text(f"SELECT count(*) FROM ({_SHOWN}) AS shown"),  # noqa: S608
            {"user_id": self._user_id},
        )
        return int(found or 0)

    async def is_known(self, suggestion_id: UUID) -> bool:
        """Is it there, be it decided or not?"""
        found = await self._session.scalar(
            text("SELECT EXISTS (SELECT 1 FROM suggestions WHERE user_id = :user_id AND id = :id)"),
            {"user_id": self._user_id, "id": suggestion_id},
        )
        return bool(found)

    async def one(self, suggestion_id: UUID) -> ShownSuggestion | None:
        """One that there still is to ask about."""
        rows = await self._session.execute(
            text(f"SELECT * FROM ({_SHOWN}) AS shown WHERE id = :id"),  # noqa: S608
            {"user_id": self._user_id, "id": suggestion_id},
        )
        row = rows.mappings().one_or_none()
        return ShownSuggestion(**row) if row else None
