"""How two names agree, word by word in any order, and what that weighs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from services.people.given_names import GIVEN
from services.people.resolution.person_name import PersonName
from services.people.resolution.rarity import Frequencies
from services.people.resolution.romanization import skeleton
from services.people.resolution.short_names import is_beginning_of, is_short_for
from services.people.resolution.weights import OTHER_FAMILY_NAME, OTHER_INITIAL, OTHER_NAME

SHORT_FORM = "a short form"
_INITIAL_BITS = 1.5  # of some ten letters that names begin with, and families share
_WRITTEN_OTHERWISE, _SHORT, _BEGINNING, _MISSPELLED, _PART = (
    1.0,
    2.0,
    3.5,
    4.0,
    4.0,
)  # what such an agreement is worth less
_CONTRADICTED = 4.0
_LEAST_BITS = 2.0
_ONE_WORD_BITS = 8.0  # at most, where a name has one word
_LEFT_OVER = 1.0  # for each word that only the one has
_TYPO_LETTERS = 6
_VOWELS = frozenset("aeiou")


class Level(IntEnum):
    """How far they agree, the best last."""

    OTHER = 0  # two names
    OTHER_FAMILY = 1  # one given name with two family names
    UNKNOWN = 2  # written in ways that cannot be compared
    PARTLY = 3  # one word of one of them
    SAME = 4


@dataclass(frozen=True)
class Agreement:
    """What came out. `how` is "" where the names are the same as they are written."""

    level: Level
    bits: float
    one: str
    other: str
    how: str = ""

    @property
    def reason(self) -> str:
        """In a reader's words."""
        if self.level is Level.UNKNOWN:
            return f"{self.one} and {self.other} are written in scripts that cannot be compared"
        if self.level <= Level.OTHER_FAMILY:
            return f"{self.one} and {self.other} are two names"
        if self.one == self.other:
            return f"Both are called {self.one}"
        return f"{self.one} and {self.other} may be one name" + (f": {self.how}" if self.how else "")


def best_agreement(
    ours: tuple[PersonName, ...], theirs: tuple[PersonName, ...], rarity: Frequencies
) -> Agreement | None:
    """Of all pairs of their names; None where one has no name."""
    found = [agreement(one, other, rarity) for one in ours for other in theirs]
    best = max(found, key=lambda one: (one.level, one.bits), default=None)
    if best and best.how == SHORT_FORM and any(one.level is Level.OTHER for one in found):
        return replace(
            best, bits=best.bits - _CONTRADICTED
        )  # "Matt" is Matthias as well, but who is also Matthew is not
    return best


def agreement(one: PersonName, other: PersonName, rarity: Frequencies) -> Agreement:
    """How two names agree."""
    found = _Comparison(one, other, list(one.words), list(other.words))
    found.pair(rarity)
    if found.ours and found.theirs:
        found.join(rarity)
    if one.parts or other.parts:
        found.take_parts(rarity)
    if one.initials or other.initials:
        found.take_initials()
    return found.outcome()


@dataclass
class _Comparison:
    """What of two names agrees, and which words of each are left."""

    one: PersonName
    other: PersonName
    ours: list[str]
    theirs: list[str]
    matched: list[tuple[str, str]] = field(default_factory=list)
    bits: float = 0.0
    how: str = ""
    initials: int = 0  # that stand for a word
    shared: int = 0  # that both have

    def pair(self, rarity: Frequencies) -> None:
        """Take out the words that agree, those first that agree most closely."""
        ways = {way for word in self.ours for it in self.theirs if (way := _way(word, it)) is not None}
        for way in sorted(ways):
            costs, said, _ = _WAYS[way]
            for word in list(self.ours):
                like = next((it for it in self.theirs if _way(word, it) == way), None)
                if like is not None:
                    self.ours.remove(word)
                    self.theirs.remove(like)
                    self.match(word, like, min(rarity.bits(word), rarity.bits(like)) - costs, said)

    def match(self, word: str, like: str, bits: float, said: str) -> None:
        """Count an agreement."""
        self.matched.append((word, like))
        self.bits += max(_LEAST_BITS, bits)
        self.how = said or self.how

    def join(self, rarity: Frequencies) -> None:
        """Words that are one for the other: "Mei Ling" and "Meiling"."""
        whole, theirs = "".join(self.ours), "".join(self.theirs)
        if whole and theirs and len(self.ours) != len(self.theirs) and _like(whole, theirs):
            self.match(whole, theirs, rarity.bits(whole), "")
            self.ours, self.theirs = [], []

    def take_parts(self, rarity: Frequencies) -> None:
        """A word that is a part of the other's: "Lyle" and "Stanhope-Lyle", "Rautenberg" and "von Rautenberg"."""
        for words, parts in ((self.ours, self.other.parts), (self.theirs, self.one.parts)):
            for word in [word for word in words if word in parts]:
                self.match(word, word, rarity.bits(word) - _PART, "one of two family names")
                self.ours = [it for it in self.ours if word not in it]
                self.theirs = [it for it in self.theirs if word not in it]

    def take_initials(self) -> None:
        """Words that are a letter in the other, and letters that both have."""
        for words, letters in ((self.ours, self.other.initials), (self.theirs, self.one.initials)):
            for letter in letters:
                if word := next((word for word in words if word.startswith(letter)), None):
                    words.remove(word)
                    self.initials += 1
                    self.how = "an initial"
        self.shared = len(set(self.one.initials) & set(self.other.initials))
        self.bits += _INITIAL_BITS * (self.initials + self.shared)

    def outcome(self) -> Agreement:
        """What it comes to."""
        one, other, units = self.one, self.other, len(self.matched) + self.initials + self.shared
        unlike_letters = one.initials and other.initials and not self.shared and not self.initials
        if unlike_letters and not self.ours and not self.theirs:
            return self._as(Level.SAME, self.bits + OTHER_INITIAL.bits, "with other initials")
        if (self.ours and _begins_otherwise(one, other)) or (self.theirs and _begins_otherwise(other, one)):
            return self._as(Level.OTHER, OTHER_NAME.bits)
        if self.ours and self.theirs:
            return self._conflict(units)
        if not self.matched:
            return self._as(Level.UNKNOWN, 0.0)
        if units < 2:
            return self._as(Level.PARTLY, min(self.bits, _ONE_WORD_BITS), self.how)
        return self._as(Level.SAME, self.bits - _LEFT_OVER * len(self.ours + self.theirs), self.how)

    def _conflict(self, units: int) -> Agreement:
        """Each has a word that the other lacks."""
        one, other = self.one, self.other
        if one.readable != other.readable and not self.matched:
            return self._as(Level.UNKNOWN, 0.0)
        if units > 1 and len(one.words) > 2 and len(other.words) > 2:
            return self._as(Level.SAME, self.bits + OTHER_INITIAL.bits, "with other middle names")
        first = (one.words[0], other.words[0])
        if any(found == first or not GIVEN.isdisjoint(found) for found in self.matched):
            return self._as(Level.OTHER_FAMILY, self.bits + OTHER_FAMILY_NAME.bits)
        return self._as(Level.OTHER, OTHER_NAME.bits)

    def _as(self, level: Level, bits: float, how: str = "") -> Agreement:
        return Agreement(level, bits, self.one.text, self.other.text, how)


def _begins_otherwise(one: PersonName, other: PersonName) -> bool:
    """Is the given name of the other a letter only, with which no word begins? "Susan Hale" and "R. Hale"."""
    letters = {word[0] for word in one.words} | set(one.initials)
    return len(other.words) == 1 and bool(other.initials) and not letters & set(other.initials)


def _like(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other) and len(skeleton(one)) > 1


def _misspelled(one: str, other: str) -> bool:
    """One letter off, unless it makes another name: "Daniel" and "Daniela", "Carlo" and "Carla"."""
    return _one_off(one, other) or _one_off(skeleton(one), skeleton(other))


def _one_off(one: str, other: str) -> bool:
    ours, theirs = len(one), len(other)
    if ours < _TYPO_LETTERS or theirs < _TYPO_LETTERS or abs(ours - theirs) > 1:
        return False
    if Levenshtein.distance(one, other, score_cutoff=1) > 1:
        return False
    short, long = sorted((one, other), key=len)
    return not (long[:-1] == short[: len(long) - 1] and long[-1] in _VOWELS)


# What an agreement costs, how it is said, and whether two words agree so: the closest way first.
_WAYS: list[tuple[float, str, Callable[[str, str], bool]]] = [
    (0.0, "", str.__eq__),
    (_WRITTEN_OTHERWISE, "written in another way", _like),
    (_SHORT, SHORT_FORM, is_short_for),
    (_BEGINNING, SHORT_FORM, is_beginning_of),
    (_MISSPELLED, "one letter differs", _misspelled),
]


@lru_cache(maxsize=200_000)
def _way(one: str, other: str) -> int | None:
    """The closest way in which two words agree. Of most pairs of names one word is the same, and the other is asked."""
    for way, (_, _, agree) in enumerate(_WAYS):
        if agree(one, other):
            return way
    return None
