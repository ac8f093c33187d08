"""Domains as DNS, registries and sites know them."""

import re

import idna

_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")


def to_ascii(domain: str) -> str:
    """A domain in A-labels (IDNA 2008, UTS 46): "straße.example" is "xn--strae-oqa.example". "" for what is none."""
    name = domain.strip().rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError:
            return ""
    return name if _NAME.fullmatch(name) and len(name) <= 253 else ""
