"""Jobs: starting them (as services see it), and what their owner sees of them."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus, WorkflowFailureError
from temporalio.service import RPCError, RPCStatusCode

from base.errors import NotFound
from models.contracts.jobs import Job, Progress
from models.contracts.sync import MailboxRef

_ANSWER = timedelta(seconds=3)  # for a worker to answer a query; a page does not wait longer


class JobStarter(Protocol):
    """Starts and signals workflows; every call is idempotent and those that start return the job's id."""

    async def start_backfill(self, ref: MailboxRef, generation: int) -> str: ...

    async def wake_mailbox(self, ref: MailboxRef, history_id: int) -> str: ...

    async def start_import(self, ref: MailboxRef, import_id: UUID) -> str: ...

    async def start_extraction(self, ref: MailboxRef) -> str: ...

    async def stop_mailbox(self, ref: MailboxRef, generation: int) -> None: ...


class Jobs:
    """A user's workflows, found by the prefix of their ids."""

    def __init__(self, client: Client, ui_url: str | None) -> None:
        self._client = client
        self._ui_url = ui_url

    async def all(self, user_id: UUID, limit: int = 50) -> list[Job]:
        """The newest jobs, without their progress."""
        query = f"WorkflowId STARTS_WITH '{_prefix(user_id)}'"
        return [self._job(found) async for found in self._client.list_workflows(query, limit=limit)]

    async def one(self, user_id: UUID, job_id: str) -> Job:
        """One job with its progress, and what its activities are being retried for. Raises NotFound."""
        if not job_id.startswith(_prefix(user_id)):
            raise NotFound("There is no such job.")
        handle = self._client.get_workflow_handle(job_id)
        try:
            found = await handle.describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise NotFound("There is no such job.") from error
            raise
        progress: Progress | None = None
        problem: str | None = None
        try:
            progress = await handle.query("progress", result_type=Progress, rpc_timeout=_ANSWER)
        except RPCError as error:
            problem = "No worker answers: its progress is unknown." if found.close_time is None else None
            if error.status not in {
                RPCStatusCode.DEADLINE_EXCEEDED,
                RPCStatusCode.CANCELLED,
                RPCStatusCode.FAILED_PRECONDITION,
                RPCStatusCode.UNAVAILABLE,
            }:
                raise
        if found.status is WorkflowExecutionStatus.FAILED:
            try:
                await handle.result()
            except WorkflowFailureError as error:
                problem = str(error.cause.__cause__ or error.cause)
        pending = [
            f"{activity.activity_type.name}: {activity.last_failure.message}"
            for activity in found.raw_description.pending_activities
            if activity.last_failure.message
        ]
        return self._job(found, progress, problem, pending)

    def _job(
        self,
        found: WorkflowExecution,
        progress: Progress | None = None,
        error: str | None = None,
        attempts: list[str] | None = None,
    ) -> Job:
        ui = f"{self._ui_url}/namespaces/{self._client.namespace}/workflows/{found.id}/{found.run_id}"
        return Job(
            id=found.id,
            run_id=found.run_id,
            type=found.workflow_type,
            state=found.status.name.lower() if found.status else "unknown",
            started_at=found.start_time,
            closed_at=found.close_time,
            progress=progress,
            error=error,
            attempts=attempts or [],
            ui_url=ui if self._ui_url else None,
        )


def _prefix(user_id: UUID) -> str:
    return f"u:{user_id}:"
