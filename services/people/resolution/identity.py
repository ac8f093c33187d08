"""What is known of one identity, of two that met, and what is concluded of a pair."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

Id = UUID


@dataclass(frozen=True)
class Identity:
    """An address as mail shows it, or somebody without one.

    `address` in its one form (`spellings.canonical`), `names` as they are written.
    `phones` in one form (E.164, or the keyed hash of it); `titles` and `companies` as signatures have them; `first` and
    `last` of what was written from there: others write to an old address for years.
    """

    id: Id
    address: str
    names: tuple[tuple[str, int], ...] = ()  # (display name, mails that have it)
    phones: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    first: datetime | None = None
    last: datetime | None = None
    wrote: int = 0  # mails from there
    is_role: bool = False  # nobody's in particular: `roles.is_nobodys`


@dataclass(frozen=True)
class Together:
    """What two identities have in common in mail."""

    same: int = 0  # mails in which both are, the sender among them
    there: int = 0  # of those: the first wrote to the second
    back: int = 0  # and the second to the first
    answered: int = 0  # threads in which one answered a mail that had gone to the other and not to itself


class Outcome(StrEnum):
    """What is done with a pair."""

    MERGE = "merge"
    SUGGEST = "suggest"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Feature:
    """One reason for or against: `bits` = log2(m/u), positive for. `reason` in a reader's words."""

    kind: str
    bits: float
    reason: str


@dataclass(frozen=True)
class Verdict:
    """Of one pair: all reasons, and what they amount to."""

    first: Id
    second: Id
    features: tuple[Feature, ...]
    prior: float
    outcome: Outcome

    @cached_property
    def bits(self) -> float:
        """log2 of the odds that both are one person."""
        return self.prior + sum(feature.bits for feature in self.features)

    @property
    def against(self) -> float:
        """The sum of what speaks against it, in bits: 0 or less."""
        return sum(min(0.0, feature.bits) for feature in self.features)
