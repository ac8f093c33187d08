"""ContactExtractionWorkflow: stored messages become people. MeetingsDueWorkflow: meetings that are over count."""

from dataclasses import replace

from temporalio import workflow

from activities.people import ContactActivities, MeetingActivities
from models.contracts.core.jobs import DueStarted, Progress
from models.contracts.core.lanes import Lane
from models.contracts.people.extraction import ExtractionInput, ExtractionResult
from workflows.core.calls import call, start_due
from workflows.core.options import FOLLOW, STATEMENTS, Queue
from workflows.core.signal_loop import SignalLoop

_PAGES = 100  # of users, in one run of the clock's


@workflow.defn
class ContactExtractionWorkflow(SignalLoop):
    """One follower a mailbox; a signal that comes while it runs makes it look once more.

    A look ends after some messages, so that the progress is seen and an activity is never long.
    """

    @workflow.init
    def __init__(self, request: ExtractionInput) -> None:
        super().__init__()
        self._request = request
        self._found = request.before or ExtractionResult(messages=0, contacts=0, companies=0)

    @workflow.signal
    def stored(self) -> None:
        """There is more mail to look at."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How many messages finished looks have covered."""
        return Progress(phase="finding people", done=self._found.messages)

    @workflow.run
    async def run(self, request: ExtractionInput) -> ExtractionResult:
        """Returns what was found, by earlier runs of a chain too."""
        await self._follow()
        return self._found

    async def _act(self) -> bool:
        user_id = self._request.mailbox.user_id
        look = await call(ContactActivities.extract, self._request, FOLLOW, Lane.DEFAULT, user_id, Queue.CPU)
        self._found = self._found + look
        workflow.set_current_details(f"{self._found.contacts} contacts, {self._found.companies} companies")
        return look.complete

    def _state(self) -> ExtractionInput:
        return replace(self._request, before=self._found)


@workflow.defn
class MeetingsDueWorkflow:
    """Started by a schedule: pages through the directory of users who have met somebody since."""

    @workflow.run
    async def run(self) -> DueStarted:
        """Returns how many users there were."""
        return await start_due(MeetingActivities.count_over, STATEMENTS, _PAGES)
