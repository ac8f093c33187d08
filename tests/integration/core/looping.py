"""A workflow on SignalLoop, and activities that a test holds, answers and counts."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, FailureError

from workflows.core.signal_loop import SignalLoop

BRIEF = timedelta(seconds=20)


@dataclass(frozen=True)
class LoopInput:
    """`rounds` of earlier runs; a run goes on in another one past `events`."""

    rounds: int = 0
    events: int = 1_000


@workflow.defn
class LoopingWorkflow(SignalLoop):
    """Counts its rounds."""

    @workflow.init
    def __init__(self, request: LoopInput) -> None:
        super().__init__()
        self._rounds = request.rounds
        self._events = request.events

    @workflow.signal
    def more(self) -> None:
        """Another round, please."""
        self._ask()

    @workflow.signal
    async def slowly(self) -> None:
        """The same, after a moment."""
        await workflow.sleep(0.3)
        self._ask()

    @workflow.query
    def asked(self) -> int:
        """How many signals have been heard by this run."""
        return self._asked

    @workflow.run
    async def run(self, request: LoopInput) -> str:
        """Returns how many rounds there were, in all runs."""
        await self._follow()
        return f"ended after {self._rounds}"

    async def _act(self) -> bool:
        retry = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_attempts=2)
        complete: bool = await workflow.execute_activity(
            "test.act", start_to_close_timeout=BRIEF, retry_policy=retry, result_type=bool
        )
        self._rounds += 1
        return complete

    async def _failed(self, error: FailureError) -> None:
        await workflow.execute_activity(
            "test.record", start_to_close_timeout=BRIEF, retry_policy=RetryPolicy(maximum_attempts=1)
        )

    def _state(self) -> LoopInput:
        return LoopInput(rounds=self._rounds, events=self._events)

    def _is_long(self) -> bool:
        return workflow.info().get_current_history_length() > self._events or super()._is_long()


class Held:
    """One kind of activity: each call waits for the test's answer."""

    def __init__(self) -> None:
        self.calls = 0
        self._begun: asyncio.Queue[None] = asyncio.Queue()
        self._answers: asyncio.Queue[object] = asyncio.Queue()

    async def called(self) -> None:
        """Wait until the next call has begun."""
        await asyncio.wait_for(self._begun.get(), 20)

    def answer(self, *answers: object) -> None:
        """What the next calls return; an exception is raised."""
        for answer in answers:
            self._answers.put_nowait(answer)

    async def __call__(self) -> object:
        self.calls += 1
        self._begun.put_nowait(None)
        answer = await self._answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


class HeldActivities:
    """What the looping workflow calls."""

    def __init__(self) -> None:
        self.act = Held()
        self.record = Held()

    @activity.defn(name="test.act")
    async def do_act(self) -> bool:
        """One round."""
        return bool(await self.act())

    @activity.defn(name="test.record")
    async def do_record(self) -> None:
        """A failure is written down."""
        await self.record()


def refusal() -> ApplicationError:
    """An error that is not retried."""
    return ApplicationError("refused", non_retryable=True)
