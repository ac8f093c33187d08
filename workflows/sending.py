"""SendWorkflow: one mail of the outbox goes to Gmail, once. ModifyWorkflow: labels change."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from activities.sending import OutboxActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.sending import Delivery, ModifyInput, ModifyResult, OutboxFailure, OutboxRef
from workflows.core.calls import call
from workflows.core.options import RECORD, WRITE


@workflow.defn
class SendWorkflow:
    """Delivers what is wished for; a wish that comes while it runs makes it deliver once more."""

    @workflow.init
    def __init__(self, item: OutboxRef) -> None:
        self._wishes = 0
        self._phase = "waiting"

    @workflow.signal
    def wished(self) -> None:
        """Something is to become of the mail."""
        self._wishes += 1

    @workflow.query
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(phase=self._phase)

    @workflow.run
    async def run(self, item: OutboxRef) -> Delivery:
        """Returns how it ended. Fails where Gmail refuses for good, and the mail says why."""
        seen, delivery = -1, Delivery(state=None)
        while seen != self._wishes:
            seen = self._wishes
            self._phase = "going to Gmail"
            try:
                delivery = await call(OutboxActivities.deliver, item, WRITE, Lane.PERSON, item.mailbox.user_id)
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
                failure = OutboxFailure(item=item, reason=_reason(error))
                await call(OutboxActivities.fail, failure, RECORD, Lane.PERSON, item.mailbox.user_id)
                raise
            self._phase = delivery.state or "done"
            await workflow.wait_condition(workflow.all_handlers_finished)
        return delivery


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


def _reason(error: ActivityError) -> str:
    cause = error.cause
    return cause.message if isinstance(cause, ApplicationError) else str(cause or error)
