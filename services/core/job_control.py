"""Stopping and retrying jobs: those of a kind that records how it ended, and goes on from where it was."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from base.errors import Conflict
from models.contracts.accounts.principals import Principal
from models.contracts.core.jobs import Job, kind_of
from services.core.jobs import Jobs

Retry = Callable[[Principal, str], Awaitable[object]]  # has the work of this job go on

_RUNNING = "running"
_EARLY = frozenset({"failed", "canceled", "terminated", "timed_out"})


class NotStoppable(Conflict):
    """This job has ended, or is not one to be stopped here."""


class NotRetryable(Conflict):
    """This job has not ended early, or is not one to be tried again here."""


class JobControl:
    """What a job's owner may do with it."""

    def __init__(self, client: Client, jobs: Jobs, retries: Mapping[str, Retry]) -> None:
        """`retries` by the kind of job: those that can be stopped and tried again."""
        self._client = client
        self._jobs = jobs
        self._retries = retries

    def offered(self, job: Job) -> Job:
        """The same, with what may be done with it."""
        known = kind_of(job.id) in self._retries
        return replace(job, can_stop=known and job.state == _RUNNING, can_retry=known and job.state in _EARLY)

    async def stop(self, principal: Principal, job_id: str) -> Job:
        """End it as soon as it has noted so. Raises NotFound, NotStoppable."""
        job = await self._jobs.one(principal, job_id)
        if not self.offered(job).can_stop:
            raise NotStoppable
        try:
            await self._client.get_workflow_handle(job_id, run_id=job.run_id).cancel()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # else it has ended meanwhile
                raise
        return self.offered(await self._jobs.one(principal, job_id))

    async def retry(self, principal: Principal, job_id: str) -> Job:
        """Have it go on. Raises NotFound, NotRetryable, and what its subject has against it."""
        job = await self._jobs.one(principal, job_id)
        if not self.offered(job).can_retry:
            raise NotRetryable
        await self._retries[kind_of(job_id)](principal, job_id)
        return self.offered(await self._jobs.one(principal, job_id))
