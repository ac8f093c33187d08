"""ImportWorkflow: an mbox file goes through the same ledger as a Gmail mailbox."""

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.imports import ImportActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.imports import ImportInput, ImportResult
from workflows.core.calls import call, record_failure
from workflows.core.options import LONG, Queue


@workflow.defn
class ImportWorkflow:
    """One activity reads the file from where it stopped, and says with heartbeats how far it is."""

    @workflow.init
    def __init__(self, request: ImportInput) -> None:
        self._result: ImportResult | None = None

    @workflow.query
    def progress(self) -> Progress:
        """What was read, once it is all read; the heartbeats tell more until then."""
        if self._result is None:
            return Progress(phase="reading the file")
        return Progress(phase="done", done=self._result.read, total=self._result.read)

    @workflow.run
    async def run(self, request: ImportInput) -> ImportResult:
        """Returns the counts. Fails when the file cannot be read, and the mailbox says so."""
        user_id = request.mailbox.user_id
        try:
            self._result = await call(ImportActivities.import_mbox, request, LONG, Lane.PERSON, user_id, Queue.BULK)
        except ActivityError as error:
            await record_failure(request.mailbox, error)
            raise
        workflow.set_current_details(f"{self._result.stored} stored, {self._result.known} known before")
        return self._result
