"""Words as they are compared: casefolded, Latin ones without accents."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NO_LATIN = re.compile(r"[^a-z0-9 ]")
_WORD = re.compile(r"[^\W\d_]+")


def folded(text: str) -> str:
    """Casefolded and without accents, in its own script. Not of the same length."""
    if text.isascii():
        return text.casefold()
    plain = text.casefold().replace("ø", "o").replace("ł", "l").replace("æ", "ae").replace("ı", "i").replace("đ", "d")
    apart = unicodedata.normalize("NFKD", plain)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def words_of(text: str) -> list[str]:
    """Its words, folded."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=10_000)
def romanised(text: str) -> str:
    """In Latin letters: "Ольга" is "olga"."""
    return _NO_LATIN.sub("", (text if text.isascii() else anyascii(text)).casefold())


def squeezed(text: str) -> str:
    """Its letters and digits, Latin, without spaces."""
    return romanised(text).replace(" ", "")
