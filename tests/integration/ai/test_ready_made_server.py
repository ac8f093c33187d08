"""The same against a server that nobody here wrote: npm's `@copilotkit/aimock`. Not only our reading is tested."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.llm.errors import LlmError, ModelAnswerCut, ModelOverloaded, ModelRateLimited
from integrations.llm.lazy import LazyModel
from integrations.llm.protocol import FromTool, FromUser, LanguageModel, Stop
from integrations.llm.target import Target
from tests.integration.ai.models import NAMES, PROMPT, SEARCH, streamed

TEXT = "Your ticket is in the mail of 12 May: ünter Deck."


@pytest.fixture(params=list(NAMES), ids=["anthropic", "responses", "chat", "compatible"])
async def asked(request: pytest.FixtureRequest, aimock: str) -> AsyncIterator[LazyModel]:
    url = aimock if request.param == "anthropic" else f"{aimock}/v1"
    found = LazyModel(Target(request.param, NAMES[request.param], url, "any-key", 5))
    yield found
    await found.close()


async def test_an_answer(asked: LanguageModel) -> None:
    whole = await asked.answer(PROMPT)
    pieces, answer, error = await streamed(asked)
    assert error is None
    assert answer is not None
    assert (whole.text, whole.stop) == (answer.text, answer.stop) == (TEXT, Stop.END)
    assert len(pieces) > 1
    assert "".join(pieces) == TEXT
    assert whole.tokens.output > 0


@pytest.mark.parametrize("stream", [False, True])
async def test_a_tool(asked: LanguageModel, stream: bool) -> None:
    prompt = replace(PROMPT, turns=(FromUser("Please call a tool"),), tools=(SEARCH,))
    answer = (await streamed(asked, prompt))[1] if stream else await asked.answer(prompt)
    assert answer is not None
    assert answer.stop is Stop.TOOLS
    assert [call.parsed() for call in answer.calls] == [{"words": "ferry ticket"}]
    told = FromTool(answer.calls[0].id, "search", "one mail")
    after = await asked.answer(replace(prompt, turns=(*prompt.turns, answer.turn, told)))
    assert after.text == "It is in the mail of 12 May."


async def test_a_stream_that_breaks_off(asked: LanguageModel) -> None:
    pieces, answer, error = await streamed(asked, replace(PROMPT, turns=(FromUser("break off"),)))
    assert answer is None
    assert isinstance(error, LlmError)
    assert "".join(pieces) in "One two three four five six seven eight nine ten."
    if isinstance(error, ModelAnswerCut):
        assert error.answer.text == "".join(pieces)


async def test_errors(asked: LanguageModel) -> None:
    for words, kind, wait in (("slow down", ModelRateLimited, 1), ("too much", ModelOverloaded, 20)):
        with pytest.raises(kind) as raised:
            await asked.answer(replace(PROMPT, turns=(FromUser(words),)))
        assert raised.value.wait == timedelta(seconds=wait)
