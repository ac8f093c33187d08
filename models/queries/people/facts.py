"""Facts: values with who says so, each on the identity that it was said of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import arrays, columns, unnested


@dataclass(frozen=True)
class FactRow:
    """A row of `facts`. `readable` and `folded` are there where lists show the field."""

    id: UUID
    identity_id: UUID
    field: str
    value: bytes  # encrypted
    readable: str | None
    folded: str | None
    source: str
    source_ref: str
    at: datetime
    confidence: float
    expires_at: datetime | None
    state: str


_TYPES = {
    "id": "uuid",
    "identity_id": "uuid",
    "value": "bytea",
    "at": "timestamptz",
    "confidence": "real",
    "expires_at": "timestamptz",
}


class FactQueries:
    """One user's facts, inside one tenant transaction that holds `IdentityChanges.lock` where it changes any."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def of(self, identity_ids: Collection[UUID]) -> list[FactRow]:
        """What is said of these identities and still holds, or was rejected; the newest first."""
        rows = await self._session.execute(
            text(f"""
                SELECT {columns(FactRow)} FROM facts
                WHERE user_id = :user_id AND identity_id = ANY(:ids) AND state <> 'superseded'
                ORDER BY at DESC, id DESC
            """),  # noqa: S608 - made of the field names above only
            {"user_id": self._user_id, "ids": list(identity_ids)},
        )
        return [FactRow(**row) for row in rows.mappings()]

    async def add(self, rows: Sequence[FactRow]) -> None:
        """Write facts."""
        await self._session.execute(
            text(f"""
                INSERT INTO facts (user_id, {columns(FactRow)})
                SELECT :user_id, {columns(FactRow)} FROM {unnested(FactRow, _TYPES, "said")}
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, FactRow),
        )

    async def supersede(self, fact_ids: Collection[UUID]) -> None:
        """Whoever said these says something else by now."""
        await self._session.execute(
            text("UPDATE facts SET state = 'superseded' WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(fact_ids)},
        )
