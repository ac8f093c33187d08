"""AttachmentsAheadWorkflow: what people sent lately is here before somebody opens it."""

from dataclasses import replace

from temporalio import workflow

from activities.gmail.copying import CopyingActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.mail.attachment_prefetch import PrefetchInput, PrefetchResult
from workflows.core.calls import call
from workflows.core.options import LONG


@workflow.defn
class AttachmentsAheadWorkflow:
    """One a mailbox; a signal that comes while it runs makes it look once more."""

    @workflow.init
    def __init__(self, request: PrefetchInput) -> None:
        self._signals = 0
        self._fetched = request.before

    @workflow.signal
    def picked(self) -> None:
        """There are more."""
        self._signals += 1

    @workflow.query
    def progress(self) -> Progress:
        """How many attachments finished looks have fetched."""
        return Progress(phase="fetching small, recent attachments", done=self._fetched)

    @workflow.run
    async def run(self, request: PrefetchInput) -> int:
        """Returns how many were fetched, by earlier runs of a chain too."""
        seen, complete = -1, False
        while not complete or seen != self._signals:
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(replace(request, before=self._fetched))
            seen = self._signals
            look: PrefetchResult = await call(
                CopyingActivities.fetch_ahead, request, LONG, Lane.BACKFILL, request.mailbox.user_id
            )
            complete = look.complete
            self._fetched += look.fetched
            workflow.set_current_details(f"{self._fetched} attachments")
            await workflow.wait_condition(workflow.all_handlers_finished)
        return self._fetched
