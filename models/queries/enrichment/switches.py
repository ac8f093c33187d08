"""Which sources a user has switched on, who must not be asked about, and which sources rest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

EVERYWHERE = ""  # the source of a suppression that holds for all


@dataclass(frozen=True)
class Switch:
    """What a user has said of a source. `monthly_units` None: as much as the deployment has."""

    enabled: bool
    monthly_units: int | None


@dataclass(frozen=True)
class Rest:
    """Until when nobody asks a source, and the name of the error that said so."""

    until: datetime
    kind: str
    key_hash: bytes


@dataclass(frozen=True)
class LastCall:
    """What a user's calls of a source in a month came to."""

    calls: int
    last_at: datetime | None
    last_error: str


class SwitchQueries:
    """One user's, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def all(self) -> dict[str, Switch]:
        """By source, those that the user has said anything of."""
        rows = await self._execute(
            "SELECT source, enabled, monthly_units FROM enrichment_switches WHERE user_id = :user_id"
        )
        return {row[0]: Switch(row[1], row[2]) for row in rows}

    async def keep(self, source: str, switch: Switch) -> None:
        """Keep it."""
        await self._execute(
            """
            INSERT INTO enrichment_switches (user_id, source, enabled, monthly_units)
            VALUES (:user_id, :source, :enabled, :units)
            ON CONFLICT (user_id, source) DO UPDATE
                SET enabled = excluded.enabled, monthly_units = excluded.monthly_units, changed_at = now()
            """,
            source=source,
            enabled=switch.enabled,
            units=switch.monthly_units,
        )

    async def suppressed(self, hashes: Collection[bytes]) -> set[str]:
        """By which sources these addresses must not be asked about; EVERYWHERE among them: by none."""
        rows = await self._execute(
            "SELECT source FROM enrichment_suppressions WHERE user_id = :user_id AND address_hash = ANY(:hashes)",
            hashes=list(hashes),
        )
        return {row[0] for row in rows}

    async def suppress(self, hashes: Collection[bytes], source: str = EVERYWHERE) -> None:
        """Never ask about these addresses, or never this source."""
        await self._execute(
            """
            INSERT INTO enrichment_suppressions (user_id, address_hash, source)
            SELECT :user_id, unnest(CAST(:hashes AS bytea[])), :source ON CONFLICT DO NOTHING
            """,
            hashes=sorted(hashes),
            source=source,
        )

    async def allow(self, hashes: Collection[bytes]) -> None:
        """The user lets them be asked about again. Who told a source not to is not asked about there all the same."""
        await self._execute(
            """
            DELETE FROM enrichment_suppressions
            WHERE user_id = :user_id AND address_hash = ANY(:hashes) AND source = :source
            """,
            hashes=list(hashes),
            source=EVERYWHERE,
        )

    async def last_calls(self, month: str) -> dict[str, LastCall]:
        """By source: calls in this month, the newest of all, and why that failed; "" where it did not."""
        rows = await self._execute(
            """
            SELECT counted.source, counted.calls, newest.began_at, newest.error
            FROM (SELECT source, count(*) FILTER (WHERE month = :month) AS calls FROM enrichment_calls
                  WHERE user_id = :user_id GROUP BY source) AS counted
            CROSS JOIN LATERAL (
                SELECT began_at, error FROM enrichment_calls c
                WHERE c.user_id = :user_id AND c.source = counted.source
                ORDER BY began_at DESC, id DESC LIMIT 1) AS newest
            """,
            month=month,
        )
        return {row[0]: LastCall(row[1], row[2], row[3]) for row in rows}

    async def rests(self) -> dict[str, Rest]:
        """Which sources nobody asks now."""
        rows = await self._execute(
            "SELECT source, resting_until, kind, key_hash FROM directory_enrichment_rests WHERE resting_until > now()"
        )
        return {row[0]: Rest(row[1], row[2], bytes(row[3])) for row in rows}

    async def rest(self, source: str, wait: timedelta, kind: str, key_hash: bytes) -> None:
        """Nobody asks it for so long; a longer rest of the same key that holds already stays."""
        await self._execute(
            """
            INSERT INTO directory_enrichment_rests AS r (source, resting_until, kind, key_hash)
            VALUES (:source, now() + :wait, :kind, :key_hash)
            ON CONFLICT (source) DO UPDATE
                SET resting_until = excluded.resting_until, kind = excluded.kind, key_hash = excluded.key_hash
                WHERE r.resting_until < excluded.resting_until OR r.key_hash <> excluded.key_hash
            """,
            source=source,
            wait=wait,
            kind=kind,
            key_hash=key_hash,
        )

    async def wake(self, source: str) -> None:
        """It may be asked again at once."""
        await self._execute("DELETE FROM directory_enrichment_rests WHERE source = :source", source=source)

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
