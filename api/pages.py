"""Shapes that several routes answer with."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

from api.problems import Problem

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(None, description="Where the list goes on; absent at its end")


class StartedJob(BaseModel):
    """Work that goes on in the background."""

    job_id: str = Field(examples=["u:0b8e…:mailbox:51c2…"])
    url: str = Field(description="Where to ask how far it is", examples=["/api/v1/jobs/u:0b8e…:mailbox:51c2…"])

    @classmethod
    def of(cls, job_id: str) -> "StartedJob":
        """The answer for a job."""
        return cls(job_id=job_id, url=f"/api/v1/jobs/{job_id}")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route documents; every one but sign-in may say 401 and 503."""
    return {status: {"model": Problem} for status in (401, 503, *statuses)}
