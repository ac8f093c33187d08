"""A workflow as its owner sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


def prefix(user_id: UUID) -> str:
    """What every workflow id of this user starts with: a user's jobs can be listed and erased by it."""
    return f"u:{user_id}:"


def kind_of(job_id: str) -> str:
    """The word that says what the workflow does; of one that the clock starts, its whole id."""
    parts = job_id.split(":")
    return parts[2] if len(parts) > 2 and parts[0] == "u" else job_id


def subject_of(job_id: str) -> UUID:
    """What it works on: the last word of its id."""
    return UUID(job_id.rpartition(":")[2])


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a job has come; what every workflow's `progress` query answers."""

    phase: str
    done: int = 0
    total: int | None = None
    detail: str | None = None


@dataclass(frozen=True, kw_only=True)
class Job:
    """One workflow execution. `state` is Temporal's status in lower case."""

    id: str
    run_id: str
    type: str
    state: str
    started_at: datetime
    closed_at: datetime | None
    progress: Progress | None
    error: str | None = None
    attempts: list[str] = field(default_factory=list)  # why steps of it have failed that are tried again
    waits: list[str] = field(default_factory=list)  # what steps of it wait for, with nothing wrong
    ui_url: str | None = None
    can_stop: bool = False  # its owner may end it: what it works on then says so
    can_retry: bool = False  # it ended early, and can go on from where it was


@dataclass(frozen=True, kw_only=True)
class DueStarted:
    """What a page of work that is due comes to: how many jobs were started, and whether `more` are due."""

    started: int = 0
    more: bool = False
