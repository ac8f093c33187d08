"""Answers that are kept: for the same request of the same user about the same mail, encrypted, and not for long."""

from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World
from integrations.llm.protocol import Answer, FromUser, TextDelta
from services.ai.kept import Keep
from services.wiring import Services
from tests.integration.ai.models import LONG, PROMPT, SEARCH
from tests.integration.ai.test_usage import used

KEEP = Keep("17")


async def test_the_same_is_asked_once(services: Services, robin: UUID, world: World) -> None:
    world.script.put(Reply(text=LONG, tools=[{"name": "search", "arguments": '{"words": "ferry"}'}]))
    models, prompt = services.ai.models, replace(PROMPT, tools=(SEARCH,))
    first = await models.answer(robin, "facts", prompt, keep=KEEP)
    again = await models.answer(robin, "facts", prompt, keep=KEEP)
    async with aclosing(models.stream(robin, "facts", prompt, keep=KEEP)) as items:
        streamed = [item async for item in items]
    assert len(world.script.heard) == 1
    assert streamed == [TextDelta(LONG), again]
    assert isinstance(streamed[1], Answer)
    assert replace(first, tokens=again.tokens) == again
    budget, lines = await used(services, robin)
    assert [(one.calls, one.kept) for one in lines] == [(1, 2)]
    assert budget.used_micro_usd == lines[0].micro_usd


async def test_anything_else_is_another_request(services: Services, robin: UUID, world: World) -> None:
    models = services.ai.models
    other = await services.accounts.sign_in.ensure_user("mara@hollis.example")
    await models.answer(robin, "facts", PROMPT, keep=KEEP)
    await models.answer(robin, "facts", PROMPT)  # nobody said that it may be kept
    await models.answer(other, "facts", PROMPT, keep=KEEP)
    await models.answer(robin, "facts", PROMPT, keep=Keep("18"))
    for changed in (
        {"turns": (FromUser("Where is the train ticket?"),)},
        {"instructions": "Answer in French."},
        {"tools": (SEARCH,)},
        {"max_tokens": 100},
        {"temperature": 0.0},
    ):
        await models.answer(robin, "facts", replace(PROMPT, **changed), keep=KEEP)
    assert len(world.script.heard) == 9


async def test_what_was_cut_by_its_bound_is_asked_anew(services: Services, robin: UUID, world: World) -> None:
    world.script.put(Reply(text=LONG, stop="length"))
    for _ in range(2):
        await services.ai.models.answer(robin, "facts", PROMPT, keep=KEEP)
    assert len(world.script.heard) == 2


async def test_it_lies_encrypted_and_goes_in_time(services: Services, robin: UUID, world: World) -> None:
    world.script.put(Reply(text=LONG))
    models = services.ai.models
    await models.answer(robin, "facts", PROMPT, keep=replace(KEEP, time=timedelta(days=1)))
    await models.answer(robin, "facts", PROMPT, keep=Keep("18", timedelta(days=300)))
    async with services.core.database.tenant(robin) as session:
        rows = (await session.execute(text("SELECT answer, expires_at - now() FROM llm_answers ORDER BY 2"))).all()
        assert all(b"ticket" not in bytes(row[0]) for row in rows)
        assert [row[1] < limit for row, limit in zip(rows, (timedelta(days=1), timedelta(days=7)), strict=True)]
        await session.execute(
            text("UPDATE llm_answers SET expires_at = now() - interval '1 s' WHERE expires_at < now() + interval '2 d'")
        )
    async with services.core.database.directory() as session:
        assert (await session.execute(text("SELECT due_at > now() FROM directory_llm_answers"))).scalar_one()
        await session.execute(text("UPDATE directory_llm_answers SET due_at = now()"))
    assert await services.ai.kept.sweep() == 1
    assert await services.ai.kept.sweep() == 0, "the other one is not due"
    async with services.core.database.tenant(robin) as session:
        assert (await session.execute(text("SELECT count(*) FROM llm_answers"))).scalar_one() == 1
