"""Why a function on strangers' bytes gave no answer, in words that a person understands."""

import signal
from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """What ended it."""

    MEMORY = "memory"
    COMPUTING = "computing"  # processor time
    TIME = "time"  # by the clock
    CRASHED = "crashed"
    RAISED = "raised"
    ANSWER = "answer"  # it said what nobody can read, or too much


@dataclass(frozen=True)
class Bounds:
    """What one call may take: bytes of memory (of the whole child), seconds of computing."""

    memory: int = 512 * 1024 * 1024
    seconds: float = 10

    @property
    def patience(self) -> float:
        """Seconds by the clock: nothing here sleeps, but on a busy machine computing waits for its turn."""
        return 30 * self.seconds


@dataclass(frozen=True)
class Failure:
    """There is no answer."""

    cause: Cause
    bounds: Bounds
    detail: str = ""  # the class of an error, or the name of a signal

    def __str__(self) -> str:
        """As in "This message cannot be read: …"."""
        match self.cause:
            case Cause.MEMORY:
                return f"reading it took more than {self.bounds.memory // 2**20} MB of memory"
            case Cause.COMPUTING:
                return f"reading it took more than {self.bounds.seconds:g} seconds of computing"
            case Cause.TIME:
                return f"reading it took more than {self.bounds.patience:g} seconds"
            case Cause.CRASHED:
                return f"the program that reads it crashed ({self.detail})"
            case Cause.RAISED:
                return f"the program that reads it failed ({self.detail})"
            case Cause.ANSWER:
                return "its content is too large"


def of_exit(status: int | None, bounds: Bounds, peak: int) -> Failure:
    """Why a child ended with this status, as asyncio gives it. `peak`: bytes of memory it was seen with."""
    if status == -signal.SIGXCPU:
        return Failure(Cause.COMPUTING, bounds)
    if peak > bounds.memory // 4:  # libraries crash where a large allocation fails, with much of it not used yet
        return Failure(Cause.MEMORY, bounds)
    if status is not None and status < 0:
        return Failure(Cause.CRASHED, bounds, signal.Signals(-status).name)
    return Failure(Cause.CRASHED, bounds, f"status {status}")
