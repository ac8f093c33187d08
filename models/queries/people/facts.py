"""Facts: values with who says so, each on the identity that it was said of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.arrays import arrays, columns, unnested
from models.queries.people.resolution_queue import to_resolve


@dataclass(frozen=True)
class FactRow:
    """A row of `facts`. `readable` and `folded` are there where lists show the field.

    `value_key` is equal for equal values of a field; what was stored before there was one has None.
    """

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
    label: str
    message_id: UUID | None
    place_start: int | None
    place_end: int | None
    value_key: bytes | None
    terms: str | None = None  # the blind words of a note or a phone; None: still to be made


FACT_TYPES = {
    "id": "uuid",
    "identity_id": "uuid",
    "value": "bytea",
    "at": "timestamptz",
    "confidence": "real",
    "expires_at": "timestamptz",
    "message_id": "uuid",
    "place_start": "int",
    "place_end": "int",
    "value_key": "bytea",
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

    async def custom(self, most: int) -> list[tuple[UUID, UUID, bytes]]:
        """(id, identity, encrypted label and value) of what is in fields that the owner named, the newest first."""
        rows = await self._session.execute(
            text("""
                SELECT id, identity_id, value FROM facts
                WHERE user_id = :user_id AND field = 'custom' AND state = 'active' ORDER BY at DESC, id LIMIT :most
            """),
            {"user_id": self._user_id, "most": most},
        )
        return [(row.id, row.identity_id, row.value) for row in rows]

    async def equal(self, value_key: bytes) -> list[FactRow]:
        """Of whomever the same is said and still holds, or was rejected."""
        rows = await self._session.execute(
            text(f"""
                SELECT {columns(FactRow)} FROM facts
                WHERE user_id = :user_id AND value_key = :value_key AND state <> 'superseded'
            """),  # noqa: S608
            {"user_id": self._user_id, "value_key": value_key},
        )
        return [FactRow(**row) for row in rows.mappings()]

    async def mails(self, message_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
        """Mailbox and thread of each of these messages that is there."""
        rows = await self._session.execute(
            text("SELECT id, mailbox_id, thread_id FROM messages WHERE user_id = :user_id AND id = ANY(:ids)"),
            {"user_id": self._user_id, "ids": list(message_ids)},
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    async def add(self, rows: Sequence[FactRow]) -> None:
        """Write facts."""
        await self._session.execute(
            text(f"""
                INSERT INTO facts (user_id, {columns(FactRow)})
                SELECT :user_id, {columns(FactRow)} FROM {unnested(FactRow, FACT_TYPES, "said")}
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, FactRow),
        )
        await to_resolve(self._session, self._user_id, {row.identity_id for row in rows})

    async def confirm(self, rows: Sequence[FactRow]) -> None:
        """The same sources say the same of these (by their ids), at another time."""
        await self._session.execute(
            text(f"""
                UPDATE facts f SET at = said.at, confidence = said.confidence, expires_at = said.expires_at,
                    source_ref = said.source_ref, label = said.label
                FROM {unnested(FactRow, FACT_TYPES, "said")}
                WHERE f.user_id = :user_id AND f.id = said.id
            """),  # noqa: S608
            {"user_id": self._user_id} | arrays(rows, FactRow),
        )

    async def forget_expired(self, sources: Collection[str]) -> list[UUID]:
        """Delete what these sources let nobody keep any longer. Returns whose it was."""
        rows = await self._session.execute(
            text("""
                DELETE FROM facts WHERE user_id = :user_id AND source = ANY(:sources) AND expires_at <= now()
                RETURNING identity_id
            """),
            {"user_id": self._user_id, "sources": sorted(sources)},
        )
        return [row[0] for row in rows]

    async def supersede(self, fact_ids: Collection[UUID]) -> None:
        """Whoever said these says something else by now."""
        rows = await self._session.execute(
            text("""
                UPDATE facts SET state = 'superseded' WHERE user_id = :user_id AND id = ANY(:ids) RETURNING identity_id
            """),
            {"user_id": self._user_id, "ids": list(fact_ids)},
        )
        await to_resolve(self._session, self._user_id, {row[0] for row in rows})
