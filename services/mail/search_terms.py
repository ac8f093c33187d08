"""The blind word index: stemmed words, each replaced by the user's keyed hash of it, with their positions."""

import re
from collections.abc import Mapping, Sequence

from base.errors import Invalid
from services.core.keyring import UserKeys
from services.mail.stemming import forms
from services.mail.terms import positions, words

_MOST_ASKED = 100  # words of a search


def index_words(keys: UserKeys, texts: Sequence[str]) -> str:
    """A tsvector literal of `texts`: see `positions`."""
    return keyed(keys, positions(texts))


def keyed(keys: UserKeys, terms: Mapping[str, str]) -> str:
    """A tsvector literal of words and their positions, each word replaced by the user's hash of it."""
    hashed = map(keys.word, terms)
    return " ".join([f"{word}:{places}" for word, places in zip(hashed, terms.values(), strict=True)])


def search_query(keys: UserKeys, question: str) -> str:
    """A tsquery literal: all the words; those in quotation marks, or joined as in a.b@c-d, as a phrase.

    "" where there is no word. Raises Invalid for more than 100 words.
    """
    phrases: list[list[str]] = []
    for place, stretch in enumerate(re.split('["“”„]', question)):
        phrases += map(words, [stretch] if place % 2 else stretch.split())
    if sum(map(len, phrases)) > _MOST_ASKED:
        raise Invalid(f"Search for at most {_MOST_ASKED} words.", field="q")
    hashed = [" <-> ".join(keys.word(forms(word)[0]) for word in phrase) for phrase in phrases if phrase]
    return " & ".join(f"({phrase})" for phrase in hashed)
