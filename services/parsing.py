"""A tree of parts as a mail that can be stored and shown."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from models.contracts.mail import Address, Attachment, Span
from models.contracts.mime import Part
from services.addresses import recipients_of, sender_of
from services.automation import is_automated, mailing_list
from services.bodies import body_of
from services.charsets import decode_words
from services.quoting import spans

_SNIPPET = 200  # characters, about what Gmail shows


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
    date: datetime | None  # what the mail itself says


def parse(root: Part) -> ParsedMessage:
    """Read a mail. Broken parts are read as well as they can be; nothing in a mail raises."""
    text, html, attachments = body_of(root)
    found = spans(text)
    return ParsedMessage(
        message_id=_id(root.header("Message-ID")),
        references=_references(root),
        sender=sender_of(root),
        recipients=recipients_of(root),
        subject=" ".join(decode_words(root.header("Subject")).split()),
        snippet=_snippet(text, found),
        text=text,
        html=html,
        spans=found,
        attachments=attachments,
        headers=[(name, decode_words(value)) for name, value in root.headers],
        automated=is_automated(root),
        list_address=mailing_list(root),
        date=_date(root),
    )


def _id(value: str) -> str:
    found = re.findall(r"<([^<>\s]+)>", value)
    return str(found[0]) if found else value.strip()


def _references(root: Part) -> list[str]:
    ids = re.findall(r"<([^<>\s]+)>", f"{root.header('References')} {root.header('In-Reply-To')}")
    return list(dict.fromkeys(ids))


def _date(root: Part) -> datetime | None:
    """The Date header, else when the newest server received it (RFC 5322, sections 3.6.1 and 3.6.7)."""
    received = root.header("Received").rpartition(";")[2]
    for value in (root.header("Date"), received):
        try:
            moment = parsedate_to_datetime(value)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return aware.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _snippet(text: str, found: list[Span]) -> str:
    """The beginning of what the sender wrote, without what is quoted."""
    own = text
    for span in sorted(found, key=lambda span: -span.start):
        own = own[: span.start] + own[span.end :]
    return " ".join((own.strip() or text)[: 4 * _SNIPPET].split())[:_SNIPPET]
