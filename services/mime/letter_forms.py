"""Letters of every script: with the marks that are part of a word, and whether small ones tell anything.

Thai, Hindi or Tamil write vowels as marks, which no class of letters in `re` has; Georgian letters are small ones
without capitals.
"""

import unicodedata
from itertools import groupby

_FIRST, _END = 0x300, 0xAC00  # beyond are Hangul, Han, private places and symbols
_JOINERS = "\u200c\u200d"
_GEORGIAN = range(0x10D0, 0x1100)


def _ranges() -> str:
    marks = [place for place in range(_FIRST, _END) if unicodedata.category(chr(place))[0] == "M"]
    runs = [list(run) for _, run in groupby(enumerate(marks), lambda one: one[1] - one[0])]
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


# A run of letters, for `re`: the first is no mark.
LETTERS = rf"[^\W\d_](?:[^\W\d_]|[{_ranges()}{_JOINERS}])*"


def is_small(letter: str) -> bool:
    """Is it written small, where its script has capitals?"""
    return letter.islower() and ord(letter) not in _GEORGIAN
