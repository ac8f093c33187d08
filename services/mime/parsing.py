"""A tree of parts as a mail that can be stored and shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from models.contracts.mail.messages import Address, Attachment, DateSource, Span
from models.contracts.mime import Part
from services.mime.addresses import recipients_of, sender_of
from services.mime.automation import is_automated
from services.mime.bodies import Room, body_of
from services.mime.charsets import clean
from services.mime.dates import sent_at
from services.mime.enclosed import DEEPEST, MOST, enclosed_in, mail_of
from services.mime.headers import decode_words, decoded_header
from services.mime.invisible import without_padding
from services.mime.mailing_lists import mailing_list
from services.mime.mailings import own_words
from services.mime.message_ids import message_id_of, references_of
from services.mime.people_parts import PeoplePart, people_parts
from services.mime.quoting import Letterhead, spans

_SNIPPET = 200  # characters, about what Gmail shows
_LONGEST_SUBJECT = 2_000  # characters
_LONGEST_DECODED = 300_000  # characters of headers with encoded words: those of five thousand recipients
_MOST_NAMES = 50  # of recipients, whom a quote may name


@dataclass(frozen=True)
class ParsedMessage:
    """Everything that Kith keeps of a mail's content."""

    message_id: str  # without angle brackets; "" where there is none
    references: list[str]  # oldest first, the direct parent last
    sender: Address | None
    recipients: list[Address]  # To, Cc, Bcc and Reply-To
    subject: str
    snippet: str
    text: str
    html: str | None
    spans: list[Span]
    attachments: list[Attachment]
    headers: list[tuple[str, str]]
    automated: bool
    list_address: str | None
    date: datetime | None  # what the mail itself credibly says, or its newest server
    date_source: DateSource | None
    enclosed: list[tuple[str, "ParsedMessage"]]  # (part, the mail that it is)
    people_parts: list[PeoplePart]  # of the mail itself


def parse(root: Part) -> ParsedMessage:
    """Read a mail. Broken parts are read as well as they can be; nothing in a mail raises."""
    return _parse(root, _Room(), 0)


@dataclass
class _Room(Room):
    """And of mail within a mail: of more, there is the file."""

    mails: int = MOST
    characters: int = 2_000_000
    people: int = 5_000
    quotes: int = 5_000


def _parse(root: Part, room: _Room, depth: int) -> ParsedMessage:
    text, html, attachments = body_of(root, room)
    sender, recipients = sender_of(root), recipients_of(root) if room.people > 0 else []
    room.people -= len(recipients)
    subject = " ".join(decode_words(root.header("Subject")).split())[:_LONGEST_SUBJECT]
    sent, listed = sent_at(root), mailing_list(root)
    enclosed = list(_enclosed(root, room, depth))
    opened = {part_id for part_id, _ in enclosed}
    found = spans(text, letterhead_of(sender, recipients, subject)) if room.quotes > 0 else []
    room.quotes -= len(found)
    return ParsedMessage(
        message_id=message_id_of(root),
        references=references_of(root, {one.address for one in [*([sender] if sender else []), *recipients]}),
        sender=sender,
        recipients=recipients,
        subject=subject,
        snippet=_snippet(text, found),
        text=text,
        html=html,
        spans=found,
        attachments=[replace(one, is_mail=True) if one.part_id in opened else one for one in attachments],
        headers=list(_decoded(root.headers)),
        automated=is_automated(root, listed, own_words(text, found)),
        list_address=listed,
        date=sent[0] if sent else None,
        date_source=sent[1] if sent else None,
        enclosed=enclosed,
        people_parts=[] if depth else people_parts(root),
    )


def _decoded(headers: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    room = _LONGEST_DECODED
    for name, value in headers:
        if "=?" in value:
            room -= len(value)
        yield name, decoded_header(name, value) if room > 0 else clean(value)


def _enclosed(root: Part, room: _Room, depth: int) -> Iterator[tuple[str, ParsedMessage]]:
    for part in enclosed_in(root) if depth < DEEPEST else ():
        if room.mails <= 0 or room.characters <= 0:
            return
        room.mails -= 1
        mail = _parse(mail_of(part), room, depth + 1)
        room.characters -= len(mail.text) + len(mail.html or "")
        yield part.part_id, mail


def letterhead_of(sender: Address | None, recipients: list[Address], subject: str) -> Letterhead:
    """What helps to tell quotes and signatures apart from what was written."""
    people = [*([sender] if sender else []), *recipients[:_MOST_NAMES]]
    names = tuple(one.name for one in people if one.name)
    return Letterhead(sender.name if sender else "", sender.address if sender else "", subject, names)


def _snippet(text: str, found: list[Span]) -> str:
    """The beginning of what the sender wrote, without what is quoted."""
    own: list[str] = []
    place = length = 0
    for span in [*found, Span(kind="", start=len(text), end=len(text))]:
        words = " ".join(without_padding(text[place : min(span.start, place + 8 * _SNIPPET)]).split())
        own += [words] if words else []
        length += len(words)
        place = span.end
        if length >= _SNIPPET:
            break
    return (" ".join(own) or " ".join(text[: 8 * _SNIPPET].split()))[:_SNIPPET].rstrip()
