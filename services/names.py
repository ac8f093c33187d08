"""The best name for a person among all that their mails give."""

import re

from nameparser import HumanName

# How good a name is: a better one replaces what was known before.
FULL, WORD, GUESS = 3, 2, 0

_VIA = re.compile(r"\s+(?:via|through|über|par)\s+.*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[{<].*?[)\]}>]\s*")
_DIGITS = re.compile(r"\d+$")


def best_name(display: str, address: str) -> tuple[str, int]:
    """(name, rank) from a display name, or guessed from the address: "Okafor, Ida" -> ("Ida Okafor", FULL)."""
    name = " ".join(_BRACKETS.sub(" ", _VIA.sub("", display)).strip(" '\"`,;").split())
    if not name or "@" in name:
        return _from_local_part(address), GUESS
    if name.count(",") == 1:
        name = _turned(name)
    return name, FULL if " " in name else WORD


def _turned(name: str) -> str:
    parsed = HumanName(name)
    words = [parsed.first, parsed.middle, parsed.last]
    turned = " ".join(word for word in words if word)
    return turned or name


def _from_local_part(address: str) -> str:
    local = _DIGITS.sub("", address.partition("@")[0].partition("+")[0])
    words = [word for word in re.split(r"[._-]+", local) if word]
    return " ".join(word.capitalize() for word in words) or address
