"""What each request to a model took and cost; nothing of what it said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.ai.usage import UsageLine


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A row of `llm_calls`."""

    id: UUID
    feature: str
    model: str
    state: str
    day: date
    began_at: datetime
    error: str = ""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    measured: bool = True
    micro_usd: int | None = None
    first_ms: int | None = None
    total_ms: int | None = None


class ModelCallQueries:
    """One user's requests, inside one tenant transaction."""

    def __init__(self, session: AsyncSession, user_id: UUID) -> None:
        self._session = session
        self._user_id = user_id

    async def put(self, call: CallRow) -> None:
        """Write a request down: before it is made, and again with what it came to."""
        await self._execute(
            """
            INSERT INTO llm_calls (user_id, id, feature, model, state, error, input_tokens, cached_tokens,
                                   output_tokens, measured, micro_usd, day, began_at, first_ms, total_ms)
            VALUES (:user_id, :id, :feature, :model, :state, :error, :input_tokens, :cached_tokens,
                    :output_tokens, :measured, :micro_usd, :day, :began_at, :first_ms, :total_ms)
            ON CONFLICT (user_id, id) DO UPDATE
                SET model = excluded.model, state = excluded.state, error = excluded.error,
                    input_tokens = excluded.input_tokens, cached_tokens = excluded.cached_tokens,
                    output_tokens = excluded.output_tokens, measured = excluded.measured,
                    micro_usd = excluded.micro_usd, first_ms = excluded.first_ms, total_ms = excluded.total_ms
            """,
            **vars(call),
        )

    async def by_day(self, since: date) -> list[UsageLine]:
        """Of each day, model and feature, the newest day first."""
        rows = await self._execute(
            """
            SELECT day, model, feature,
                   count(*) FILTER (WHERE state <> 'kept') AS calls,
                   count(*) FILTER (WHERE state = 'failed') AS failed,
                   count(*) FILTER (WHERE state = 'kept') AS kept,
                   sum(input_tokens)::bigint AS input_tokens,
                   sum(cached_tokens)::bigint AS cached_tokens,
                   sum(output_tokens)::bigint AS output_tokens,
                   coalesce(sum(micro_usd), 0)::bigint AS micro_usd,
                   count(*) FILTER (WHERE micro_usd IS NULL) AS unpriced,
                   count(*) FILTER (WHERE NOT measured) AS estimated,
                   percentile_cont(.5) WITHIN GROUP (ORDER BY first_ms)::int AS median_first_ms,
                   percentile_cont(.5) WITHIN GROUP (ORDER BY total_ms)::int AS median_total_ms
            FROM llm_calls WHERE user_id = :user_id AND day >= :since
            GROUP BY day, model, feature ORDER BY day DESC, micro_usd DESC, model, feature
            """,
            since=since,
        )
        return [UsageLine(**row) for row in rows.mappings()]

    async def _execute(self, statement: str, **values: object) -> Any:
        return await self._session.execute(text(statement), {"user_id": self._user_id} | values)
