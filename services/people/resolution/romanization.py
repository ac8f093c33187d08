"""One form for what clerks write differently in Latin letters: "Sergey" and "Sergei", "Müller" and "Mueller"."""

import re
from functools import lru_cache

from services.people.folding import fold

# Applied in this order. Not for reading: "Yuliya" and "Julia" are both "ula".
_RULES = [
    (re.compile(pattern), form)
    for pattern, form in [
        ("shch|szcz|sch|sh|sz|sj", "s"),
        ("tsch|tch|cz", "ch"),
        ("zh", "z"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("gh", "g"),
        ("ck|q|c(?!h)", "k"),
        ("x", "ks"),
        ("w", "v"),
        ("ou|oy|oo", "u"),
        ("ee", "i"),
        ("[yj]", "i"),
        ("ae|aa", "a"),
        ("oe", "o"),
        ("ue", "u"),
        ("i+(?=[aeou])", ""),
        (r"(.)\1+", r"\1"),
    ]
]


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The letters of a word, folded, in that one form."""
    letters = re.sub("[^a-z]", "", fold(word))
    for pattern, form in _RULES:
        letters = pattern.sub(form, letters)
    return letters
