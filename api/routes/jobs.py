"""The caller's workflows."""

from typing import Annotated

from fastapi import APIRouter

from api import examples
from api.deps import Cursor, Limit, Wired, needs
from api.openapi import answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.core.jobs import Job

router = APIRouter(prefix="/jobs", tags=["jobs"])

Reader = Annotated[Principal, needs(Action.READ_JOBS)]


@router.get("", summary="List jobs", responses=answers(examples.page(examples.JOB)))
async def jobs(wired: Wired, me: Reader, cursor: Cursor = None, limit: Limit = 50) -> Page[Job]:
    """The caller's workflows, the newest first, without their progress."""
    items, next_cursor = await wired.core.jobs.all(me, cursor=cursor, limit=limit)
    return Page[Job](items=items, next_cursor=next_cursor)


@router.get("/{job_id}", summary="One job", responses=answers(examples.JOB, 404))
async def job(wired: Wired, me: Reader, job_id: str) -> Job:
    """Its state, its progress by query, and which of its activities are being retried, and why."""
    return await wired.core.jobs.one(me, job_id)
