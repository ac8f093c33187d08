"""ImportWorkflow: an mbox file goes through the same ledger as a Gmail mailbox. ContactImportWorkflow: people."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, FailureError, is_cancelled_exception

from activities.imports import ContactImportActivities, GoogleContactsActivities, ImportActivities
from models.contracts.core.effects import EffectRef
from models.contracts.core.jobs import DueStarted, Progress
from models.contracts.core.lanes import Lane
from models.contracts.imports import ImportInput, ImportResult
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.address_books import ContactImportFailure, ContactImportStep
from models.contracts.people.google_contacts import GoogleContactsResult
from workflows.core.calls import call, reason, record_failure, start_due
from workflows.core.options import LONG, RECORD, SHORT, Queue
from workflows.core.signal_loop import SignalLoop


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


@workflow.defn
class ContactImportWorkflow(SignalLoop):
    """Reads a file of people, or takes an import back: its row says which. A signal only wakes."""

    @workflow.init
    def __init__(self, ref: EffectRef) -> None:
        super().__init__()
        self._ref = ref
        self._step = ContactImportStep(done=0, total=0, complete=False)

    @workflow.signal
    def wished(self) -> None:
        """Something else is to become of it."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How many of its people are done."""
        phase = "done" if self._step.complete else "reading the file"
        return Progress(phase=phase, done=self._step.done, total=self._step.total or None)

    @workflow.run
    async def run(self, ref: EffectRef) -> ContactImportStep:
        """Returns how it ended. Where it fails or is stopped, the import says so, and goes on when its owner wishes."""
        try:
            await self._follow()
        except (FailureError, asyncio.CancelledError) as error:
            if is_cancelled_exception(error):
                await asyncio.shield(self._stop(None))
            raise
        return self._step

    async def _act(self) -> bool:
        user_id = self._ref.user_id
        self._step = await call(ContactImportActivities.import_file, self._ref, LONG, Lane.PERSON, user_id, Queue.BULK)
        workflow.set_current_details(f"{self._step.done} of {self._step.total} people")
        return self._step.complete

    async def _failed(self, error: FailureError) -> None:
        await self._stop(reason(error))

    async def _stop(self, why: str | None) -> None:
        failure = ContactImportFailure(user_id=self._ref.user_id, import_id=self._ref.effect_id, reason=why)
        await call(ContactImportActivities.stop_import, failure, RECORD, Lane.PERSON, self._ref.user_id)

    def _state(self) -> EffectRef:
        return self._ref


@workflow.defn
class GoogleContactsWorkflow(SignalLoop):
    """Keeps one account's Google Contacts in step, or takes them away: the database says which. A signal only wakes."""

    @workflow.init
    def __init__(self, ref: MailboxRef) -> None:
        super().__init__()
        self._ref = ref
        self._result = GoogleContactsResult()
        self._phase = "asking Google"

    @workflow.signal
    def again(self) -> None:
        """Look once more."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """How many contacts finished looks have brought or taken away."""
        return Progress(phase=self._phase, done=self._result.changed + self._result.removed)

    @workflow.run
    async def run(self, ref: MailboxRef) -> GoogleContactsResult:
        """Returns what was changed. Where it fails, the clock starts it again within the hour."""
        await self._follow()
        self._phase = "done"
        return self._result

    async def _act(self) -> bool:
        look = await call(GoogleContactsActivities.sync, self._ref, LONG, Lane.DEFAULT, self._ref.user_id, Queue.BULK)
        self._result = self._result + look
        workflow.set_current_details(f"{self._result.changed} changed, {self._result.removed} removed")
        return look.complete

    def _state(self) -> MailboxRef:
        return self._ref


_PAGES = 100  # of mailboxes that one run of the clock's starts at most


@workflow.defn
class GoogleContactsDueWorkflow:
    """Started by a schedule: pages through the directory of all users' mailboxes."""

    @workflow.run
    async def run(self) -> DueStarted:
        """Returns how many jobs it started."""
        return await start_due(GoogleContactsActivities.start_due, SHORT, _PAGES)
