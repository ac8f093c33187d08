"""Task queues, priorities, timeouts and retries: every workflow takes them from here."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from temporalio.common import Priority, RetryPolicy

from models.contracts.core.lanes import Lane


class Queue(StrEnum):
    """Task queues by urgency and kind of resource, never by user: a priority does not take a slot from who has one."""

    WORKFLOWS = "workflows"
    LIVE = "live"  # what a person or a push waits for
    BULK = "bulk"  # what takes its time: backfills, imports, comparisons, what is fetched ahead of time
    CPU = "cpu"

    @classmethod
    def of(cls, lane: Lane) -> "Queue":
        """Where the work of a lane goes, if it needs no processor of its own."""
        return cls.BULK if lane >= Lane.REPORT else cls.LIVE


def priority(lane: Lane, user_id: UUID) -> Priority:
    """The lane, and the user as fairness key, for a server that heeds it: ours does not (docs/decisions, 28)."""
    return Priority(priority_key=lane, fairness_key=str(user_id))


# A server may be away for hours; a job must outlast that, and a person must hear of it in the end.
PATIENT = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=5),
    maximum_attempts=100,
)
BRIEF = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_attempts=10)


@dataclass(frozen=True)
class Limits:
    """How long an activity may take, and how long it may be silent."""

    start_to_close: timedelta
    heartbeat: timedelta | None
    retry: RetryPolicy


# Long activities work through a whole mailbox: hours at Gmail's rate, and a heartbeat tells that they live.
SILENCE = timedelta(minutes=2)
LONG = Limits(timedelta(hours=24), SILENCE, PATIENT)
# One that follows another job's work and mostly waits: each heartbeat is billed, and nobody waits for this one.
FOLLOW = Limits(timedelta(hours=24), 3 * SILENCE, PATIENT)
SHORT = Limits(timedelta(minutes=2), None, PATIENT)
# What a person waits for: the pause leaves Gmail time to know its own sent mail, which a second attempt asks for.
WRITE = Limits(
    timedelta(hours=24),
    timedelta(seconds=30),
    RetryPolicy(initial_interval=timedelta(seconds=3), maximum_interval=timedelta(minutes=5), maximum_attempts=20),
)
# Some statements: what a process that was killed had begun is begun anew soon.
STATEMENTS = Limits(timedelta(seconds=30), None, PATIENT)
RECORD = Limits(timedelta(seconds=30), None, BRIEF)
