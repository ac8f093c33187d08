"""Jobs: starting them (as services see it), and what their owner sees of them."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
)
from temporalio.exceptions import ApplicationErrorCategory, FailureError
from temporalio.service import RPCError, RPCStatusCode

from base import cursors
from base.errors import Invalid, NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import EffectRef
from models.contracts.core.jobs import Job, Progress, prefix
from models.contracts.enrichment.jobs import EnrichmentInput
from models.contracts.mail.mailboxes import MailboxRef

_ANSWER = timedelta(seconds=3)  # for a worker to answer a query; a page does not wait longer
_NO_ANSWER = {
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.FAILED_PRECONDITION,  # no worker polls the queue
    RPCStatusCode.RESOURCE_EXHAUSTED,
}


class JobStarter(Protocol):
    """Starts and signals workflows; every call is idempotent and those that start return the job's id."""

    async def start_backfill(self, ref: MailboxRef, generation: int) -> str: ...

    async def wake_mailbox(self, ref: MailboxRef, history_id: int) -> str: ...

    async def start_effect(self, ref: EffectRef, *, wished: bool) -> str: ...

    async def stop_effects(self, refs: Sequence[EffectRef]) -> None: ...

    async def start_import(self, ref: MailboxRef, import_id: UUID) -> str: ...

    async def start_extraction(self, ref: MailboxRef) -> str: ...

    async def ensure_extraction(self, ref: MailboxRef) -> str: ...

    async def start_prefetch(self, ref: MailboxRef) -> str: ...

    async def start_reconcile(self, ref: MailboxRef) -> str: ...

    async def ensure_reconcile(self, ref: MailboxRef) -> str: ...

    async def start_enrichment(self, request: EnrichmentInput) -> str: ...

    async def start_enrichment_round(self, user_id: UUID) -> str: ...

    async def start_google_contacts(self, ref: MailboxRef) -> str: ...

    async def stop_mailbox(self, ref: MailboxRef, generation: int) -> None: ...


class Jobs:
    """A user's workflows, found by the prefix of their ids."""

    def __init__(self, client: Client, ui_url: str | None) -> None:
        self._client = client
        self._ui_url = ui_url

    async def all(
        self, principal: Principal, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Job], str | None]:
        """A page of jobs, running and new ones first, without progress. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        found = self._client.list_workflows(
            f"WorkflowId STARTS_WITH '{prefix(user_id)}'", page_size=limit, next_page_token=_token(user_id, cursor)
        )
        try:
            await found.fetch_next_page()
        except RPCError as error:
            if cursor is not None and error.status is RPCStatusCode.INVALID_ARGUMENT:
                raise Invalid(
                    "This cursor is not from this list. Leave it out to start anew.", field="cursor"
                ) from error
            raise
        token = found.next_page_token
        next_cursor = cursors.encode(f"jobs.{user_id}", base64.b64encode(token).decode()) if token else None
        return [self._job(execution) for execution in found.current_page or []], next_cursor

    async def one(self, principal: Principal, job_id: str, run_id: str | None = None) -> Job:
        """The newest run of a job, or one that is named, with its progress and its troubles. Raises NotFound."""
        if not job_id.startswith(prefix(principal.tenant_id)):
            raise NotFound("There is no such job.")
        try:
            found = await self._client.get_workflow_handle(job_id, run_id=run_id).describe()
        except RPCError as error:
            if error.status in {RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT}:
                raise NotFound("There is no such job.") from error
            raise
        handle: WorkflowHandle[object, object] = self._client.get_workflow_handle(job_id, run_id=found.run_id)
        progress = await _progress(handle)
        problem = await _failure(handle) if found.status is WorkflowExecutionStatus.FAILED else None
        if progress is None and found.close_time is None:
            problem = "Nothing works on it now, so how far it is, is unknown: whoever runs Kith starts its workers."
        attempts, waits = await self._tried_again(found)
        return replace(self._job(found), progress=progress, error=problem, attempts=attempts, waits=waits)

    async def _tried_again(self, found: WorkflowExecutionDescription) -> tuple[list[str], list[str]]:
        """Why activities will be tried again: those that failed, and those that wait as long as they should."""
        attempts: list[str] = []
        waits: list[str] = []
        for pending in found.raw_description.pending_activities:
            if pending.HasField("last_failure"):
                failure = await self._client.data_converter.decode_failure(pending.last_failure)
                expected = getattr(failure, "category", None) is ApplicationErrorCategory.BENIGN
                (waits if expected else attempts).append(
                    failure.message if isinstance(failure, FailureError) else str(failure)
                )
        return attempts, waits

    def _job(self, found: WorkflowExecution) -> Job:
        ui = f"{self._ui_url}/namespaces/{self._client.namespace}/workflows/{found.id}/{found.run_id}"
        return Job(
            id=found.id,
            run_id=found.run_id,
            type=found.workflow_type,
            state=found.status.name.lower() if found.status else "unknown",
            started_at=found.start_time,
            closed_at=found.close_time,
            progress=None,
            ui_url=ui if self._ui_url else None,
        )


async def _progress(handle: WorkflowHandle[object, object]) -> Progress | None:
    """What the `progress` query answers; None where no worker does, or the history cannot be replayed."""
    try:
        progress: Progress = await handle.query("progress", result_type=Progress, rpc_timeout=_ANSWER)
    except (WorkflowQueryFailedError, WorkflowQueryRejectedError):
        return None
    except RPCError as error:
        if error.status in _NO_ANSWER:
            return None
        raise
    return progress


async def _failure(handle: WorkflowHandle[object, object]) -> str:
    """Why a failed workflow failed: the innermost reason, which names the fix."""
    try:
        await handle.result(follow_runs=False)
    except WorkflowFailureError as error:
        reason: BaseException = error.cause
        while reason.__cause__ is not None:
            reason = reason.__cause__
        return reason.message if isinstance(reason, FailureError) else str(reason)
    return ""


def _token(user_id: UUID, cursor: str | None) -> bytes | None:
    values = cursors.decode(f"jobs.{user_id}", cursor, str)
    try:
        return base64.b64decode(values[0], validate=True) if values else None
    except binascii.Error as error:
        raise Invalid("This cursor is not from this list. Leave it out to start anew.", field="cursor") from error
