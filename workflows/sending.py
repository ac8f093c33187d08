"""SendWorkflow: one mail of the outbox goes to Gmail, once. ModifyWorkflow: labels change."""

from temporalio import workflow
from temporalio.exceptions import FailureError

from activities.sending import OutboxActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.sending import Delivery, ModifyInput, ModifyResult, OutboxFailure, OutboxRef
from workflows.core.calls import call, reason
from workflows.core.options import RECORD, WRITE
from workflows.core.signal_loop import SignalLoop


@workflow.defn
class SendWorkflow(SignalLoop):
    """Delivers what is wished for; a wish that comes while it runs makes it deliver once more."""

    @workflow.init
    def __init__(self, item: OutboxRef) -> None:
        super().__init__()
        self._item = item
        self._delivery = Delivery(state=None)
        self._phase = "waiting"

    @workflow.signal
    def wished(self) -> None:
        """Something is to become of the mail."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(phase=self._phase)

    @workflow.run
    async def run(self, item: OutboxRef) -> Delivery:
        """Returns how it ended. Fails where Gmail refuses for good, and the mail says why."""
        await self._follow()
        return self._delivery

    async def _act(self) -> bool:
        self._phase = "going to Gmail"
        user_id = self._item.mailbox.user_id
        self._delivery = await call(OutboxActivities.deliver, self._item, WRITE, Lane.PERSON, user_id)
        self._phase = self._delivery.state or "done"
        return True

    async def _failed(self, error: FailureError) -> None:
        failure = OutboxFailure(item=self._item, reason=reason(error))
        await call(OutboxActivities.fail, failure, RECORD, Lane.PERSON, self._item.mailbox.user_id)

    def _state(self) -> OutboxRef:
        return self._item


@workflow.defn
class ModifyWorkflow:
    """One change of labels: at Gmail first, then here."""

    @workflow.init
    def __init__(self, request: ModifyInput) -> None:
        self._phase = "asking Gmail"

    @workflow.query
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(phase=self._phase)

    @workflow.run
    async def run(self, request: ModifyInput) -> ModifyResult:
        """Returns how many copies were changed here. Fails where Gmail refuses; then nothing has changed."""
        result = await call(OutboxActivities.modify, request, WRITE, Lane.PERSON, request.mailbox.user_id)
        self._phase = "done"
        return result
