"""MailboxSyncWorkflow: one entity a mailbox, woken by pushes and people, that follows Gmail's history."""

import contextlib

from temporalio import workflow
from temporalio.exceptions import FailureError, WorkflowAlreadyStartedError

from activities.gmail.copying import CopyingActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.gmail.copying import BackfillInput, MailboxSyncState, SyncResult
from workflows.core import ids
from workflows.core.attributes import attributes
from workflows.core.calls import call, record_failure
from workflows.core.options import LONG, Queue, priority
from workflows.core.signal_loop import SignalLoop
from workflows.gmail.backfill import BackfillWorkflow


@workflow.defn
class MailboxSyncWorkflow(SignalLoop):
    """Many wake-ups while one sync runs make one more sync. Returns when nothing is pending."""

    @workflow.init
    def __init__(self, state: MailboxSyncState) -> None:
        super().__init__()
        self._mailbox = state.mailbox
        self._syncs = state.syncs
        self._last: SyncResult | None = None

    @workflow.signal
    def notify(self, history_id: int) -> None:
        """Something may have changed: a push named `history_id` (0: a person asks)."""
        if history_id == 0 or self._last is None or history_id > self._last.history_id:
            self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How many times this run has followed the history."""
        return Progress(phase="looking for what has changed", done=self._syncs)

    @workflow.run
    async def run(self, state: MailboxSyncState) -> MailboxSyncState:
        """Returns the state at the end. Fails when the mailbox needs a person, and the mailbox says so."""
        await self._follow()
        return self._state()

    async def _act(self) -> bool:
        self._last = await call(CopyingActivities.sync_history, self._mailbox, LONG, Lane.PUSH, self._mailbox.user_id)
        self._syncs += 1
        workflow.set_current_details(f"history {self._last.history_id}, {self._syncs} syncs")
        if self._last.expired:
            await self._list_anew(self._last.generation)
        return True

    async def _failed(self, error: FailureError) -> None:
        await record_failure(self._mailbox, error)

    def _state(self) -> MailboxSyncState:
        return MailboxSyncState(mailbox=self._mailbox, syncs=self._syncs)

    async def _list_anew(self, generation: int) -> None:
        # A second wake-up may come before the backfill that the first one started has taken a new cursor.
        with contextlib.suppress(WorkflowAlreadyStartedError):
            backfill = ids.backfill(self._mailbox, generation)
            await workflow.start_child_workflow(
                BackfillWorkflow.run,
                BackfillInput(mailbox=self._mailbox, generation=generation),
                id=backfill,
                task_queue=Queue.WORKFLOWS,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                priority=priority(Lane.BACKFILL, self._mailbox.user_id),
                static_summary="Copy the mailbox",
                search_attributes=attributes(backfill, self._mailbox.user_id, self._mailbox.mailbox_id),
            )
