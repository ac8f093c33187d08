"""Is a display name an office's, and nobody's? "Corporate Benefits", "North Office of the Chairman", "人事部"."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from services.mime.office_words import BESIDE, BODIES, ENDINGS, FIRST, LAST, LEGAL, NOUNS, OF, UNSPACED

_LONGEST = 200  # characters of a name that are looked at
_AFTER = re.compile(r"\s(?:[-|–—/]|via|through|at|from|@)\s.*|[(\[].*", re.DOTALL | re.IGNORECASE)
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "CustomerNotices"


@lru_cache(maxsize=20_000)
def is_offices_name(name: str, address: str) -> bool:
    """Does its head, or else each of its words, belong to an office: a noun, what goes with it, or the firm's name?"""
    shown = unicodedata.normalize("NFKC", name[:_LONGEST])
    if not shown.isascii() and any(word in shown for word in UNSPACED):
        return True
    own = _AFTER.sub("", shown)
    first, _, rest = own.partition(",")
    behind = _words(rest)
    if behind and " " in first.strip() and not LEGAL.issuperset(behind):
        own = first  # "Ida Okafor, North Services"
    words = _words(own, address)
    if not words:
        return any(map(_is_compound, _tokens(address)))
    if _is_hosts(own, address) or (words[0] == "the" and _is_firms("".join(words[1:]), address)):
        return True  # "Northwind.com", "The North Wind"
    if len(words) > 1 and words[-1] in LEGAL:
        return not behind or LEGAL.issuperset(behind)  # "Okafor & Daughters Ltd"
    if any(noun in BODIES and of in OF for noun, of in pairwise(words[:4])):
        return True
    if len(words) > 1 and (words[-1] in LAST or words[0] in FIRST or NOUNS.issuperset(words[-2:])):
        return True
    words = _without_firm(words, address)
    nouns = [word for word in words if word in NOUNS or _is_compound(word)]
    return bool(nouns) and all(
        word in NOUNS
        or word in BESIDE
        or _is_compound(word)
        or _is_firms(word, address)
        or _is_code(word, own, address)
        for word in words
    )


def _words(text: str, address: str = "") -> list[str]:
    """In small letters; what is joined by capitals is taken apart, but for the firm's own name."""
    found: list[str] = []
    for part in re.findall(r"[^\W\d_]+", text):
        whole = anyascii(part).lower()
        found += [whole] if _is_firms(whole, address) else anyascii(_JOINED.sub(" ", part)).lower().split()
    return found


def _is_compound(word: str) -> bool:
    """A noun made of such nouns, which is no name: "customernotices", "Personalabteilung"."""
    if len(word) < 10:
        return False
    if word.endswith(ENDINGS):
        return True
    return any(word[:place] in NOUNS and word[place:] in NOUNS for place in range(4, len(word) - 3))


def _is_hosts(shown: str, address: str) -> bool:
    """Is it a host's name, and not the address once more?"""
    host = address.rpartition("@")[2]
    called = shown.strip().lower().removeprefix("www.")
    return "." in called and (host == called or host.endswith(f".{called}"))


def _is_firms(word: str, address: str) -> bool:
    """Does the address's host begin so? "North" is of north.example and of mail.northwind.example."""
    labels = address.rpartition("@")[2].replace("-", "").split(".")[:-1]
    return len(word) > 1 and any(label == word or (len(word) > 2 and label.startswith(word)) for label in labels)


def _without_firm(words: list[str], address: str) -> list[str]:
    """Without a firm's name of several words, which its host has as one: "Red Hat" of redhat.example."""
    labels = address.rpartition("@")[2].replace("-", "").split(".")[:-1]
    return next((words[count:] for count in (2, 3) if "".join(words[:count]) in labels), words)


def _is_code(word: str, shown: str, address: str) -> bool:
    """A code of letters, as the address has it beside the office: "WGPHOU" of wgphou.customernotices@…"""
    tokens = _tokens(address)
    return len(tokens) > 1 and word in tokens and word.upper() in shown and any(_is_compound(token) for token in tokens)


def _tokens(address: str) -> list[str]:
    return re.split(r"[._-]", address.partition("@")[0])
