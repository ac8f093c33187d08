"""How much it says that two share a word: the bits of how few have it, in this mailbox and anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2

from services.people.given_names import GIVEN
from services.people.resolution.common_names import COMMON
from services.people.resolution.weights import PRIOR_PEOPLE

# Of how many people one has it: a given name of its list, a word of the other, a short word, any other.
_GIVEN, _COMMON, _SHORT, _RARE = 200, 300, 300, 16_000
_SHORT_LETTERS = 3
_TRUST = 2_000  # identities that what is known of names anywhere is worth
_OWN = 4  # addresses that one person may have: that many with a word say nothing yet


@dataclass(frozen=True)
class Frequencies:
    """How many of `total` identities have each term (`keys.terms`). What follows from `counts` is kept: they stay."""

    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    _bits: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @property
    def prior(self) -> float:
        """log2 of the odds that two identities by chance are one person."""
        return -log2(max(PRIOR_PEOPLE, self.total))

    def bits(self, word: str) -> float:
        """Of a word of a name, folded."""
        known = self._bits.get(word)
        if known is None:
            known = self._bits[word] = self._bits_of(word)
        return known

    def _bits_of(self, word: str) -> float:
        usual = _GIVEN if word in GIVEN else _COMMON if word in COMMON else _SHORT if len(word) <= _SHORT_LETTERS else 0
        # A name that no list has is as rare as the mailbox is large.
        anywhere = 1 / (usual or max(_RARE, self.total / 2))
        here = max(0, self.counts.get(f"w:{word}", 0) - _OWN)
        return -log2(max(anywhere, (here + _TRUST * anywhere) / (self.total + _TRUST)))

    def holders(self, term: str) -> int:
        """How many have a phone or a local part; at least the two that are compared."""
        return max(2, self.counts.get(term, 0))
