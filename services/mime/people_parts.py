"""The parts of a mail that tell of people in a program's words: invitations and cards of address books."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.contracts.mail.messages import Attachment
from models.contracts.mime import Part
from services.mime.charsets import decode
from services.mime.enclosed import KINDS
from services.mime.headers import parameters

CALENDARS = frozenset({"text/calendar", "application/ics"})
CARDS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
_UNTOLD = frozenset({"application/octet-stream", "text/plain", "text/x-vcalendar"})  # then the file's name tells
_LARGEST = 64_000  # bytes: a card with a picture may be larger, an invitation is not
_MOST = 3  # of one mail, one of them an invitation: the second is the same as a file


@dataclass(frozen=True)
class PeoplePart:
    """`kind` is "calendar" or "card". A calendar is UTF-8, a card as it came."""

    kind: str
    data: bytes


def people_parts(root: Part) -> list[PeoplePart]:
    """Those that came along. Not those of enclosed mail."""
    found: list[PeoplePart] = []
    for part in _leaves(root):
        if part.data:
            charset = parameters(part.header("Content-Type"))[1].get("charset")
            kind = kind_of(part.mime_type, part.filename)
            data = decode(part.data, charset, converted=part.converted).encode() if kind == "calendar" else part.data
            _add(found, kind, data)
    return found


def kind_of(mime_type: str, filename: str) -> str:
    """ "calendar", "card", or "" for any other file."""
    name = filename.lower() if mime_type in _UNTOLD else ""
    if mime_type in CALENDARS or name.endswith(".ics"):
        return "calendar"
    return "card" if mime_type in CARDS or name.endswith(".vcf") else ""


def left_behind(attachments: Sequence[Attachment], came: Sequence[PeoplePart]) -> list[str]:
    """The ids of such parts that Gmail has kept: fetched by themselves, they are read as if they had come along."""
    here = [one.kind for one in came]
    found = []
    for one in attachments:
        kind = kind_of(one.mime_type, one.filename) if one.attachment_id and 0 < one.size <= _LARGEST else ""
        if kind and len(here) < _MOST and not (kind == "calendar" and kind in here):
            here.append(kind)
            found.append(one.part_id)
    return found


def with_part(came: Sequence[PeoplePart], attachment: Attachment, data: bytes) -> list[PeoplePart]:
    """`came`, and what came after it; a second time it is there already."""
    found = list(came)
    kind = kind_of(attachment.mime_type, attachment.filename)
    data = decode(data, None).encode() if kind == "calendar" else data
    if PeoplePart(kind, data) not in found:
        _add(found, kind, data)
    return found


def _add(found: list[PeoplePart], kind: str, data: bytes) -> None:
    known = kind == "calendar" and any(one.kind == kind for one in found)
    if kind and 0 < len(data) <= _LARGEST and len(found) < _MOST and not known:
        found.append(PeoplePart(kind, data))


def _leaves(part: Part) -> Iterator[Part]:
    if part.mime_type in KINDS:
        return
    if not part.parts:
        yield part
    for child in part.parts:
        yield from _leaves(child)
