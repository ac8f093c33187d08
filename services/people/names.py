"""The best name for somebody among all that their mails give, and how names are compared."""

import re
from functools import lru_cache

from anyascii import anyascii
from nameparser import HumanName

# How good a name is: a better one replaces what was known before. Between them: the same, from one's own From.
FULL, WORD, GUESS = 4, 2, 0
_LONGEST = 120  # characters; what is longer is a slogan
_MOST = 1_000  # characters that are looked at

_VIA = re.compile(
    r"^(?P<who>.*?)['\"]?\s+(?:via|through|über|tramite|a través de|через)\s+(?P<what>.+)$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*(?:\([^)]*\)?|\[[^\]]*\]?|\{[^}]*\}?|<[^>]*>?)\s*")
# "Ida Okafor | Northwind", "Ida at Northwind"; a Notes address: "Ida Okafor/Dublin/Northwind".
_AFFILIATION = re.compile(r"\s+(?:[|/·•–—-]|@|at|from)\s+.*$|(?<=\w)/\w.*$")
_QUOTES = " '\"`´‘’“”«»,;:*~_"
_SUFFIXES = {
    "academic": "phd md mba msc bsc ma ba esq cpa cfa jd llm mph rn dds dvm pe pmp dipl-ing",
    "generation": "jr sr ii iii iv",
    "legal": "inc incorporated llc ltd limited gmbh ag kg corp corporation co plc sa sas srl spa bv nv ab",
}
_ACADEMIC, _GENERATION, _LEGAL = (frozenset(words.split()) for words in _SUFFIXES.values())
_HANDLE = re.compile(r"[\w-]+(?:[._][\w-]+)+")
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_DIGITS = re.compile(r"\d+$")
# Scripts that write a whole name without a space: kana, Han, Hangul.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]{2,}")


@lru_cache(maxsize=20_000)
def best_name(display: str, address: str, *, person: bool = True) -> tuple[str, int]:
    """(name, rank) from a display name, else guessed from the address: "Okafor, Ida" -> ("Ida Okafor", FULL).

    For what is no `person` the name is kept as it is written, and of "Ida via Announce" it is the second part.
    """
    name = _cleaned(display, person)
    if person:
        name = _written_out(_turned(_AFFILIATION.sub("", name), address))
    if not any(character.isalpha() for character in name) or re.search(r"://|\w@\w", name):
        return _from_local_part(address.partition("@")[0]) or address, GUESS
    if _HANDLE.fullmatch(name) and person:
        return _from_local_part(name), GUESS
    whole = " " in name or _UNSPACED.fullmatch(name)
    return name, FULL if whole else WORD


def fold(text: str) -> str:
    """How names are searched and sorted: without case, accents and script. "Ólafur Ørn" -> "olafur orn"."""
    readable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(anyascii(readable).lower().split())


def _cleaned(display: str, person: bool) -> str:
    """Without quotes, brackets, addresses and list software's additions; "" where nothing readable is left."""
    if "\ufffd" in display or "=?" in display:
        return ""  # damaged on its way: another mail will say it better
    display = display[:_MOST]
    name = "".join(character if character.isprintable() else " " for character in display)
    via = _VIA.match(name)
    if via:
        name = via["who" if person else "what"]
    words = _BRACKETS.sub(" ", name).split()
    words = [word for word in words if not _ADDRESS.fullmatch(word)]
    return " ".join(words).strip(_QUOTES)[:_LONGEST]


def _turned(name: str, address: str) -> str:
    """ "Last, First" in speaking order; degrees and the employer behind a comma are left out."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    while len(parts) > 1 and _bare(parts[-1]) in _ACADEMIC:
        parts.pop()
    if len(parts) < 2:
        return " ".join(parts)
    if _bare(parts[-1]) in _LEGAL:
        return name
    generation = next((part for part in parts[1:] if _bare(part) in _GENERATION), "")
    parts = [part for part in parts if part != generation]
    if len(parts) > 1 and not _is_employer(parts[1], address):
        parts[0] = f"{parts[1]} {parts[0]}"
    return f"{parts[0]} {generation}".strip()


def _is_employer(word: str, address: str) -> bool:
    letters = fold(word).replace(" ", "")
    labels = address.rpartition("@")[2].replace("-", "").split(".")
    return bool(letters) and any(label.startswith(letters) for label in labels)


def _bare(word: str) -> str:
    return word.replace(".", "").lower()


def _written_out(name: str) -> str:
    """A name that is all in capitals, or without any, as one writes it: "SEAN O'NEIL" -> "Sean O'Neil"."""
    if " " not in name:
        return name.capitalize() if name.islower() and name.isalpha() else name
    if not (name.isupper() or name.islower()):
        return name
    parsed = HumanName(name)
    parsed.capitalize(force=True)
    return str(parsed) or name


def _from_local_part(local: str) -> str:
    bare = _DIGITS.sub("", local.partition("+")[0]) or local
    return " ".join(word.capitalize() for word in re.split(r"[._-]+", bare) if word)
