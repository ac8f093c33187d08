"""The blind word index: stemmed words, each replaced by the user's keyed hash of it, with their positions."""

import re
from collections.abc import Sequence
from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

from services.keyring import UserKeys

# What PostgreSQL keeps of a tsvector ("Limitations" of text search): positions up to 16,383, 256 a lexeme, 1 MB.
_LAST_POSITION = 16_383
_MOST_POSITIONS = 256
_MOST_LEXEMES = 20_000
_LONGEST = 40  # characters; what is longer is no word

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\W_]")
# Scripts without spaces between words are indexed character by character; a search matches them in sequence.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")

_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def _lexeme(word: str) -> str:
    folded = anyascii(word).lower()
    return str(_english.stemWord(folded)) if folded.isalpha() else folded


def lexemes(text: str) -> list[str]:
    """The stemmed words of a text, in order: "Prices for Müller" -> price, for, muller."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if _DENSE.search(word):
            found.extend(word)
        elif len(word) <= _LONGEST:
            found.append(_lexeme(word))
    return found


def index_words(keys: UserKeys, texts: Sequence[str]) -> str:
    """A tsvector literal of `texts`, one after the other with a gap, so no phrase spans two."""
    positions: dict[str, list[int]] = {}
    place = 0
    for text in texts:
        for lexeme in lexemes(text):
            place += 1
            if place > _LAST_POSITION:
                break
            known = positions.setdefault(lexeme, [])
            if len(known) < _MOST_POSITIONS:
                known.append(place)
        place += 2
        if len(positions) > _MOST_LEXEMES:
            break
    return " ".join(f"{keys.word(lexeme)}:{','.join(map(str, found))}" for lexeme, found in positions.items())


def search_query(keys: UserKeys, question: str) -> str:
    """A tsquery literal: all the words, and those in quotation marks as a phrase. "" where there is no word."""
    terms: list[str] = []
    for place, stretch in enumerate(question.split('"')):
        words = [keys.word(lexeme) for lexeme in lexemes(stretch)]
        if words:
            terms.append(f"({' <-> '.join(words)})" if place % 2 else " & ".join(words))
    return " & ".join(terms)
