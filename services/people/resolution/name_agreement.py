"""How two names agree, word by word in any order, and what that weighs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

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
    ours, theirs = list(one.words), list(other.words)
    bits, matched, how = 0.0, [], ""
    for costs, said, agree in _LEVELS:
        for word in list(ours):
            found = next((like for like in theirs if agree(word, like)), None)
            if found is None:
                continue
            ours.remove(word)
            theirs.remove(found)
            weight = min(rarity.bits(word), rarity.bits(found))
            bits += max(_LEAST_BITS, weight - costs)
            matched.append((word, found))
            how = said or how
    if joined := _joined(ours, theirs):
        bits += rarity.bits(joined)
        matched.append((joined, joined))
        ours, theirs = [], []
    for words, parts in ((ours, other.parts), (theirs, one.parts)):
        for word in [word for word in words if word in parts]:
            bits += max(_LEAST_BITS, rarity.bits(word) - _PART)
            matched.append((word, word))
            how = "one of two family names"
            ours, theirs = _without_longest(ours, word), _without_longest(theirs, word)
    initials = _initials(ours, other.initials) + _initials(theirs, one.initials)
    both = len(set(one.initials) & set(other.initials))
    bits += _INITIAL_BITS * (initials + both)
    how = "an initial" if initials else how
    units = len(matched) + initials + both
    if one.initials and other.initials and not both and not initials and not ours and not theirs:
        return Agreement(Level.SAME, bits + OTHER_INITIAL.bits, one.text, other.text, "with other initials")
    if (ours and _begins_otherwise(one, other)) or (theirs and _begins_otherwise(other, one)):
        return Agreement(Level.OTHER, OTHER_NAME.bits, one.text, other.text)
    if ours and theirs:
        return _conflict(one, other, matched, bits, units)
    if units < 2 or not matched:
        single = min(bits, _ONE_WORD_BITS) if matched else 0.0
        level = Level.PARTLY if matched else Level.UNKNOWN
        return Agreement(level, single, one.text, other.text, how)
    return Agreement(Level.SAME, bits - _LEFT_OVER * len(ours + theirs), one.text, other.text, how)


def _conflict(one: PersonName, other: PersonName, matched: list[tuple[str, str]], bits: float, units: int) -> Agreement:
    """Each has a word that the other lacks."""
    if one.readable != other.readable and not matched:
        return Agreement(Level.UNKNOWN, 0.0, one.text, other.text)
    if units > 1 and len(one.words) > 2 and len(other.words) > 2:
        return Agreement(Level.SAME, bits + OTHER_INITIAL.bits, one.text, other.text, "with other middle names")
    given = any(
        word in GIVEN or found in GIVEN or (word == one.words[0] and found == other.words[0]) for word, found in matched
    )
    if given:
        return Agreement(Level.OTHER_FAMILY, bits + OTHER_FAMILY_NAME.bits, one.text, other.text)
    return Agreement(Level.OTHER, OTHER_NAME.bits, one.text, other.text)


def _begins_otherwise(one: PersonName, other: PersonName) -> bool:
    """Is the given name of the other a letter only, with which no word begins? "Susan Hale" and "R. Hale"."""
    letters = {word[0] for word in one.words} | set(one.initials)
    return len(other.words) == 1 and bool(other.initials) and not letters & set(other.initials)


def _like(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other) and len(skeleton(one)) > 1


def _misspelled(one: str, other: str) -> bool:
    """One letter off, unless it makes another name: "Daniel" and "Daniela", "Carlo" and "Carla"."""
    if min(len(one), len(other)) < _TYPO_LETTERS or Levenshtein.distance(one, other, score_cutoff=1) > 1:
        return False
    short, long = sorted((one, other), key=len)
    return not (long[:-1] == short[: len(long) - 1] and long[-1] in _VOWELS)


_LEVELS: list[tuple[float, str, Callable[[str, str], bool]]] = [
    (0.0, "", str.__eq__),
    (_WRITTEN_OTHERWISE, "written in another way", _like),
    (_SHORT, SHORT_FORM, is_short_for),
    (_BEGINNING, SHORT_FORM, is_beginning_of),
    (_MISSPELLED, "one letter differs", _misspelled),
]


def _joined(ours: list[str], theirs: list[str]) -> str:
    """The words that are one: "Mei Ling" and "Meiling"."""
    if ours and theirs and len(ours) != len(theirs) and _like("".join(ours), "".join(theirs)):
        return "".join(ours)
    return ""


def _initials(words: list[str], initials: tuple[str, ...]) -> int:
    """How many of the words the initials stand for; those are taken out."""
    found = 0
    for initial in initials:
        if word := next((word for word in words if word.startswith(initial)), None):
            words.remove(word)
            found += 1
    return found


def _without_longest(words: list[str], part: str) -> list[str]:
    """Without the word, and without that of which it is a part."""
    return [word for word in words if part not in word]
