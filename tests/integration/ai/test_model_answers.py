"""Every protocol gives the same answers, whole and streamed, by the vendors' own SDKs."""

from dataclasses import replace

import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World
from integrations.llm.protocol import (
    BadArguments,
    Count,
    FromTool,
    FromUser,
    LanguageModel,
    Prompt,
    Stop,
    TextDelta,
    Tokens,
    estimate,
)
from tests.integration.ai.models import LONG, PROMPT, SEARCH, streamed

ARGUMENTS = '{"words": "fähre 12 May"}'


async def test_an_answer_is_the_same_whole_and_streamed(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text=LONG, times=2, usage={"input": 120, "output": 17, "cache_read": 100}))
    whole = await asked.answer(PROMPT)
    pieces, streamed_whole, error = await streamed(asked)
    assert error is None
    assert (whole.text, whole.stop, whole.calls, whole.model) == (LONG, Stop.END, (), asked.name)
    assert whole.tokens == Tokens(input=120, output=17, cache_read=100)
    assert len(pieces) > 3
    assert "".join(pieces) == LONG
    assert streamed_whole is not None
    assert replace(streamed_whole, raw=b"") == replace(whole, raw=b"")


async def test_a_tool_is_called_and_answered(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text="Let me look.", tools=[{"name": "search", "arguments": ARGUMENTS}], times=2))
    prompt = replace(PROMPT, tools=(SEARCH,))
    whole = await asked.answer(prompt)
    pieces, streamed_whole, _ = await streamed(asked, prompt)
    assert "".join(pieces) == "Let me look."
    for answer in (whole, streamed_whole):
        assert answer is not None
        assert answer.stop is Stop.TOOLS
        assert [(call.name, call.parsed()) for call in answer.calls] == [("search", {"words": "fähre 12 May"})]
    world.script.put(Reply(text=LONG))
    after = FromTool(whole.calls[0].id, "search", "one mail, of 12 May")
    assert (await asked.answer(replace(prompt, turns=(*prompt.turns, whole.turn, after)))).text == LONG
    said = str(world.script.heard[-1]["body"])
    assert [said.count(part) for part in ("Where is the ferry", "Let me look.", "fähre 12 May", "one mail, of")] == [
        1
    ] * 4


async def test_arguments_that_are_no_json_are_told_to_the_model(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(tools=[{"name": "search", "arguments": '{"words": "fer'}]))
    _, answer, error = await streamed(asked, replace(PROMPT, tools=(SEARCH,)))
    assert error is None
    assert answer is not None
    with pytest.raises(BadArguments, match="arguments of search are not JSON"):
        answer.calls[0].parsed()


async def test_an_answer_that_is_as_long_as_it_may_be_says_so(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text=LONG, stop="length", times=2))
    assert (await asked.answer(PROMPT)).stop is Stop.LENGTH
    _, answer, _ = await streamed(asked)
    assert answer is not None
    assert answer.stop is Stop.LENGTH


async def test_tools_count(asked: LanguageModel) -> None:
    bare = await asked.count(PROMPT)
    tooled = await asked.count(replace(PROMPT, tools=(SEARCH,)))
    assert tooled.tokens - bare.tokens >= 25
    assert bare.exact is tooled.exact is asked.name.startswith(("anthropic:", "openai:"))


async def test_where_nobody_counts_it_is_estimated(world: World, asked: LanguageModel) -> None:
    world.faults.put(Fault("count_tokens|input_tokens", "status", status=404))
    assert await asked.count(PROMPT) == Count(estimate(PROMPT), exact=False)


async def test_instructions_and_bounds_reach_the_model(world: World, asked: LanguageModel) -> None:
    prompt = Prompt(turns=(FromUser("Hello"),), instructions="Be brief.", max_tokens=77, temperature=0)
    await asked.answer(prompt)
    heard = world.script.heard[-1]
    said = heard["body"]
    assert "Be brief." in str(said)
    assert 77 in (said.get("max_tokens"), said.get("max_completion_tokens"), said.get("max_output_tokens"))
    if heard["protocol"] == "responses":
        assert said["store"] is False, "mail is not to lie at a vendor for a month"


async def test_who_stops_reading_stops_the_model(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text=LONG * 50, piece=4, pause=0.01))
    events = asked.stream(PROMPT)
    assert isinstance(await anext(events), TextDelta)
    await events.aclose()
    assert len(world.script.heard) == 1


async def test_a_model_without_a_script_says_that_it_is_simulated(asked: LanguageModel) -> None:
    assert (await asked.answer(PROMPT)).text.startswith("This is a simulated model")
