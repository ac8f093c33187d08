"""Mail domains as DNS knows them (IDNA 2008, RFC 5891), and as people write them.

Python's own codec is of 2003: it writes `straße.de` as `strasse.de`, which belongs to somebody else.
"""

from functools import lru_cache

import idna


def to_ascii(domain: str) -> str:
    """As it stands in DNS: `straße.de` is `xn--strae-oqa.de` (UTS 46, not transitional). "" for one that cannot."""
    if domain.isascii() and "xn--" not in domain.lower():
        return domain  # names that are no words of a language, too: an underscore, a number
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return ""


@lru_cache(maxsize=10_000)
def to_unicode(domain: str) -> str:
    """As it is meant, so that both spellings are one; what cannot be decoded stays as it is."""
    try:
        return idna.decode(domain, uts46=True) if "xn--" in domain or not domain.isascii() else domain
    except (idna.IDNAError, UnicodeError):
        return domain
