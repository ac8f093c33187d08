"""Addresses into which Exchange puts those of other systems: "IMCEANOTES-Ida+20Okafor+40NORTH@north.example".

"IMCEA", the kind of the other system, a hyphen, and the address, in which each character that is no letter or digit
is written as "+" and its number, and "/" as "_" (Microsoft's Internet Mail Connector Encapsulated Addressing).
"""

import re

_ENCAPSULATED = re.compile(r"imcea[a-z\d]{1,20}-(.+)", re.IGNORECASE)
_ESCAPED = re.compile(r"\+([\da-f]{2})", re.IGNORECASE)
# "@NORTH" behind a name or an address: a domain of Lotus Notes, which has no dots.
_NOTES_DOMAIN = re.compile(r"(?<=[\w.])@[a-z][a-z\d]*$", re.IGNORECASE)


def decapsulated(local: str) -> str:
    """What is in such a local part ("Ida Okafor"), without the domain of Notes; "" where it is none of these."""
    found = _ENCAPSULATED.fullmatch(local)
    if found is None:
        return ""
    plain = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), found[1].replace("_", "/"))
    return without_notes_domain(plain)


def without_notes_domain(text: str) -> str:
    """ "Ida Okafor" of "Ida Okafor@NORTH"."""
    return _NOTES_DOMAIN.sub("", text)
