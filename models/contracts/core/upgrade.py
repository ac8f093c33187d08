"""Ending the jobs of an older Kith, whose histories the code of now cannot go on with."""

from dataclasses import dataclass, field

from models.contracts.core.search_attributes import CURRENT_GENERATION, GENERATION


@dataclass(frozen=True, kw_only=True)
class UpgradeInput:
    """Input of UpgradeWorkflow and `core.upgrade`. `clocked` begin the ids of what the clock starts."""

    clocked: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class UpgradeResult:
    """Result of both: jobs of an older Kith that were ended, and those whose work was started again."""

    ended: int = 0
    restarted: int = 0

    def __add__(self, other: "UpgradeResult") -> "UpgradeResult":
        return UpgradeResult(ended=self.ended + other.ended, restarted=self.restarted + other.restarted)


def older_jobs(clocked: list[str]) -> str:
    """The query that finds them among what runs."""
    ids = " OR ".join(f"WorkflowId STARTS_WITH '{start}'" for start in ["u:", *clocked])
    older = f"{GENERATION} IS NULL OR {GENERATION} < {CURRENT_GENERATION}"
    return f"ExecutionStatus = 'Running' AND ({older}) AND ({ids})"
