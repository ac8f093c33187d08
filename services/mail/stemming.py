"""Stems of words. The script of a word alone decides how, so that a text and a question always agree.

`snowballstemmer` gives PyStemmer where that is installed, the same algorithms in C: forty times as fast as those in
Python, which took a third of reading a mail full of words that are new.
"""

import threading
from functools import lru_cache
from typing import Any

import snowballstemmer
from anyascii import anyascii

# First and last code point of a script, and the language whose stemmer its words get.
_SCRIPTS = (
    (0x0370, 0x03FF, "greek"),
    (0x1F00, 0x1FFF, "greek"),
    (0x0400, 0x052F, "russian"),
    (0x0530, 0x058F, "armenian"),
    (0x0600, 0x06FF, "arabic"),
    (0x0900, 0x097F, "hindi"),
    (0x0B80, 0x0BFF, "tamil"),
)
_LAST_LATIN = 0x024F
_local = threading.local()  # a stemmer keeps the word it works on in itself


@lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[str, ...]:
    """The stem of a word; for one in another script also that of its Latin spelling: Иванов -> иван, ivanov.

    Latin words lose their accents and get the English stemmer, whatever their language: Prices -> price,
    Müller -> muller. A question is looked up by the first form.
    """
    lower = word.lower()
    folded = anyascii(lower).lower().replace("'", "")
    latin = _stem("english", folded) if folded.isalpha() else folded
    first = ord(lower[0])
    if first <= _LAST_LATIN or not word[0].isalpha():
        return (latin or lower,)
    language = next((name for low, high, name in _SCRIPTS if low <= first <= high), None)
    stem = _stem(language, lower) if language else lower
    return (stem, latin) if latin and len(word) > 1 and latin != stem else (stem,)


def _stem(language: str, word: str) -> str:
    stemmers: dict[str, Any] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(language)
    return str(stemmers[language].stemWord(word))
