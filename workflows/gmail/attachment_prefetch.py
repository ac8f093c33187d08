"""AttachmentsAheadWorkflow: what people sent lately is here before somebody opens it."""

from dataclasses import replace

from temporalio import workflow

from activities.gmail.copying import CopyingActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.mail.attachment_prefetch import PrefetchInput, PrefetchResult
from workflows.core.calls import call
from workflows.core.options import LONG
from workflows.core.signal_loop import SignalLoop


@workflow.defn
class AttachmentsAheadWorkflow(SignalLoop):
    """One a mailbox; a signal that comes while it runs makes it look once more."""

    @workflow.init
    def __init__(self, request: PrefetchInput) -> None:
        super().__init__()
        self._request = request
        self._fetched = request.before

    @workflow.signal
    def picked(self) -> None:
        """There are more."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How many attachments finished looks have fetched."""
        return Progress(phase="fetching small, recent attachments", done=self._fetched)

    @workflow.run
    async def run(self, request: PrefetchInput) -> int:
        """Returns how many were fetched, by earlier runs of a chain too."""
        await self._follow()
        return self._fetched

    async def _act(self) -> bool:
        user_id = self._request.mailbox.user_id
        look: PrefetchResult = await call(CopyingActivities.fetch_ahead, self._request, LONG, Lane.BACKFILL, user_id)
        self._fetched += look.fetched
        workflow.set_current_details(f"{self._fetched} attachments")
        return look.complete

    def _state(self) -> PrefetchInput:
        return replace(self._request, before=self._fetched)
