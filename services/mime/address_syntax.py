"""One mail address: whether a text is one, its one form, and where addresses stand in a text without brackets.

None is made of a piece of another: what stands in the quotes of a local part (`"ida@home.example x"@north.example`) is
never an address of its own (RFC 5322, 3.4.1).
"""

import re
import unicodedata

from services.mime.domains import to_unicode

QUOTED_LOCAL = r'"(?:[^"\\\x00-\x1f\x7f]|\\[ -~]){1,64}+"'
# What people put around an address; some are letters of a local part ("o'brien@"), none is one of a domain.
_BRACKETS = "“”„‟«»‹›「」『』《》〈〉【】（）＜＞＂"
MARKS = f"'`´*|{{}}‘’‚‛{_BRACKETS}"
_LOCAL = rf"[^\s@<>(),;:\"\[\]\\][^\s@<>(),;:\"\[\]\\{_BRACKETS}]*"
# Letters, digits, "-" and "_" (some hosts have it), of all that ASCII has.
_LABEL = rf"[^\s\x00-,./:-@\[-^`{{-\x7f{MARKS}]+"
# Looks for one only where a word starts, not at each of its letters: else a long word takes for ever. And it ends
# where the word does: "ida@example..org" is not "ida@example".
_ADDRESS = re.compile(
    rf"(?<![^\s<>(),;:\"\[\]\\])(?:{_LOCAL}|{QUOTED_LOCAL})"
    rf"@(?:{_LABEL}(?:\.{_LABEL})*(?![.{MARKS}]*[^\s<>(),;:\"\[\]\\.{MARKS}])|\[[\w.:]{{2,50}}\])"
)
_LONGEST = 320  # characters: 64 for the local part, 255 for the domain (RFC 5321, 4.5.3.1)
# A word with a quoted string in it: no piece of it is an address.
_IN_QUOTES = re.compile(r'(?<![^\s,;<>])(?=[^\s,;<>"]*+")(?:"(?:[^"\\]|\\.)*+"|[^\s,;<>"])++', re.DOTALL)
_QUOTING = 2_000  # characters of one mailbox that are read where it has quotes of its own
_BLANKS_OUTSIDE = re.compile(r'("(?:[^"\\]|\\.)*+")|\s*([@.])\s*', re.DOTALL)
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=")
BLANKS = re.compile(r"\s*([@.])\s*")  # inside of an address: RFC 5322, 4.4 and A.6.3
_ATOM = rf"[^\s@<>(),;:\"\[\]\\.{_BRACKETS}]++"
_LABEL_END = r"(?=[^\s@]++(?!\S))"  # what follows a blank is no address of its own
# A text that is one address, with blanks around its dots. "Dr. ida@…" and "…example. Ida" have a name beside it.
_SPACED = re.compile(
    rf"(?![A-Z][a-z]{{0,3}}\. ){_ATOM}(?:\s*\.\s*{_ATOM})*+\s*@\s*"
    rf"(?:{_LABEL}+(?:(?:\s+\.\s*|\.(?!\s+[A-Z][a-z])\s*){_LABEL}+)*+\s*\.?|\[[\w.:]{{2,50}}\])"
)
# A domain with blanks around its dots, in a longer text. ". " ends a sentence too, but not behind its first word.
_SPACED_DOMAIN = re.compile(
    rf"(?<=[^\s@])@ ?{_LABEL}+(?:\. (?![A-Z][a-z]){_LABEL_END}{_LABEL}+)?+(?:(?:\.| \. ?{_LABEL_END}){_LABEL}+)*+"
)
# Behind a match, what says that the domain goes on; a sentence may begin behind one with a dot in it.
_GOES_ON = re.compile(rf"(?: \. ?|\. (?![A-Z][a-z])){_LABEL_END}")
_GOES_ON_DOTLESS = re.compile(rf"(?: ?\. ?| (?![A-Z]){_LABEL}+\.\b){_LABEL_END}")
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
        text = without_blanks(text)
        found = [whole[0] for whole in _IN_QUOTES.finditer(text) if _ADDRESS.fullmatch(whole[0])]
        text = _IN_QUOTES.sub(";", text)
    text = text.strip()
    whole = text[1:-1].strip() if text[:1] in MARKS and text[-1:] in MARKS else text
    if _SPACED.fullmatch(whole):
        return [*found, BLANKS.sub(r"\1", whole).rstrip(" .")]
    text = _SPACED_DOMAIN.sub(lambda domain: domain[0].replace(" ", ""), text)
    return [*found, *filter(None, (_bare(match, text) for match in _ADDRESS.finditer(text)))]


def without_blanks(text: str) -> str:
    """Without those around dots and "@", but for what is in quotes."""
    return _BLANKS_OUTSIDE.sub(lambda one: one[1] or one[2], text)


def _bare(match: re.Match[str], text: str) -> str:
    """Without the mark before it that is closed behind it; "" where only a piece of an address was found."""
    address, end = match[0], match.end()
    begun = text.endswith(" . ", 0, match.start()) or (address[0] == "." and match.start() > 0)
    goes_on = _GOES_ON if "." in address.rpartition("@")[2] else _GOES_ON_DOTLESS
    if begun or goes_on.match(text, end):
        return ""
    while end < len(text) and address[0] in MARKS and text[end] in MARKS:
        address, end = address[1:], end + 1
    return address
