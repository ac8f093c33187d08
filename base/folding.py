"""How names are compared."""

import unicodedata

from anyascii import anyascii


def fold(text: str) -> str:
    """How names are searched and sorted: without case, accents and script. "Ólafur Ørn" -> "olafur orn"."""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    readable = (one if one.isprintable() else "" if unicodedata.category(one) == "Cf" else " " for one in text)
    return " ".join(anyascii("".join(readable)).lower().split())
