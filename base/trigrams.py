"""Parts of words by which a word is found though only some of it is known: its trigrams, as lexemes of a tsvector.

As in pg_trgm, which the embedded PostgreSQL is without: a word stands behind two blanks and before one, so that what
begins or ends a word can be told from what stands within. Words of names are lexemes as a whole, too: of a word that
very many have in their address, trigrams would not tell whether anybody is called so. Lexemes are seeded with their
owner, so that one index keeps the words of one user apart from another's.
"""

import re
import zlib
from collections.abc import Iterable
from uuid import UUID

_MOST_ENDS = 12  # of one word: an address of a machine may have thirty parts
_BOUNDARY = re.compile(r"(?<=[^\W_])(?=[\W_])|(?<=[\W_])(?=[^\W_])")


def ends(word: str) -> list[str]:
    """A word, and its ends from each boundary between letters and signs on: "a@b.c" -> a@b.c, @b.c, b.c, .c, c."""
    return [word, *(word[one.start() :] for one in list(_BOUNDARY.finditer(word))[:_MOST_ENDS])]


def inside(word: str) -> set[str]:
    """Trigrams of whatever has this word in it; of one or two letters, of what begins with them."""
    return _trigrams(word) if len(word) > 2 else beginning(word)


def beginning(word: str) -> set[str]:
    """Trigrams of words that begin with this."""
    return _trigrams(f"  {word}")


def ending(word: str) -> set[str]:
    """Trigrams of words that end with this."""
    return _trigrams(f"{word} ")


def whole(word: str) -> set[str]:
    """Trigrams of this word alone."""
    return _trigrams(f"  {word} ")


def lexeme(user_id: UUID, trigram: str) -> str:
    """Eight characters of 0-9 and a-f."""
    return f"{zlib.crc32(trigram.encode('utf-8', 'surrogatepass'), zlib.crc32(user_id.bytes)):08x}"


def named(word: str) -> str:
    """In place of a trigram, what tells that a word of a name is this one. No trigram begins with three blanks."""
    return f"   {word}"


def lexemes(user_id: UUID, words: Iterable[str]) -> set[str]:
    """Those of everything by which these words are found, wherever they stand."""
    trigrams: set[str] = set()
    for word in words:
        trigrams |= whole(word)
        for end in ends(word)[1:]:
            trigrams |= beginning(end[:2])
    return {lexeme(user_id, one) for one in trigrams}


def _trigrams(text: str) -> set[str]:
    return {text[place : place + 3] for place in range(len(text) - 2)}
