"""How models fail over each protocol: the class, the wait, and that nobody asks twice by itself."""

import socket
from datetime import timedelta

import pytest

from devstack.simulator.faults import Fault
from devstack.vendors.llm.script import Reply
from devstack.vendors.world import World
from integrations.llm import errors
from integrations.llm.errors import LlmError, ModelAnswerCut, ModelAnswerUnreadable, ModelRefused, ModelUnreachable
from integrations.llm.lazy import LazyModel
from integrations.llm.protocol import LanguageModel, Stop
from integrations.llm.target import Target
from tests.integration.ai.models import LONG, NAMES, PROMPT, model, streamed

# What a vendor answers → the error, and how long to wait (None: for ever).
KINDS: list[tuple[Reply, type[LlmError], float | None]] = [
    (Reply(status=429, headers={"retry-after": "7"}), errors.ModelRateLimited, 7),
    (Reply(status=429, headers={"retry-after-ms": "1500"}), errors.ModelRateLimited, 1.5),
    (Reply(status=429), errors.ModelRateLimited, 60),
    (Reply(status=402), errors.ModelQuotaExceeded, None),
    (Reply(status=529), errors.ModelOverloaded, 20),
    (Reply(status=529, headers={"retry-after": "3"}), errors.ModelOverloaded, 3),
    (Reply(status=500), errors.ModelServerFailed, 5),
    (Reply(status=401), errors.ModelKeyRefused, None),
    (Reply(status=404), errors.ModelUnknown, None),
    (Reply(status=400, message="temperature: must be at most 1"), errors.ModelRejected, None),
]


async def failure(asked: LanguageModel, *, stream: bool) -> LlmError:
    """What asking raises. Nothing of an answer may come before."""
    if stream:
        pieces, answer, error = await streamed(asked)
        assert (pieces, answer) == ([], None)
    else:
        with pytest.raises(LlmError) as raised:
            await asked.answer(PROMPT)
        error = raised.value
    assert isinstance(error, LlmError), error
    return error


@pytest.mark.parametrize("stream", [False, True])
async def test_errors_have_classes_and_waits(world: World, asked: LanguageModel, stream: bool) -> None:
    for number, (reply, kind, wait) in enumerate(KINDS, 1):
        world.script.put(reply)
        error = await failure(asked, stream=stream)
        assert type(error) is kind, reply
        assert error.wait == (None if wait is None else timedelta(seconds=wait)), reply
        assert error.model == asked.name
        assert reply.message not in error.detail or not reply.message, "a vendor's words may repeat the prompt"
        assert len(world.script.heard) == number, "nobody tries again by itself"


@pytest.mark.parametrize("stream", [False, True])
async def test_a_used_up_quota_is_no_rate(world: World, vendors: str, stream: bool) -> None:
    asked = model("openai-chat", vendors)
    world.script.put(Reply(status=429, error="insufficient_quota", message="You exceeded your current quota"))
    error = await failure(asked, stream=stream)
    assert (type(error), error.wait) == (errors.ModelQuotaExceeded, None)
    await asked.close()


@pytest.mark.parametrize("vendor", ["anthropic", "openai", "openai-chat"])
async def test_a_prompt_that_is_too_long_is_told(world: World, vendors: str, vendor: str) -> None:
    asked = model(vendor, vendors)
    words = "prompt is too long: 300000 tokens > 200000 maximum"
    world.script.put(Reply(status=400, error="" if vendor == "anthropic" else "context_length_exceeded", message=words))
    assert type(await failure(asked, stream=False)) is errors.ModelContextExceeded
    await asked.close()


async def test_a_clean_end_in_the_middle_is_a_cut(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text=LONG, cut=6))
    pieces, answer, error = await streamed(asked)
    assert answer is None
    assert isinstance(error, ModelAnswerCut), error
    assert (error.answer.text, error.answer.stop) == ("".join(pieces), Stop.CUT)
    assert 0 < len(error.answer.text) < len(LONG)
    assert error.tokens.input > 0, "what it took is known, or estimated"
    assert error.tokens.output >= len(error.answer.text) // 4
    assert not error.tokens.measured


async def test_an_error_in_the_middle_is_that_error(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text=LONG, break_after=6))
    pieces, answer, error = await streamed(asked)
    assert answer is None
    assert pieces
    assert isinstance(error, errors.ModelOverloaded | errors.ModelServerFailed)
    assert error.tokens.input > 0


async def test_what_is_no_json_is_no_answer(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text=LONG, malformed=True), Reply(text=LONG, cut=1))
    for _ in range(2):
        error = await failure(asked, stream=False)
        assert type(error) is ModelAnswerUnreadable
    world.script.put(Reply(text=LONG, malformed=True))
    assert isinstance(await failure(asked, stream=True), ModelAnswerUnreadable | ModelAnswerCut)


async def test_a_model_that_refuses_says_so(world: World, asked: LanguageModel) -> None:
    world.script.put(Reply(text="No.", stop="refusal", times=2))
    with pytest.raises(ModelRefused) as raised:
        await asked.answer(PROMPT)
    assert raised.value.tokens.input > 0
    _, answer, error = await streamed(asked)
    assert answer is None
    assert isinstance(error, ModelRefused)


async def test_a_broken_connection_is_told(world: World, asked: LanguageModel) -> None:
    for kind in ("reset", "truncate"):
        world.faults.put(Fault("POST", kind, times=1))
        error = await failure(asked, stream=False)
        assert (type(error), error.wait) == (ModelUnreachable, timedelta(seconds=10)), kind


@pytest.mark.parametrize("vendor", ["anthropic", "openai", ""])
async def test_silence_ends(world: World, vendors: str, vendor: str) -> None:
    asked = model(vendor, vendors, timeout=0.2)
    world.script.put(Reply(text=LONG, pause=30))
    assert type(await failure(asked, stream=True)) is ModelUnreachable
    await asked.close()


@pytest.mark.parametrize("vendor", ["anthropic", "openai", ""])
async def test_nobody_at_the_address(vendor: str) -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        asked = LazyModel(Target(vendor, NAMES[vendor], f"http://127.0.0.1:{taken.getsockname()[1]}", "demo-key", 5))
        assert type(await failure(asked, stream=False)) is ModelUnreachable
        await asked.close()
