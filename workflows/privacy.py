"""LeaveWorkflow: a mailbox is disconnected, and erased where its owner asks for that."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

from activities.privacy import LeavingActivities
from models.contracts.core.effects import EffectRef
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.privacy import Leaving, LeavingResult
from workflows.core.calls import call
from workflows.core.options import LONG, RECORD, SHORT, Queue


@workflow.defn
class LeaveWorkflow:
    """Sees to one wish of the outbox machine, in bounded steps. The mailbox itself has stopped before it starts."""

    @workflow.init
    def __init__(self, ref: EffectRef) -> None:
        self._progress = Progress(phase="stopping its jobs")

    @workflow.query
    def progress(self) -> Progress:
        """How many messages are erased."""
        return self._progress

    @workflow.run
    async def run(self, ref: EffectRef) -> LeavingResult:
        """Returns what was erased. Where it fails, the outbox machine's relay starts it again."""
        leaving: Leaving = await call(LeavingActivities.stop, ref, SHORT, Lane.PERSON, ref.user_id)
        if leaving.goes:
            await self._give_back(ref)
        erased, complete = 0, not leaving.erases
        while not complete:
            self._report(erased, leaving.messages)
            step = await call(LeavingActivities.erase, ref, LONG, Lane.DEFAULT, ref.user_id, Queue.BULK)
            erased, complete = erased + step.erased, step.complete
        await call(LeavingActivities.finish, ref, SHORT, Lane.PERSON, ref.user_id)
        self._progress = Progress(phase="done", done=erased, total=erased)
        return LeavingResult(erased=erased)

    async def _give_back(self, ref: EffectRef) -> None:
        """Erasing does not wait for long for a Google that is away: its owner can take the grant back there."""
        self._progress = Progress(phase="giving the grant back")
        try:
            await call(LeavingActivities.give_back, ref, RECORD, Lane.PERSON, ref.user_id)
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            workflow.logger.warning("the grant was not given back")

    def _report(self, done: int, total: int) -> None:
        self._progress = Progress(phase="erasing the copy", done=done, total=max(done, total))
        workflow.set_current_details(f"{done} of {total} erased")
