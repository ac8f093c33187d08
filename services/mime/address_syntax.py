"""One mail address: whether a text is one, its one form, and where addresses stand in a text without brackets.

None is made of a piece of another: what stands in the quotes of a local part (`"ida@home.example x"@north.example`) is
never an address of its own (RFC 5322, 3.4.1).
"""

import re
import unicodedata

from services.mime.domains import to_unicode

QUOTED_LOCAL = r'"(?:[^"\\\x00-\x1f\x7f]|\\[ -~]){1,64}+"'
# Looks for one only where a word starts, not at each of its letters: else a long word takes for ever. And it ends
# where the word does: "ida@example..org" is not "ida@example".
_ADDRESS = re.compile(
    rf"(?<![^\s<>(),;:\"\[\]\\])(?:[^\s@<>(),;:\"\[\]\\]+|{QUOTED_LOCAL})"
    r"@(?:[^\s@<>(),;:\"\[\]\\.']+(?:\.[^\s@<>(),;:\"\[\]\\.']+)*(?!\.*[^\s<>(),;:\"\[\]\\.'])|\[[\w.:]{2,50}\])"
)
_LONGEST = 320  # characters: 64 for the local part, 255 for the domain (RFC 5321, 4.5.3.1)
_IN_QUOTES = re.compile(r'\S?"(?:[^"\\]|\\.){0,400}+"[^\s,;<>]*+')
_QUOTING = 2_000  # characters of one mailbox that are read where it has quotes of its own
_AROUND_AT = re.compile(r'"\s*@\s*')
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=")
BLANKS = re.compile(r"\s*([@.])\s*")  # inside of an address: RFC 5322, 4.4 and A.6.3
_SPACED = re.compile(r"[^\s@\"]+\s*@\s*[^\s@.]+(?:\s*\.\s*[^\s@.]+)*")
DOTLESS = frozenset({"gmail.com", "googlemail.com"})  # dots before the @ mean nothing there, and both are one
# Marks of direction, joiners and blanks of no width: programs paste them around an address.
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])


def is_address(text: str) -> bool:
    """Is this one plain mail address, in lower case?"""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None


def one_form(address: str) -> str:
    """In lower case, without what nobody sees, its domain as people write it: one contact, however it is spelled."""
    lowered = address.lower()
    # What is too long is no address, and marks that pile up in it take long to bring into order.
    if (lowered.isascii() and "xn--" not in lowered) or len(lowered) > _LONGEST:
        return lowered
    local, at, domain = unicodedata.normalize("NFC", lowered.translate(_UNSEEN)).rpartition("@")
    return f"{local}{at}{to_unicode(domain)}"


def shortest(address: str) -> str:
    """An address, in lower case, without what its owner may add: the same for all spellings of it."""
    local, _, domain = address.partition("@")
    local = local.partition("+")[0]
    if domain in DOTLESS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def bare_addresses(text: str) -> list[str]:
    """The addresses in a text, as they are written; none out of an encoded word or of a quoted local part."""
    if "@" not in text:
        return []
    if "=?" in text:
        text = _ENCODED.sub(" ", text)
    found: list[str] = []
    if '"' in text:
        if len(text) > _QUOTING:
            return []
        text = _AROUND_AT.sub('"@', text)
        found = [whole[0] for whole in _IN_QUOTES.finditer(text) if _ADDRESS.fullmatch(whole[0])]
        text = _IN_QUOTES.sub(" ", text)
    found += [match[0] for match in _ADDRESS.finditer(text)]
    if not found and _SPACED.fullmatch(text := text.strip()):
        found = [BLANKS.sub(r"\1", text)]
    return found
