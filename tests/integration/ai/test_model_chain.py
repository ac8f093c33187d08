"""A chain goes on to the next model while nobody has seen anything of an answer, and where another may answer."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World
from integrations.llm.chain import Chain
from integrations.llm.errors import LlmError, ModelOverloaded, ModelRefused, ModelRejected
from integrations.llm.protocol import Stop
from tests.integration.ai.models import LONG, PROMPT, model, streamed


@pytest.fixture
async def chain(vendors: str, world: World) -> AsyncIterator[Chain]:
    """Anthropic's, then OpenAI's, then a server of one's own."""
    found = Chain([model(vendor, vendors) for vendor in ("anthropic", "openai", "")])
    yield found
    await found.close()


def heard(world: World) -> list[str]:
    return [one["protocol"] for one in world.script.heard]


@pytest.mark.parametrize("stream", [False, True])
async def test_the_next_is_asked_where_one_is_overloaded(world: World, chain: Chain, stream: bool) -> None:
    world.script.put(Reply("^messages", status=529), Reply("^responses", status=401), Reply("^chat", text=LONG))
    if stream:
        pieces, answer, error = await streamed(chain)
        assert error is None
        assert "".join(pieces) == LONG
    else:
        answer = await chain.answer(PROMPT)
    assert answer is not None
    assert (answer.text, answer.stop, answer.model) == (LONG, Stop.END, "llama3.2:3b")
    assert [(one.model, one.error) for one in answer.failed] == [
        ("anthropic:claude-opus-5-5", "ModelOverloaded"),
        ("openai:gpt-6-luna", "ModelKeyRefused"),
    ]
    assert heard(world) == ["messages", "responses", "chat"]


async def test_a_whole_answer_that_is_cut_is_asked_of_the_next(world: World, chain: Chain) -> None:
    world.script.put(Reply("^messages", text=LONG, cut=1), Reply("^responses", text=LONG))
    assert (await chain.answer(PROMPT)).model == "openai:gpt-6-luna"


@pytest.mark.parametrize("reply", [Reply(text=LONG, cut=6), Reply(text=LONG, break_after=6)], ids=["cut", "error"])
async def test_nobody_is_asked_once_something_was_shown(world: World, chain: Chain, reply: Reply) -> None:
    world.script.put(reply)
    pieces, answer, error = await streamed(chain)
    assert pieces
    assert answer is None
    assert isinstance(error, LlmError)
    assert heard(world) == ["messages"]


@pytest.mark.parametrize(
    ("reply", "kind"), [(Reply(text="No.", stop="refusal"), ModelRefused), (Reply(status=400), ModelRejected)]
)
async def test_nobody_goes_round_until_one_gives_in(
    world: World, chain: Chain, reply: Reply, kind: type[LlmError]
) -> None:
    world.script.put(reply)
    with pytest.raises(kind):
        await chain.answer(PROMPT)
    assert heard(world) == ["messages"]


async def test_where_all_fail_the_earliest_try_is_told(world: World, chain: Chain) -> None:
    world.script.put(
        Reply("^messages", status=401),
        Reply("^responses", status=529, headers={"retry-after": "4"}),
        Reply("^chat", status=429, headers={"retry-after": "90"}),
    )
    with pytest.raises(ModelOverloaded) as raised:
        await chain.answer(PROMPT)
    assert raised.value.wait == timedelta(seconds=4)
    assert [one.error for one in raised.value.failed] == ["ModelKeyRefused", "ModelRateLimited"]
