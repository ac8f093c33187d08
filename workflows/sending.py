"""SendWorkflow: one mail of the outbox goes to Gmail, once. ModifyWorkflow: labels change."""

from collections.abc import Awaitable, Callable
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError

from activities.sending import OutboxActivities
from models.contracts.core.effects import EffectFailure, EffectRef, EffectResult
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from workflows.core.calls import call, reason
from workflows.core.options import RECORD, WRITE
from workflows.core.signal_loop import SignalLoop


class _Effect(SignalLoop):
    """Sees to one row of the outbox machine until nothing is wished for. The row says what is: signals only wake."""

    def __init__(self, ref: EffectRef, attempt: Callable[[Any, EffectRef], Awaitable[EffectResult]]) -> None:
        super().__init__()
        self._ref = ref
        self._attempt = attempt
        self._result = EffectResult(state=None)
        self._phase = "waiting"

    @workflow.signal
    def wished(self) -> None:
        """Something else is to become of it."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(phase=self._phase)

    async def _act(self) -> bool:
        self._phase = "going to Gmail"
        self._result = await call(self._attempt, self._ref, WRITE, Lane.PERSON, self._ref.user_id)
        self._phase = self._result.state or "done"
        return not self._result.is_open

    async def _failed(self, error: FailureError) -> None:
        failure = EffectFailure(effect=self._ref, reason=reason(error))
        result = await call(OutboxActivities.fail, failure, RECORD, Lane.PERSON, self._ref.user_id)
        if result.is_open:  # another wish came before the failure could be written on it
            self._ask()

    def _state(self) -> EffectRef:
        return self._ref


@workflow.defn
class SendWorkflow(_Effect):
    """Delivers what is wished for; a wish that comes while it runs makes it deliver once more."""

    @workflow.init
    def __init__(self, ref: EffectRef) -> None:
        super().__init__(ref, OutboxActivities.deliver)

    @workflow.run
    async def run(self, ref: EffectRef) -> EffectResult:
        """Returns how it ended. Fails where Gmail refuses for good, and the mail says why."""
        await self._follow()
        return self._result


@workflow.defn
class ModifyWorkflow(_Effect):
    """One change of labels: at Gmail first, then here."""

    @workflow.init
    def __init__(self, ref: EffectRef) -> None:
        super().__init__(ref, OutboxActivities.modify)

    @workflow.run
    async def run(self, ref: EffectRef) -> EffectResult:
        """Returns how it ended. Fails where Gmail refuses; then nothing has changed."""
        await self._follow()
        return self._result
