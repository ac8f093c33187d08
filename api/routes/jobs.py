"""The caller's workflows."""

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.deps import Cursor, Limit, Wired, needs
from api.openapi import answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.core.jobs import Job

router = APIRouter(prefix="/jobs", tags=["jobs"])

Reader = Annotated[Principal, needs(Action.READ_JOBS)]
Stopper = Annotated[Principal, needs(Action.WRITE_JOBS)]


@router.get("", summary="List jobs", responses=answers(examples.page(examples.JOB)))
async def jobs(wired: Wired, me: Reader, cursor: Cursor = None, limit: Limit = 50) -> Page[Job]:
    """The caller's workflows, the newest first, without their progress."""
    items, next_cursor = await wired.core.jobs.all(me, cursor=cursor, limit=limit)
    return Page[Job](items=[wired.job_control.offered(item) for item in items], next_cursor=next_cursor)


@router.get("/{job_id}", summary="One job", responses=answers(examples.JOB, 404))
async def job(
    wired: Wired,
    me: Reader,
    job_id: str,
    run_id: Annotated[
        str | None,
        Query(description="One run of it; its newest where left out", max_length=100, examples=[examples.RUN_ID]),
    ] = None,
) -> Job:
    """Its state, its progress by query, why it failed, and why steps of it are being tried again."""
    return wired.job_control.offered(await wired.core.jobs.one(me, job_id, run_id))


@router.post(
    "/{job_id}/stop", status_code=202, summary="Stop a job", responses=answers(examples.JOB, 404, 409, status=202)
)
async def stop(wired: Wired, me: Stopper, job_id: str) -> Job:
    """End it before it is done; what it works on says so, and can go on later. For those with `can_stop`."""
    return await wired.job_control.stop(me, job_id)


@router.post(
    "/{job_id}/retry", status_code=202, summary="Try a job again", responses=answers(examples.JOB, 404, 409, status=202)
)
async def retry(wired: Wired, me: Stopper, job_id: str) -> Job:
    """Have one go on that failed or was stopped, from where it was. For those with `can_retry`."""
    return await wired.job_control.retry(me, job_id)
