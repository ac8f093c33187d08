"""The record of requests to models, and the money that they may cost.

A request is written down with the highest price it can have, in the transaction that lets it through, and comes to
what it took. Whoever dies in between leaves the row: what was reserved counts as spent, since nobody knows better.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.ids import new_id
from integrations.llm.errors import LlmError
from integrations.llm.protocol import Answer, Failed, Prompt, Tokens, estimate
from integrations.llm.target import Target
from models.database import Database
from models.queries.ai.calls import CallRow, ModelCallQueries
from services.ai.budget import Budget, Cost
from services.ai.pricing import Pricing


@dataclass
class Request:
    """One that is under way."""

    user_id: UUID
    row: CallRow
    reserved: Cost
    _from: float = field(default_factory=time.monotonic)
    _first: float | None = None

    def begun(self) -> None:
        """Something of the answer is there."""
        if self._first is None:
            self._first = time.monotonic()

    def timed(self) -> CallRow:
        """Its row, with how long it took until now."""
        first = None if self._first is None else round((self._first - self._from) * 1000)
        return replace(self.row, first_ms=first, total_ms=round((time.monotonic() - self._from) * 1000))


class ModelLedger:
    """One for all features."""

    def __init__(self, database: Database, targets: Sequence[Target], pricing: Pricing, budget: Budget) -> None:
        self._database = database
        self._targets = {target.label: target for target in targets}
        self._pricing = pricing
        self._budget = budget

    async def open(self, user_id: UUID, feature: str, prompt: Prompt) -> Request:
        """Write a request down, its highest price reserved. Raises ModelBudgetUsedUp."""
        most = Tokens(estimate(prompt), prompt.max_tokens)
        costs = [await self._cost(target, most) for target in self._targets.values()]
        # One of the chain answers; what those before it took is added when it is known.
        reserved = Cost(max(cost.micro_usd for cost in costs), max(cost.tokens for cost in costs))
        at = now()
        row = CallRow(
            id=new_id(),
            feature=feature,
            model=next(iter(self._targets)),
            state="asking",
            day=at.astimezone(UTC).date(),
            began_at=at,
            micro_usd=reserved.micro_usd or None,
        )
        async with self._database.tenant(user_id) as session:
            await self._budget.reserve(session, user_id, row.day, reserved)
            await ModelCallQueries(session, user_id).put(row)
        return Request(user_id, row, reserved)

    async def answered(self, request: Request, answer: Answer) -> None:
        """It was answered, and took what the model says."""
        await self._end(request, answer.model, "answered", "", answer.tokens, answer.failed)

    async def failed(self, request: Request, error: LlmError) -> None:
        """It was not, and may have taken something all the same."""
        model = error.model or request.row.model
        await self._end(request, model, "failed", error.code, error.tokens, error.failed)

    async def stopped(self, request: Request, took: Tokens | None) -> None:
        """Whoever asked has gone. None: nobody knows what it took, and all that was reserved counts."""
        if took is None:
            row = replace(request.timed(), state="stopped", measured=False)
            async with self._database.tenant(request.user_id) as session:
                await ModelCallQueries(session, request.user_id).put(row)
            return
        await self._end(request, request.row.model, "stopped", "", took, ())

    async def kept(self, user_id: UUID, feature: str, model: str) -> None:
        """It was answered from what is kept, and cost nothing."""
        at = now()
        row = CallRow(
            id=new_id(),
            feature=feature,
            model=model,
            state="kept",
            day=at.astimezone(UTC).date(),
            began_at=at,
            micro_usd=0,
        )
        async with self._database.tenant(user_id) as session:
            await ModelCallQueries(session, user_id).put(row)

    async def _end(
        self, request: Request, model: str, state: str, error: str, tokens: Tokens, before: Sequence[Failed]
    ) -> None:
        rows = [await self._row(request.timed(), model, state, error, tokens)]
        for one in before:
            row = replace(request.row, id=new_id())
            rows.append(await self._row(row, one.model, "failed", one.error, one.tokens))
        cost = sum((row[1] for row in rows), Cost())
        async with self._database.tenant(request.user_id) as session:
            await self._write(session, request, [row[0] for row in rows], cost)

    async def _write(self, session: AsyncSession, request: Request, rows: Sequence[CallRow], cost: Cost) -> None:
        await self._budget.settle(session, request.user_id, request.row.day, request.reserved, cost)
        calls = ModelCallQueries(session, request.user_id)
        for row in rows:
            await calls.put(row)

    async def _row(self, row: CallRow, model: str, state: str, error: str, tokens: Tokens) -> tuple[CallRow, Cost]:
        target = self._targets.get(model)
        nothing = not tokens.input and not tokens.output
        price = 0 if nothing else await self._pricing.price(target, tokens) if target is not None else None
        ended = replace(
            row,
            model=model,
            state=state,
            error=error,
            input_tokens=tokens.input,
            cached_tokens=tokens.cache_read,
            output_tokens=tokens.output,
            measured=tokens.measured,
            micro_usd=price,
        )
        return ended, Cost(price, 0) if price is not None else Cost(0, tokens.input + tokens.output)

    async def _cost(self, target: Target, tokens: Tokens) -> Cost:
        price = await self._pricing.price(target, tokens)
        return Cost(price, 0) if price is not None else Cost(0, tokens.input + tokens.output)
