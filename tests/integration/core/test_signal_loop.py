"""Every order of signal, failure, retry, cancellation, continuation and end: what is asked for is acted on."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.converter import DefaultFailureConverterWithEncodedAttributes, PayloadCodec
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.worker import Worker

from tests.integration.core.looping import HeldActivities, LoopingWorkflow, LoopInput, refusal
from tests.stack import TemporalNamespace
from workers.sandbox import runner

QUEUE = "looping"
Handle = WorkflowHandle[LoopingWorkflow, str]


class Loop:
    """A looping workflow on a real server. `handle` never says in which run."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.held = HeldActivities()
        self.handle: Handle = client.get_workflow_handle_for(LoopingWorkflow.run, f"loop-{uuid4()}")

    async def start(self, events: int = 1_000, signal: str | None = None) -> None:
        await self.client.start_workflow(
            LoopingWorkflow.run,
            LoopInput(events=events),
            id=self.handle.id,
            task_queue=QUEUE,
            start_signal=signal,
        )

    async def ask(self, times: int = 1) -> None:
        for _ in range(times):
            await self.handle.signal(LoopingWorkflow.more)

    async def heard(self, times: int) -> None:
        """Wait until the run that lasts has handled so many signals."""
        async with asyncio.timeout(20):
            while await self.handle.query(LoopingWorkflow.asked) < times:
                await asyncio.sleep(0.02)

    async def ended(self) -> str:
        return await asyncio.wait_for(self.handle.result(), 30)

    async def failure(self) -> BaseException | None:
        with pytest.raises(WorkflowFailureError) as failed:
            await self.ended()
        cause = failed.value.cause
        return cause.__cause__ if isinstance(cause.__cause__, ApplicationError) else cause

    async def runs(self) -> int:
        return len([run async for run in self.client.list_workflows(f"WorkflowId = '{self.handle.id}'")])

    def workflows(self, client: Client | None = None) -> Worker:
        return Worker(client or self.client, task_queue=QUEUE, workflows=[LoopingWorkflow], workflow_runner=runner())

    def activities(self) -> Worker:
        return Worker(self.client, task_queue=QUEUE, activities=[self.held.do_act, self.held.do_record])


@pytest.fixture
async def quiet(temporal: TemporalNamespace) -> AsyncIterator[Loop]:
    """With a worker for activities only."""
    loop = Loop(_with(temporal.client, failure_converter_class=DefaultFailureConverterWithEncodedAttributes))
    async with loop.activities():
        yield loop


@pytest.fixture
async def loop(quiet: Loop) -> AsyncIterator[Loop]:
    async with quiet.workflows():
        yield quiet


async def test_a_signal_that_starts_it_and_those_before_its_first_task_make_one_round(quiet: Loop) -> None:
    await quiet.start(signal="more")
    await quiet.ask(3)
    quiet.held.act.answer(True)
    async with quiet.workflows():
        assert await quiet.ended() == "ended after 1"


async def test_signals_during_a_round_make_one_more(loop: Loop) -> None:
    await loop.start()
    await loop.held.act.called()
    await loop.ask(5)
    loop.held.act.answer(True, True)
    assert await loop.ended() == "ended after 2"


async def test_a_round_that_leaves_something_is_followed_by_another(loop: Loop) -> None:
    await loop.start()
    loop.held.act.answer(False, False, True)
    assert await loop.ended() == "ended after 3"


async def test_a_signal_between_two_tries_makes_one_more_round(loop: Loop) -> None:
    await loop.start()
    loop.held.act.answer(ApplicationError("busy"))
    await loop.held.act.called()
    await loop.ask()
    loop.held.act.answer(True, True)
    assert await loop.ended() == "ended after 2"
    assert (loop.held.act.calls, loop.held.record.calls) == (3, 0)


async def test_a_failure_is_recorded_once_and_told(loop: Loop) -> None:
    await loop.start()
    loop.held.act.answer(refusal())
    loop.held.record.answer(None)
    assert "refused" in str(await loop.failure())
    assert (loop.held.act.calls, loop.held.record.calls) == (1, 1)


async def test_a_signal_during_a_round_that_fails_is_acted_on(loop: Loop) -> None:
    await loop.start()
    await loop.held.act.called()
    await loop.ask()
    loop.held.act.answer(refusal(), True)
    loop.held.record.answer(None)
    assert await loop.ended() == "ended after 1"


async def test_a_signal_while_the_failure_is_recorded_is_acted_on(loop: Loop) -> None:
    await loop.start()
    loop.held.act.answer(refusal())
    await loop.held.record.called()
    await loop.ask()
    loop.held.act.answer(refusal(), True)
    loop.held.record.answer(None)
    await loop.held.record.called()
    await loop.ask()
    loop.held.record.answer(None)
    assert await loop.ended() == "ended after 1"
    assert loop.held.act.calls == 3


@pytest.mark.parametrize("asked", [True, False])
async def test_a_failure_that_cannot_be_recorded_loses_no_signal_and_hides_no_error(loop: Loop, asked: bool) -> None:
    await loop.start()
    loop.held.act.answer(refusal(), True)
    await loop.held.record.called()
    if asked:
        await loop.ask()
    loop.held.record.answer(ApplicationError("cannot be recorded"))
    if asked:
        assert await loop.ended() == "ended after 1"
    else:
        assert "refused" in str(await loop.failure())


async def test_a_cancellation_ends_it_and_what_was_asked_before(loop: Loop) -> None:
    await loop.start()
    await loop.held.act.called()
    await loop.ask()
    await loop.heard(1)
    await loop.handle.cancel()
    assert isinstance(await loop.failure(), CancelledError)
    assert (loop.held.record.calls, await loop.runs()) == (0, 1)


async def test_a_cancellation_while_a_failure_is_recorded_ends_it(loop: Loop) -> None:
    await loop.start()
    loop.held.act.answer(refusal())
    await loop.held.record.called()
    await loop.handle.cancel()
    assert isinstance(await loop.failure(), CancelledError)
    assert await loop.runs() == 1


@pytest.mark.parametrize("failing", [False, True])
async def test_what_is_asked_after_a_cancellation_is_acted_on_and_can_be_cancelled(quiet: Loop, failing: bool) -> None:
    async with quiet.workflows():
        await quiet.start()
        await quiet.held.act.called()
        if failing:
            quiet.held.act.answer(refusal())
            await quiet.held.record.called()
    await quiet.handle.cancel()
    await quiet.ask()
    async with quiet.workflows():
        await quiet.held.act.called()
        assert await quiet.runs() == 2
        await quiet.handle.cancel()
        assert isinstance(await quiet.failure(), CancelledError)


async def test_a_long_history_goes_on_in_another_run_with_its_state(loop: Loop) -> None:
    await loop.start(events=8)
    loop.held.act.answer(False, False, False, False)
    for _ in range(4):
        await loop.held.act.called()
    await loop.held.act.called()
    await loop.ask()
    loop.held.act.answer(refusal(), True)
    loop.held.record.answer(None)
    assert await loop.ended() == "ended after 5"
    assert await loop.runs() >= 3


async def test_failures_that_are_followed_by_signals_do_not_lengthen_a_history_for_ever(loop: Loop) -> None:
    await loop.start(events=8)
    for _ in range(4):
        await loop.held.act.called()
        await loop.ask()
        loop.held.act.answer(refusal())
        loop.held.record.answer(None)
    loop.held.act.answer(True)
    assert await loop.ended() == "ended after 1"
    assert await loop.runs() >= 3


async def test_a_handler_that_takes_a_while_is_waited_for(loop: Loop) -> None:
    await loop.start()
    await loop.held.act.called()
    await loop.handle.signal(LoopingWorkflow.slowly)
    loop.held.act.answer(True, True)
    assert await loop.ended() == "ended after 2"


class HeldCodec(PayloadCodec):
    """Holds the first workflow task whose answer has these bytes in it, until the test lets go."""

    def __init__(self, held: bytes) -> None:
        self._held = held
        self.reached, self.released = asyncio.Event(), asyncio.Event()

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        if any(self._held in payload.data for payload in payloads) and not self.reached.is_set():
            self.reached.set()
            await self.released.wait()
        return list(payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


@contextlib.asynccontextmanager
async def held(loop: Loop, marker: bytes) -> AsyncIterator[HeldCodec]:
    """Workers whose answer to a task with `marker` is on its way until the codec is released."""
    codec = HeldCodec(marker)
    async with loop.workflows(_with(loop.client, payload_codec=codec)):
        with contextlib.ExitStack() as failing:  # a test that fails ends, too
            failing.callback(codec.released.set)
            yield codec


def _with(client: Client, **changed: Any) -> Client:
    """The same client with another data converter."""
    options = client.config()
    options["data_converter"] = dataclasses.replace(client.data_converter, **changed)
    return Client(**options)


Script = Callable[[Loop], Awaitable[None]]


async def _succeeds(loop: Loop) -> None:
    loop.held.act.answer(True)


async def _fails(loop: Loop) -> None:
    loop.held.act.answer(refusal())
    loop.held.record.answer(None)


async def _goes_on(loop: Loop) -> None:
    loop.held.act.answer(False)


@pytest.mark.parametrize(
    ("marker", "script", "end"),
    [
        (b"ended after", _succeeds, "ended after 2"),
        (b"refused", _fails, "ended after 1"),
        (b'"rounds"', _goes_on, "ended after 2"),
    ],
    ids=["return", "failure", "another run"],
)
async def test_a_signal_while_the_end_is_on_its_way_is_acted_on(
    quiet: Loop, marker: bytes, script: Script, end: str
) -> None:
    async with held(quiet, marker) as codec:
        await quiet.start(events=1 if script is _goes_on else 1_000)
        await script(quiet)
        await asyncio.wait_for(codec.reached.wait(), 20)
        await quiet.ask()
        codec.released.set()
        quiet.held.act.answer(True, True)
        assert await quiet.ended() == end
