"""Two contacts that may be one, to be decided by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.contracts.people.contacts import Contact
from models.contracts.people.memberships import Identity


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One thing that speaks for or against two being one person. `bits`: log2 of how much likelier that makes it."""

    reason: str
    weight: str  # the same in words: "speaks strongly for it"
    bits: float


@dataclass(frozen=True, kw_only=True)
class SuggestedContact:
    """One of the two, with all its addresses, the latest first."""

    contact: Contact
    identities: Sequence[Identity]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`probability` in [0, 1] is that of both being one person, as it was among labelled pairs.

    Where there are others who may be one of the two, only one of them can be. `reasons`: the strongest
    first, either way.
    """

    id: UUID
    probability: float
    reasons: Sequence[Reason]
    contacts: Sequence[SuggestedContact]  # two
