"""A person's card: what is known of them beside their mail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class MailPlace:
    """Where a mail says something: characters [start, end) of its text, or None where it is not in the text."""

    message_id: UUID
    mailbox_id: UUID
    thread_id: str
    start: int | None
    end: int | None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Who says something of somebody, when and where. `source` is one of FactSource, or a vendor's name."""

    id: UUID
    source: str
    source_ref: str  # a page's address, a contact's name in an address book, a part of a mail; "" for the text of one
    at: datetime  # when they said so
    confidence: float  # the source's own, in [0, 1]
    identity_id: UUID
    mail: MailPlace | None


@dataclass(frozen=True, kw_only=True)
class CardValue(Evidence):
    """A value that the card shows, and the first of those who say so."""

    field: str
    value: str
    label: str  # of one of several values: "work", "mobile", "fax", "home", or ""
    locked: bool  # the owner says that it is right


class Standing(StrEnum):
    """What becomes of a value."""

    SHOWN = "shown"
    OUTWEIGHED = "outweighed"  # something else is shown
    REJECTED = "rejected"  # by the owner


@dataclass(frozen=True, kw_only=True)
class KnownValue:
    """A value that is said of somebody, whether it is shown, and everybody who says so: the weightiest first."""

    field: str
    value: str
    label: str
    standing: Standing
    locked: bool
    belief: float  # in [0, 1]; 0 of what is rejected
    evidence: list[Evidence]


@dataclass(frozen=True, kw_only=True)
class Met:
    """A meeting that takes place, by the newest invitation, answer or cancellation in the mail."""

    starts_at: datetime
    ends_at: datetime
    subject: str  # of that mail
    mail: MailPlace
