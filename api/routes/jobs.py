"""The caller's workflows."""

from fastapi import APIRouter

from api.deps import Limit, Me, Wired
from api.pages import Page, problems
from models.contracts.jobs import Job

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get("", responses=problems())
async def jobs(wired: Wired, me: Me, limit: Limit = 50) -> Page[Job]:
    """The newest jobs."""
    return Page[Job](items=await wired.jobs.all(me.id, limit))


@router.get("/{job_id}", responses=problems(404))
async def job(wired: Wired, me: Me, job_id: str) -> Job:
    """One job: its state, its progress by query, and what it is being retried for."""
    return await wired.jobs.one(me.id, job_id)
