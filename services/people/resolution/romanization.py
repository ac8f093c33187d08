"""One form for what clerks write differently in Latin letters: "Sergey" and "Sergei", "Müller" and "Mueller"."""

import re
from functools import lru_cache

from base.folding import fold

# Consonants, then vowels, the longest first. Not for reading: "Yuliya" and "Julia" are both "ula".
_CONSONANTS = {
    "shch": "s", "szcz": "s", "tsch": "ch", "sch": "s", "tch": "ch", "sh": "s", "sz": "s", "sj": "s", "cz": "ch",
    "ch": "ch", "zh": "z", "kh": "h", "ph": "f", "th": "t", "gh": "g", "ck": "k", "q": "k", "c": "k", "x": "ks",
    "w": "v",
}  # fmt: skip
_VOWELS = {"ou": "u", "oo": "u", "ee": "i", "ae": "a", "aa": "a", "oe": "o", "ue": "u", "y": "i", "j": "i"}
_CONSONANT, _VOWEL = re.compile("|".join(_CONSONANTS)), re.compile("|".join(_VOWELS))
_SOFT = re.compile("i+(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The letters of a word, folded, in that one form."""
    letters = word if word.isascii() and word.isalpha() and word.islower() else re.sub("[^a-z]", "", fold(word))
    letters = _CONSONANT.sub(lambda found: _CONSONANTS[found[0]], letters)
    letters = _VOWEL.sub(lambda found: _VOWELS[found[0]], letters)
    return _DOUBLE.sub(r"\1", _SOFT.sub("", letters))
