"""Starts and signals workflows for services: the JobStarter over a Temporal client."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.core.lanes import Lane
from models.contracts.enrichment.jobs import EnrichmentInput, RoundInput
from models.contracts.gmail.copying import BackfillInput, MailboxSyncState
from models.contracts.gmail.reconcile import ReconcileInput
from models.contracts.imports import ImportInput
from models.contracts.mail.attachment_prefetch import PrefetchInput
from models.contracts.mail.mailboxes import MailboxRef
from models.contracts.people.extraction import ExtractionInput
from workflows.core import ids
from workflows.core.attributes import attributes
from workflows.core.options import Queue, priority
from workflows.enrichment import ROUND_SUMMARY, SUMMARY, EnrichmentRoundWorkflow, EnrichmentWorkflow
from workflows.gmail.attachment_prefetch import AttachmentsAheadWorkflow
from workflows.gmail.backfill import BackfillWorkflow
from workflows.gmail.mailbox_sync import MailboxSyncWorkflow
from workflows.gmail.reconcile import ReconcileWorkflow
from workflows.imports import ContactImportWorkflow, GoogleContactsWorkflow, ImportWorkflow
from workflows.people import ContactExtractionWorkflow
from workflows.privacy import LeaveWorkflow
from workflows.sending import ModifyWorkflow, SendWorkflow

_EFFECTS: dict[EffectKind, tuple[Any, str]] = {
    EffectKind.SEND: (SendWorkflow.run, "Send a mail"),
    EffectKind.MODIFY: (ModifyWorkflow.run, "Change labels"),
    EffectKind.CONTACTS_IMPORT: (ContactImportWorkflow.run, "Import people"),
    EffectKind.LEAVE: (LeaveWorkflow.run, "Disconnect a mailbox"),
}


@dataclass(frozen=True)
class _Job:
    """What to start. `summary` is what operators read in the Temporal Web UI."""

    run: Any
    id: str
    lane: Lane
    summary: str
    about: MailboxRef | EffectRef | EnrichmentInput | RoundInput


class TemporalStarter:
    """Every call is idempotent: a job that runs already is used, not doubled. Each returns the job's id."""

    def __init__(self, client: Client, *, replacing: bool = False) -> None:
        """`replacing`: a job that runs is ended, and another one takes its place in the same step."""
        self._client = client
        self._replacing = replacing

    async def start_backfill(self, ref: MailboxRef, generation: int) -> str:
        """Copy the mailbox, or go on where an earlier run of this generation stopped."""
        request = BackfillInput(mailbox=ref, generation=generation)
        job = _Job(BackfillWorkflow.run, ids.backfill(ref, generation), Lane.BACKFILL, "Copy the mailbox", ref)
        return await self._start(job, request)

    async def wake_mailbox(self, ref: MailboxRef, history_id: int) -> str:
        """Follow the history: a push named `history_id`, or a person asks (0). Needs no worker to return."""
        lane = Lane.PUSH if history_id else Lane.PERSON
        job = _Job(MailboxSyncWorkflow.run, ids.mailbox(ref), lane, "Follow the mailbox", ref)
        return await self._start(job, MailboxSyncState(mailbox=ref), "notify", history_id)

    async def start_import(self, ref: MailboxRef, import_id: UUID) -> str:
        """Read an uploaded file into the mailbox."""
        request = ImportInput(mailbox=ref, import_id=import_id)
        job = _Job(ImportWorkflow.run, ids.mbox_import(ref.user_id, import_id), Lane.PERSON, "Import an mbox file", ref)
        return await self._start(job, request)

    async def start_extraction(self, ref: MailboxRef) -> str:
        """Look through stored mail for people; tells a running extraction that there is more."""
        return await self._start(_extraction(ref), ExtractionInput(mailbox=ref), "stored")

    async def ensure_extraction(self, ref: MailboxRef) -> str:
        """The same for a mailbox whose backfill runs or ends: an extraction that runs sees all of it by itself."""
        return await self._start(_extraction(ref), ExtractionInput(mailbox=ref))

    async def start_prefetch(self, ref: MailboxRef) -> str:
        """Fetch attachments that a rule has picked; tells a running job that there are more."""
        job = _Job(
            AttachmentsAheadWorkflow.run, ids.attachments(ref), Lane.BACKFILL, "Fetch attachments ahead of time", ref
        )
        return await self._start(job, PrefetchInput(mailbox=ref), "picked")

    async def start_reconcile(self, ref: MailboxRef) -> str:
        """Compare the mailbox with Gmail; a comparison that runs is followed by another."""
        return await self._start(_reconcile(ref), ReconcileInput(mailbox=ref), "again")

    async def ensure_reconcile(self, ref: MailboxRef) -> str:
        """The same, but a comparison that runs is enough."""
        return await self._start(_reconcile(ref), ReconcileInput(mailbox=ref))

    async def start_enrichment(self, request: EnrichmentInput) -> str:
        """Ask others about a contact; where that runs and all is to be asked anew, it is told so."""
        job = _Job(EnrichmentWorkflow.run, request.job_id, request.lane, SUMMARY, request)
        return await self._start(job, request, "again" if request.again else None)

    async def start_enrichment_round(self, user_id: UUID) -> str:
        """Ask about everybody who is due; a round that runs is enough."""
        request = RoundInput(user_id=user_id)
        return await self._start(
            _Job(EnrichmentRoundWorkflow.run, request.job_id, Lane.BACKFILL, ROUND_SUMMARY, request), request
        )

    async def start_google_contacts(self, ref: MailboxRef) -> str:
        """Ask Google for contacts that have changed; a job that runs looks once more."""
        job = _Job(
            GoogleContactsWorkflow.run, ids.google_contacts(ref), Lane.DEFAULT, "Keep Google Contacts in step", ref
        )
        return await self._start(job, ref, "again")

    async def start_effect(self, ref: EffectRef, *, wished: bool) -> str:
        """See to what waits in the outbox machine; `wished` tells a running job that something else is wished for."""
        if ref.kind is EffectKind.IMPORT:
            return await self.start_import(ref.mailbox, ref.effect_id)
        run, summary = _EFFECTS[ref.kind]
        job = _Job(run, ref.job_id, Lane.PERSON, summary, ref)
        return await self._start(job, ref, "wished" if wished else None)

    async def _start(self, job: _Job, request: object, signal: str | None = None, *arguments: object) -> str:
        """Start it; where it runs already, it gets the signal, or nothing."""
        running = WorkflowIDConflictPolicy.UNSPECIFIED if signal else WorkflowIDConflictPolicy.USE_EXISTING
        if self._replacing:  # it acts as it starts, and needs no signal
            running, signal, arguments = WorkflowIDConflictPolicy.TERMINATE_EXISTING, None, ()
        handle = await self._client.start_workflow(
            job.run,
            request,
            id=job.id,
            task_queue=Queue.WORKFLOWS,
            id_conflict_policy=running,
            start_signal=signal,
            start_signal_args=arguments,
            priority=priority(job.lane, job.about.user_id),
            static_summary=job.summary,
            search_attributes=attributes(job.id, job.about.user_id, getattr(job.about, "mailbox_id", None)),
            memo={"lane": job.lane.name.lower()},
        )
        return str(handle.id)

    async def stop_effects(self, refs: Sequence[EffectRef]) -> None:
        """Cancel what sees to them."""
        for ref in refs:
            await self._cancel(ref.job_id)

    async def stop_mailbox(self, ref: MailboxRef, generation: int) -> None:
        """Cancel the jobs that copy this mailbox; a job that has ended is left alone."""
        jobs = ids.mailbox(ref), ids.reconcile(ref), ids.contacts(ref), ids.attachments(ref)
        for workflow_id in (ids.backfill(ref, generation), *jobs):
            await self._cancel(workflow_id)

    async def _cancel(self, workflow_id: str) -> None:
        try:
            await self._client.get_workflow_handle(workflow_id).cancel()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise


def _extraction(ref: MailboxRef) -> _Job:
    return _Job(ContactExtractionWorkflow.run, ids.contacts(ref), Lane.DEFAULT, "Find people in stored mail", ref)


def _reconcile(ref: MailboxRef) -> _Job:
    return _Job(ReconcileWorkflow.run, ids.reconcile(ref), Lane.BACKFILL, "Compare the mailbox with Gmail", ref)
