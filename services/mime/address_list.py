"""The mailboxes of an address header's value (RFC 5322, 3.4 and 4.4), as mail really writes them.

Names with commas that nobody quoted, several addresses without a comma, brackets that are never closed, comments and
blanks inside of an address, an address beside its brackets, all of it in one encoded word. Nothing raises.
"""

import re
from collections.abc import Iterator
from itertools import islice

from services.mime.address_entries import entries
from services.mime.address_syntax import MARKS, is_address, one_form
from services.mime.charsets import clean
from services.mime.headers import decode_words

_LONGEST = 400_000  # characters that are looked at: about ten thousand recipients
_GUESSED = 50  # of them, where nothing that is said of their charset is true
_MOST = 5_000  # between commas: more than twice as many as Google Workspace lets one write to
# What most headers hold. Only what reads the same below, where it takes ten times as long.
_USUAL = re.compile(r'\s*(?:"([^"\\=]*)"\s*|([\w .\'/&+-]*))<([\w.+=-]+@[\w-]+(?:\.[\w-]+)*)>\s*', re.ASCII)


def mailboxes(value: str, *, again: bool = True) -> Iterator[tuple[str, str]]:
    """(name, address) for each mailbox, not decoded yet; either may be nonsense.

    `again`: where there is no address, look for one in what encoded words say.
    """
    if usual := _USUAL.fullmatch(value):
        yield usual[1] or usual[2] or "", usual[3]
        return
    before = ""  # a name's part before its comma: "Okafor, Ida <ida@example.org>"
    for number, (entry, separator) in enumerate(islice(entries(value[:_LONGEST]), _MOST)):
        if not entry.names:
            before = entry.text if separator == "," and not entry.quotes else ""
            continue
        text, bracketed = entry.text, entry.bracketed or ""
        if is_address(one_form(bracketed)):
            name = text or " ".join(entry.comments)
            yield (name if entry.quotes or not before else f"{before}, {name}"), bracketed
            before = ""
        elif several := _several(bracketed):
            yield from (("", address) for address in several)
        elif "@" not in bracketed and (bare := entry.bare_addresses()):
            name = bracketed or " ".join(entry.comments) if len(bare) == 1 else ""
            yield from ((name or _around(text, bare), address) for address in bare)
            before = ""
        elif again and "=?" in (raw := "".join(entry.raw)):
            yield from mailboxes(clean(decode_words(raw, guessed=number < _GUESSED)), again=False)
        else:
            # In brackets that hold no address, as where old list software has folded one inside, the name is no part
            # of the next.
            unnamed = entry.quotes or entry.bracketed is not None or "@" in text
            before = text if separator == "," and not unnamed else ""


def _several(bracketed: str) -> list[str]:
    """Addresses that share a pair of brackets."""
    found = [one.strip() for one in re.split("[,;]", bracketed)]
    return found if len(found) > 1 and all(map(is_address, map(one_form, found))) else []


def _around(text: str, bare: list[str]) -> str:
    """A name that stands beside an address without brackets."""
    if len(bare) != 1:
        return ""
    local = bare[0].rpartition("@")[0]
    beside = text.replace(bare[0], "") if bare[0] in text else text.rpartition(f"{local}@")[0]
    return beside.strip(f' "[].<>{MARKS}')
