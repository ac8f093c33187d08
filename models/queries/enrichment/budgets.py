"""What calls have cost in a calendar month: each user's, and all of a deployment together. Never more than allowed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MONEY = ""  # the source that stands for the money of all sources


@dataclass(frozen=True)
class Spent:
    """Credits, and millionths of a US dollar."""

    units: int = 0
    micro_usd: int = 0


class BudgetQueries:
    """Counters that are raised before a call and put right after it, inside one tenant transaction.

    Rows are locked in one order: the user's, the source's, the money's. Who goes beyond one rolls back.
    """

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def reserve(self, source: str, month: str, cost: Spent, *, own: int, source_units: int, money: int) -> bool:
        """Count a call at its highest price. False where one of the budgets has no room: then roll back.

        `own` and `source_units` are credits of the source, for the user and for all; `money` is in millionths of a
        US dollar, for all sources.
        """
        values = {"source": source, "month": month, "units": cost.units, "micro_usd": cost.micro_usd}
        mine = await self._execute(
            """
            INSERT INTO enrichment_spending AS s (user_id, source, month, units, micro_usd)
            SELECT :user_id, :source, :month, :units, :micro_usd WHERE :units <= :most
            ON CONFLICT (user_id, source, month) DO UPDATE
                SET units = s.units + excluded.units, micro_usd = s.micro_usd + excluded.micro_usd
                WHERE s.units + excluded.units <= :most
            RETURNING 1
            """,
            **values,
            most=own,
        )
        if mine.one_or_none() is None:
            return False
        return await self._take(values, units=source_units) and (
            not cost.micro_usd or await self._take(values | {"source": MONEY}, money=money)
        )

    async def settle(self, source: str, month: str, reserved: Spent, cost: Spent) -> None:
        """A call came to so much instead."""
        units, micro_usd = cost.units - reserved.units, cost.micro_usd - reserved.micro_usd
        if not units and not micro_usd:
            return
        values = {"month": month, "units": units, "micro_usd": micro_usd}
        await self._execute(
            """
            UPDATE enrichment_spending SET units = units + :units, micro_usd = micro_usd + :micro_usd
            WHERE user_id = :user_id AND source = :source AND month = :month
            """,
            **values,
            source=source,
        )
        for name in (source, MONEY) if micro_usd else (source,):
            await self._execute(
                """
                UPDATE directory_enrichment_spending SET units = units + :units, micro_usd = micro_usd + :micro_usd
                WHERE source = :source AND month = :month
                """,
                **values,
                source=name,
            )

    async def spent(self, month: str) -> tuple[dict[str, Spent], dict[str, Spent]]:
        """By source: what this user has spent, and what all have."""
        mine = await self._execute(
            "SELECT source, units, micro_usd FROM enrichment_spending WHERE user_id = :user_id AND month = :month",
            month=month,
        )
        every = await self._execute(
            "SELECT source, units, micro_usd FROM directory_enrichment_spending WHERE month = :month", month=month
        )
        return {row[0]: Spent(row[1], row[2]) for row in mine}, {row[0]: Spent(row[1], row[2]) for row in every}

    async def _take(self, values: dict[str, Any], *, units: int | None = None, money: int | None = None) -> bool:
        taken = await self._execute(
            """
            INSERT INTO directory_enrichment_spending AS s (source, month, units, micro_usd)
            SELECT :source, :month, :units, :micro_usd
            WHERE :units <= coalesce(CAST(:most AS bigint), :units)
              AND :micro_usd <= coalesce(CAST(:money AS bigint), :micro_usd)
            ON CONFLICT (source, month) DO UPDATE
                SET units = s.units + excluded.units, micro_usd = s.micro_usd + excluded.micro_usd
                WHERE (CAST(:most AS bigint) IS NULL OR s.units + excluded.units <= CAST(:most AS bigint))
                  AND (CAST(:money AS bigint) IS NULL OR s.micro_usd + excluded.micro_usd <= CAST(:money AS bigint))
            RETURNING 1
            """,
            **values,
            most=units,
            money=money,
        )
        return taken.one_or_none() is not None

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
