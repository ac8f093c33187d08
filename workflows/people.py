"""ContactExtractionWorkflow: stored messages become people, companies and interactions."""

from dataclasses import replace

from temporalio import workflow

from activities.people import ContactActivities
from models.contracts.core.jobs import Progress
from models.contracts.core.lanes import Lane
from models.contracts.people import ExtractionInput, ExtractionResult
from workflows.core.calls import call
from workflows.core.options import FOLLOW, Queue


@workflow.defn
class ContactExtractionWorkflow:
    """One follower a mailbox; a signal that comes while it runs makes it look once more.

    A look ends after some messages, so that the progress is seen and an activity is never long.
    """

    @workflow.init
    def __init__(self, request: ExtractionInput) -> None:
        self._signals = 0
        self._found = request.before or ExtractionResult(messages=0, contacts=0, companies=0)

    @workflow.signal
    def stored(self) -> None:
        """There is more mail to look at."""
        self._signals += 1

    @workflow.query
    def progress(self) -> Progress:
        """How many messages finished looks have covered."""
        return Progress(phase="finding people", done=self._found.messages)

    @workflow.run
    async def run(self, request: ExtractionInput) -> ExtractionResult:
        """Returns what was found, by earlier runs of a chain too."""
        seen, complete = -1, False
        while not complete or seen != self._signals:
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(replace(request, before=self._found))
            seen = self._signals
            look = await call(
                ContactActivities.extract, request, FOLLOW, Lane.DEFAULT, request.mailbox.user_id, Queue.CPU
            )
            complete = look.complete
            self._found = self._found + look
            workflow.set_current_details(f"{self._found.contacts} contacts, {self._found.companies} companies")
            await workflow.wait_condition(workflow.all_handlers_finished)
        return self._found
