"""Jobs of an older Kith: each is ended, and its work is started again from what the database says of it."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

import structlog
from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from base.heartbeat import heartbeat
from models.contracts.core.effects import EffectKind
from models.contracts.core.upgrade import UpgradeInput, UpgradeResult, older_jobs
from models.database import Database
from models.queries.core.effects import EffectQueries
from services.core.jobs import JobStarter

# Starts the work of a job anew, in the place of one that runs; the words are those of its id after its kind. False
# where there is nothing to do.
Restart = Callable[[UUID, Sequence[str]], Awaitable[bool]]

_PERSONAL = re.compile(r"u:([0-9a-f-]{36}):([a-z-]+):(.+)")
_WHY = "made by an older Kith; what it had to do is started anew"

log = structlog.get_logger()


def effect_restarts(database: Database, starter: JobStarter) -> Mapping[str, Restart]:
    """Of the outbox machine's jobs, by kind. The row says what is wished for, and whether it was tried before."""

    async def restart(user_id: UUID, words: Sequence[str]) -> bool:
        async with database.tenant(user_id) as session:
            ref = await EffectQueries(session, user_id).to_start(UUID(words[0]))
        if ref is None:
            return False
        await starter.start_effect(ref, wished=False)
        return True

    return dict.fromkeys(EffectKind, restart)


class Upgrade:
    """Takes nothing from the histories of older jobs: whoever can write there could have written anything."""

    def __init__(self, client: Client, restarts: Mapping[str, Restart]) -> None:
        """`restarts` by the kind of job."""
        self._client = client
        self._restarts = restarts

    async def run(self, request: UpgradeInput) -> UpgradeResult:
        """End all older jobs that run. Another job takes a job's place in one step, so that none is lost between."""
        result = UpgradeResult()
        async for job in self._client.list_workflows(older_jobs(request.clocked)):
            if not await self._runs(job):
                continue
            restarted = await self._restart(job.id)
            if not restarted:
                await self._end(job)
            ended = await self._status(job) is WorkflowExecutionStatus.TERMINATED  # else it came to its own end first
            result += UpgradeResult(ended=int(ended), restarted=int(restarted))
            log.info("job.upgraded", job=job.id, restarted=restarted)
            heartbeat()
        return result

    async def _runs(self, job: WorkflowExecution) -> bool:
        """Temporal's list is a moment behind: what it shows may have ended, or been replaced."""
        return await self._status(job) is WorkflowExecutionStatus.RUNNING

    async def _status(self, job: WorkflowExecution) -> WorkflowExecutionStatus | None:
        try:
            return (await self._client.get_workflow_handle(job.id, run_id=job.run_id).describe()).status
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise

    async def _restart(self, job_id: str) -> bool:
        personal = _PERSONAL.fullmatch(job_id)
        if personal is None:
            return False
        user_id, kind, rest = personal.groups()
        restart = self._restarts.get(kind)
        return restart is not None and await restart(UUID(user_id), rest.split(":"))

    async def _end(self, job: WorkflowExecution) -> None:
        try:
            await self._client.get_workflow_handle(job.id, run_id=job.run_id).terminate(reason=_WHY)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # it has ended meanwhile
                raise
