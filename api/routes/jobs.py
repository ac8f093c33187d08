"""The caller's workflows."""

from fastapi import APIRouter

from api import examples
from api.deps import Cursor, Limit, Me, Wired
from api.openapi import answers
from api.pages import Page
from models.contracts.core.jobs import Job

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get("", summary="List jobs", responses=answers(examples.page(examples.JOB)))
async def jobs(wired: Wired, me: Me, cursor: Cursor = None, limit: Limit = 50) -> Page[Job]:
    """The caller's workflows, the newest first, without their progress."""
    items, next_cursor = await wired.core.jobs.all(me.id, cursor=cursor, limit=limit)
    return Page[Job](items=items, next_cursor=next_cursor)


@router.get("/{job_id}", summary="One job", responses=answers(examples.JOB, 404))
async def job(wired: Wired, me: Me, job_id: str) -> Job:
    """Its state, its progress by query, and which of its activities are being retried, and why."""
    return await wired.core.jobs.one(me.id, job_id)
