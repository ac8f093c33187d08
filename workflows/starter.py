"""Starts and signals workflows for services: the JobStarter over a Temporal client."""

from collections.abc import Sequence
from uuid import UUID

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from models.contracts.outbox import ModifyInput, OutboxRef
from models.contracts.reconcile import ReconcileInput
from models.contracts.sync import (
    BackfillInput,
    ExtractionInput,
    ImportInput,
    MailboxRef,
    MailboxSyncState,
)
from workflows import ids
from workflows.backfill import BackfillWorkflow
from workflows.contacts import ContactExtractionWorkflow
from workflows.imports import ImportWorkflow
from workflows.mailbox import MailboxSyncWorkflow
from workflows.options import Lane, Queue, priority
from workflows.outbox import ModifyWorkflow, SendWorkflow
from workflows.reconcile import ReconcileWorkflow


class TemporalStarter:
    """Every call is idempotent: a job that runs already is used, not doubled. Each returns the job's id."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start_backfill(self, ref: MailboxRef, generation: int) -> str:
        """Copy the mailbox, or go on where an earlier run of this generation stopped."""
        handle = await self._client.start_workflow(
            BackfillWorkflow.run,
            BackfillInput(mailbox=ref, generation=generation),
            id=ids.backfill(ref, generation),
            task_queue=Queue.WORKFLOWS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            priority=priority(Lane.BACKFILL, ref.user_id),
            static_summary="Copy the mailbox",
        )
        return handle.id

    async def wake_mailbox(self, ref: MailboxRef, history_id: int) -> str:
        """Follow the history: a push named `history_id`, or a person asks (0). Needs no worker to return."""
        handle = await self._client.start_workflow(
            MailboxSyncWorkflow.run,
            MailboxSyncState(mailbox=ref),
            id=ids.mailbox(ref),
            task_queue=Queue.WORKFLOWS,
            start_signal="notify",
            start_signal_args=[history_id],
            priority=priority(Lane.PUSH if history_id else Lane.PERSON, ref.user_id),
            static_summary="Follow the mailbox",
        )
        return handle.id

    async def start_import(self, ref: MailboxRef, import_id: UUID) -> str:
        """Read an uploaded file into the mailbox."""
        handle = await self._client.start_workflow(
            ImportWorkflow.run,
            ImportInput(mailbox=ref, import_id=import_id),
            id=ids.mbox_import(ref.user_id, import_id),
            task_queue=Queue.WORKFLOWS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            priority=priority(Lane.PERSON, ref.user_id),
            static_summary="Import an mbox file",
        )
        return handle.id

    async def start_extraction(self, ref: MailboxRef) -> str:
        """Look through stored mail for people; tells a running extraction that there is more."""
        handle = await self._client.start_workflow(
            ContactExtractionWorkflow.run,
            ExtractionInput(mailbox=ref),
            id=ids.contacts(ref),
            task_queue=Queue.WORKFLOWS,
            start_signal="stored",
            priority=priority(Lane.DEFAULT, ref.user_id),
            static_summary="Find people in stored mail",
        )
        return handle.id

    async def ensure_extraction(self, ref: MailboxRef) -> str:
        """The same for a mailbox whose backfill runs or ends: an extraction that runs sees all of it by itself."""
        handle = await self._client.start_workflow(
            ContactExtractionWorkflow.run,
            ExtractionInput(mailbox=ref),
            id=ids.contacts(ref),
            task_queue=Queue.WORKFLOWS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            priority=priority(Lane.DEFAULT, ref.user_id),
            static_summary="Find people in stored mail",
        )
        return handle.id

    async def start_reconcile(self, ref: MailboxRef) -> str:
        """Compare the mailbox with Gmail; a comparison that runs is followed by another."""
        handle = await self._client.start_workflow(
            ReconcileWorkflow.run,
            ReconcileInput(mailbox=ref),
            id=ids.reconcile(ref),
            task_queue=Queue.WORKFLOWS,
            start_signal="again",
            priority=priority(Lane.BACKFILL, ref.user_id),
            static_summary="Compare the mailbox with Gmail",
        )
        return handle.id

    async def ensure_reconcile(self, ref: MailboxRef) -> str:
        """The same, but a comparison that runs is enough."""
        handle = await self._client.start_workflow(
            ReconcileWorkflow.run,
            ReconcileInput(mailbox=ref),
            id=ids.reconcile(ref),
            task_queue=Queue.WORKFLOWS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            priority=priority(Lane.BACKFILL, ref.user_id),
            static_summary="Compare the mailbox with Gmail",
        )
        return handle.id

    async def start_send(self, item: OutboxRef) -> str:
        """Take a mail of the outbox to Gmail; tells a running send that something else was wished for."""
        user_id = item.mailbox.user_id
        handle = await self._client.start_workflow(
            SendWorkflow.run,
            item,
            id=ids.send(user_id, item.outbox_id),
            task_queue=Queue.WORKFLOWS,
            start_signal="wished",
            priority=priority(Lane.PERSON, user_id),
            static_summary="Send a mail",
        )
        return handle.id

    async def start_modify(self, request: ModifyInput, change_id: UUID) -> str:
        """Change labels."""
        user_id = request.mailbox.user_id
        handle = await self._client.start_workflow(
            ModifyWorkflow.run,
            request,
            id=ids.modify(user_id, change_id),
            task_queue=Queue.WORKFLOWS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            priority=priority(Lane.PERSON, user_id),
            static_summary="Change labels",
        )
        return handle.id

    async def stop_sends(self, user_id: UUID, outbox_ids: Sequence[UUID]) -> None:
        """Cancel what takes these mails to Gmail."""
        for outbox_id in outbox_ids:
            await self._cancel(ids.send(user_id, outbox_id))

    async def stop_mailbox(self, ref: MailboxRef, generation: int) -> None:
        """Cancel the jobs that copy this mailbox; a job that has ended is left alone."""
        for workflow_id in (ids.backfill(ref, generation), ids.mailbox(ref), ids.reconcile(ref), ids.contacts(ref)):
            await self._cancel(workflow_id)

    async def _cancel(self, workflow_id: str) -> None:
        try:
            await self._client.get_workflow_handle(workflow_id).cancel()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
