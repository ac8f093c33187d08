"""Asking others about somebody, as the jobs that do it see it: ids, names of sources, counts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.contracts.core.jobs import prefix
from models.contracts.core.lanes import Lane


class Outcome(StrEnum):
    """What became of asking one source about somebody."""

    ANSWERED = "answered"
    NOTHING = "nothing"  # it knows nothing of them
    KNOWN = "known"  # its answer of before is still good: nothing left this machine
    SKIPPED = "skipped"  # switched off, suppressed, or nothing is known that it could be asked by
    POSTPONED = "postponed"  # it rests, or its budget is used up; asked later
    UNSURE = "unsure"  # it may have been asked, and billed it: not asked again by itself
    REFUSED = "refused"  # for good: its key, its credits, the request, or the person's own word
    FAILED = "failed"  # it did not answer, as often as it was tried


ASKED = frozenset({Outcome.ANSWERED, Outcome.NOTHING})


@dataclass(frozen=True, kw_only=True)
class EnrichmentInput:
    """Input of EnrichmentWorkflow. `again`: a person wants everybody asked anew, also where an answer is still good."""

    user_id: UUID
    contact_id: UUID
    lane: Lane = Lane.BACKFILL
    again: bool = False

    @property
    def job_id(self) -> str:
        """The id of its job: one at a time for each contact."""
        return f"{prefix(self.user_id)}enrichment:{self.contact_id}"


@dataclass(frozen=True, kw_only=True)
class PlanInput:
    """Input of `enrichment.plan`. `tried` are sources that this job has asked already."""

    job: EnrichmentInput
    since: datetime  # when the job began: an answer of an earlier moment is not good enough where all is asked anew
    tried: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PlannedSource:
    """A source to ask: how long one attempt may take, and how many there may be."""

    source: str
    seconds: float
    attempts: int


@dataclass(frozen=True, kw_only=True)
class AskInput:
    """Input of `enrichment.ask`."""

    job: EnrichmentInput
    since: datetime
    source: str


@dataclass(frozen=True, kw_only=True)
class AskResult:
    """Result of `enrichment.ask`; `facts` are values that are new or other than before."""

    outcome: Outcome
    facts: int = 0


@dataclass(frozen=True, kw_only=True)
class SettleInput:
    """Input of `enrichment.settle`: what came of every source."""

    job: EnrichmentInput
    since: datetime
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    facts: int = 0


@dataclass(frozen=True, kw_only=True)
class EnrichmentResult:
    """Result of EnrichmentWorkflow: sources by what became of them, and the card's quality, each in [0, 1]."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    facts: int = 0
    completeness: float = 0.0
    score: float = 0.0


@dataclass(frozen=True, kw_only=True)
class RoundInput:
    """Input of EnrichmentRoundWorkflow; `done` and `facts` of earlier runs of a chain."""

    user_id: UUID
    done: int = 0
    facts: int = 0

    @property
    def job_id(self) -> str:
        """The id of its job: one at a time for each user."""
        return f"{prefix(self.user_id)}enrichment-round"


@dataclass(frozen=True, kw_only=True)
class DueContacts:
    """Result of `enrichment.due`: whom to ask about next, the closest first, and how many wait altogether."""

    contact_ids: list[UUID]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class RoundResult:
    """Result of EnrichmentRoundWorkflow."""

    done: int = 0
    facts: int = 0
