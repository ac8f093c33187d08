"""The parts of a mail that tell of people in a program's words: invitations and cards of address books."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.contracts.mime import Part
from services.mime.charsets import decode
from services.mime.enclosed import KINDS
from services.mime.headers import parameters

CALENDARS = frozenset({"text/calendar", "application/ics"})
CARDS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
_LARGEST = 64_000  # bytes: a card with a picture may be larger, an invitation is not
_MOST = 3  # of one mail, one of them an invitation: the second is the same as a file


@dataclass(frozen=True)
class PeoplePart:
    """`kind` is "calendar" or "card". A calendar is UTF-8, a card as it came."""

    kind: str
    data: bytes


def people_parts(root: Part) -> list[PeoplePart]:
    """Those that came along; what was left at Gmail is not fetched for it. Not those of enclosed mail."""
    found: list[PeoplePart] = []
    for part in _leaves(root):
        kind = "calendar" if part.mime_type in CALENDARS else "card" if part.mime_type in CARDS else ""
        if not kind or not part.data or len(part.data) > _LARGEST or len(found) == _MOST:
            continue
        if kind == "calendar":
            if any(one.kind == kind for one in found):
                continue
            charset = parameters(part.header("Content-Type"))[1].get("charset")
            found.append(PeoplePart(kind, decode(part.data, charset, converted=part.converted).encode()))
        else:
            found.append(PeoplePart(kind, part.data))
    return found


def _leaves(part: Part) -> Iterator[Part]:
    if part.mime_type in KINDS:
        return
    if not part.parts:
        yield part
    for child in part.parts:
        yield from _leaves(child)
