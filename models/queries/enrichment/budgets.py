"""What calls have cost in a calendar month: each user's, and all of a deployment together. Never more than allowed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.core.spending import Spending

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
        amounts = {"units": cost.units, "micro_usd": cost.micro_usd}
        return (
            await self._mine(source, month).take(amounts, {"units": own})
            and await self._every(source, month).take(amounts, {"units": source_units})
            and (not cost.micro_usd or await self._every(MONEY, month).take(amounts, {"micro_usd": money}))
        )

    async def settle(self, source: str, month: str, reserved: Spent, cost: Spent) -> None:
        """A call came to so much instead."""
        by = {"units": cost.units - reserved.units, "micro_usd": cost.micro_usd - reserved.micro_usd}
        await self._mine(source, month).change(by)
        await self._every(source, month).change(by)
        if by["micro_usd"]:
            await self._every(MONEY, month).change(by)

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

    def _mine(self, source: str, month: str) -> Spending:
        key = {"user_id": self._user_id, "source": source, "month": month}
        return Spending(self._session, "enrichment_spending", key)

    def _every(self, source: str, month: str) -> Spending:
        return Spending(self._session, "directory_enrichment_spending", {"source": source, "month": month})

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
