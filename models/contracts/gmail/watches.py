"""Inputs and results of the jobs that work through every mailbox of the deployment. Ids, times and counts."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Place:
    """The last mailbox of a page: the next page is what is due after it."""

    due_at: datetime
    mailbox_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoundResult:
    """Result of WatchRenewalWorkflow and SafetyPollWorkflow: how many mailboxes were done, failed or passed over."""

    done: int = 0
    failed: int = 0  # the reason is on each
    skipped: int = 0  # nothing was to be done after all

    @property
    def mailboxes(self) -> int:
        """How many there were."""
        return self.done + self.failed + self.skipped

    def __add__(self, other: "RoundResult") -> "RoundResult":
        return RoundResult(
            done=self.done + other.done, failed=self.failed + other.failed, skipped=self.skipped + other.skipped
        )


@dataclass(frozen=True, kw_only=True)
class RoundInput:
    """Input of WatchRenewalWorkflow and SafetyPollWorkflow; the others carry a long round on."""

    most: int = 100  # mailboxes of one activity
    started_at: datetime | None = None
    after: Place | None = None
    before: RoundResult = field(default_factory=RoundResult)


@dataclass(frozen=True, kw_only=True)
class PageInput:
    """Input of `watching.renew` and `watching.poll`: at most `most` mailboxes of those due at the round's start."""

    started_at: datetime
    after: Place | None
    most: int


@dataclass(frozen=True, kw_only=True)
class PageResult:
    """Result of `watching.renew` and `watching.poll`. `last` is None where no page follows."""

    counts: RoundResult
    last: Place | None
