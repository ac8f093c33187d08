"""Shapes that several routes answer with."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from api.examples import CURSOR, JOB_ID

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(None, description="Where the list goes on; null at its end", examples=[CURSOR])


class StartedJob(BaseModel):
    """Work that goes on in the background."""

    job_id: str = Field(examples=[JOB_ID])
    url: str = Field(description="Where to ask how far it is", examples=[f"/api/v1/jobs/{JOB_ID}"])

    @classmethod
    def of(cls, job_id: str) -> "StartedJob":
        """The answer for a job."""
        return cls(job_id=job_id, url=job_url(job_id))


def job_url(job_id: str) -> str:
    """Where the job is described."""
    return f"/api/v1/jobs/{job_id}"
