"""What models cost: counted by user, model and feature; a day's budget is never passed, also by two at once."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from base.errors import InvalidSettings
from base.settings import Settings
from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World
from integrations.llm.errors import ModelKeyRefused, ModelRateLimited
from integrations.llm.protocol import TextDelta
from models.contracts.accounts.principals import Principal
from models.contracts.ai.usage import DayBudget, UsageLine
from services.ai.budget import ModelBudgetUsedUp
from services.ai.models import NoModel
from services.wiring import Services
from tests.integration.ai.models import LONG, PROMPT
from tests.modelling import OPUS, OWN


async def used(services: Services, user: UUID) -> tuple[DayBudget, list[UsageLine]]:
    found = await services.ai.usage.of(Principal.person(user), 1)
    return found.budget, found.lines


async def rows(services: Services, user: UUID, statement: str) -> Sequence[Any]:
    async with services.core.database.tenant(user) as session:
        return (await session.execute(text(statement), {"user_id": user})).all()


async def test_what_was_asked_is_counted(services: Services, robin: UUID, world: World) -> None:
    models = services.ai.models
    world.script.put(
        Reply("^messages", text=LONG, usage={"input": 1000, "output": 200, "cache_read": 400}, times=2),
        Reply("^messages", status=529),
        Reply("^chat", text=LONG, usage={"input": 50, "output": 20}),
    )
    await models.answer(robin, "ask", PROMPT)
    async with aclosing(models.stream(robin, "ask", PROMPT)) as items:
        async for _ in items:
            pass
    await models.answer(robin, "drafts", PROMPT)  # the first one is overloaded
    budget, lines = await used(services, robin)
    found = {(one.model, one.feature): one for one in lines}
    opus = found[OPUS, "ask"]
    # 600 tokens at 4 dollars a million, 400 of the vendor's cache at 0.2, 200 out at 20: twice
    assert (opus.calls, opus.failed, opus.micro_usd, opus.unpriced) == (2, 0, 2 * (2400 + 80 + 4000), 0)
    assert (opus.input_tokens, opus.cached_tokens, opus.output_tokens) == (2000, 800, 400)
    assert opus.median_first_ms is not None
    assert opus.median_total_ms is not None
    assert opus.median_first_ms <= opus.median_total_ms
    assert (found[OPUS, "drafts"].failed, found[OPUS, "drafts"].micro_usd) == (1, 0)
    own = found[OWN, "drafts"]
    assert (own.calls, own.unpriced, own.micro_usd, own.input_tokens) == (1, 1, 0, 50), "unknown is not zero"
    assert (budget.used_micro_usd, budget.used_tokens) == (opus.micro_usd, 70)


@pytest.mark.parametrize("services", [((OPUS,), {"llm_daily_usd": 0.05})], indirect=True)
async def test_of_several_at_once_only_as_many_pass_as_there_is_money(
    services: Services, robin: UUID, world: World
) -> None:
    """Each may cost a little more than four cents, and costs less than one."""
    world.script.put(Reply(text=LONG, piece=1, pause=0.01, times=20))
    models = services.ai.models

    async def ask() -> str:
        async with aclosing(models.stream(robin, "ask", PROMPT)) as items:
            return "".join([item.text async for item in items if isinstance(item, TextDelta)])

    outcomes = await asyncio.gather(*(ask() for _ in range(5)), return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, ModelBudgetUsedUp)]
    assert (outcomes.count(LONG), len(refused), len(world.script.heard)) == (1, 4, 1)
    assert "Models may take US$ 0.05" in refused[0].detail
    assert "KITH_LLM_DAILY_USD" in refused[0].detail
    assert refused[0].wait is not None
    assert timedelta(0) < refused[0].wait <= timedelta(days=1)
    assert await ask() == LONG, "what was reserved and not used is free again"
    budget, lines = await used(services, robin)
    assert 0 < budget.used_micro_usd < 10_000
    assert budget.used_micro_usd == lines[0].micro_usd


@pytest.mark.parametrize("services", [((OWN,), {"llm_daily_tokens": 2100})], indirect=True)
async def test_a_model_without_a_known_price_has_a_budget_of_tokens(
    services: Services, robin: UUID, world: World
) -> None:
    world.script.put(Reply(text=LONG, usage={"input": 40, "output": 60}))
    await services.ai.models.answer(robin, "ask", PROMPT)
    with pytest.raises(ModelBudgetUsedUp, match="2,100 tokens, of which 100 are used") as raised:
        await services.ai.models.answer(robin, "ask", PROMPT)
    assert "KITH_LLM_DAILY_TOKENS" in raised.value.detail
    cheaper = replace(PROMPT, max_tokens=100)
    await services.ai.models.answer(robin, "ask", cheaper)


@pytest.mark.parametrize("services", [((OWN,), {"llm_prices": {OWN: (1, 2)}})], indirect=True)
async def test_the_operators_own_prices_come_first(services: Services, robin: UUID, world: World) -> None:
    world.script.put(Reply(text=LONG, usage={"input": 40, "output": 60}))
    await services.ai.models.answer(robin, "ask", PROMPT)
    budget, lines = await used(services, robin)
    assert (lines[0].micro_usd, lines[0].unpriced, budget.used_micro_usd, budget.used_tokens) == (160, 0, 160, 0)
    shown = (await services.ai.models.shown()).chain[0]
    assert (shown.input_micro_usd, shown.output_micro_usd) == (1_000_000, 2_000_000)


async def test_who_goes_before_the_end_pays_for_what_was_said(services: Services, robin: UUID, world: World) -> None:
    world.script.put(Reply(text=LONG * 20, piece=20, pause=0.005))
    stream = services.ai.models.stream(robin, "ask", PROMPT)
    said = [await anext(stream) for _ in range(3)]
    await stream.aclose()
    assert all(isinstance(one, TextDelta) for one in said)
    budget, lines = await used(services, robin)
    assert (lines[0].calls, lines[0].estimated) == (1, 1)
    assert 0 < lines[0].output_tokens < 100
    assert budget.used_micro_usd == lines[0].micro_usd > 0


async def test_a_request_that_was_cancelled_counts_with_all_it_may_cost(
    services: Services, robin: UUID, world: World
) -> None:
    world.script.put(Reply(text=LONG))
    world.faults.set([{"match": "messages", "kind": "latency", "seconds": 30, "times": 1}])
    asking = asyncio.create_task(services.ai.models.answer(robin, "ask", PROMPT))
    while not (await used(services, robin))[1]:
        await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert [tuple(row) for row in await rows(services, robin, "SELECT state FROM llm_calls")] == [("stopped",)]
    budget, lines = await used(services, robin)
    assert budget.used_micro_usd == lines[0].micro_usd > 40_000


async def test_failures_are_told_as_they_are_and_cost_nothing(services: Services, robin: UUID, world: World) -> None:
    world.script.put(Reply("^messages", status=401), Reply("^chat", status=401))
    with pytest.raises(ModelKeyRefused):
        await services.ai.models.answer(robin, "ask", PROMPT)
    world.script.put(Reply("^messages", status=401), Reply("^chat", status=429, headers={"retry-after": "30"}))
    with pytest.raises(ModelRateLimited):
        await services.ai.models.answer(robin, "ask", PROMPT)
    budget, lines = await used(services, robin)
    assert (budget.used_micro_usd, budget.used_tokens) == (0, 0)
    assert sorted((one.model, one.calls, one.failed) for one in lines) == [(OPUS, 2, 2), (OWN, 2, 2)]


@pytest.mark.parametrize("services", [((), {})], indirect=True)
async def test_without_a_model_it_is_said(services: Services, robin: UUID) -> None:
    models = services.ai.models
    assert not models.configured
    with pytest.raises(NoModel, match="KITH_LLM_MODEL"):
        await models.answer(robin, "ask", PROMPT)
    found = await services.ai.usage.of(Principal.person(robin), 30)
    assert (found.models.configured, found.models.chain, found.lines) == (False, [], [])


async def test_what_is_shown_of_the_models(services: Services) -> None:
    shown = await services.ai.models.shown()
    assert [(one.name, one.here, one.input_micro_usd) for one in shown.chain] == [
        (OPUS, False, 4_000_000),
        (OWN, True, None),
    ]
    assert (shown.configured, shown.simulated) == (True, False)
    assert shown.prices.startswith("genai-prices 0.")


async def test_a_model_that_cannot_be_asked_stops_the_start(settings: Settings) -> None:
    with pytest.raises(InvalidSettings, match="KITH_LLM_BASE_URL is not set"):
        await Services.build(settings.model_copy(update={"llm_model": OWN}))
