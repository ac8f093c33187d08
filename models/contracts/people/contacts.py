"""People and companies, and the traffic with them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from models.contracts.mail.messages import Role


class ContactKind(StrEnum):
    """Who stands behind an address."""

    PERSON = "person"
    AUTOMATED = "automated"  # no-reply, notifications, newsletters
    LIST = "list"  # a mailing list's own address


class Direction(StrEnum):
    """From the owner's point of view."""

    SENT = "sent"
    RECEIVED = "received"
    SHARED = "shared"  # both were named on a mail that somebody else sent


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody the owner has exchanged mail with, or has in an address book. `strength` is in [0, 1], as of now.

    Without any mail there is no `first_at` and no `last_at`; `address` is empty where none is known.
    """

    id: UUID
    kind: ContactKind
    name: str
    address: str
    title: str | None
    company_id: UUID | None
    company: str | None
    strength: float
    sent: int
    received: int
    first_at: datetime | None
    last_at: datetime | None
    hidden: bool = False  # lists do not show them


@dataclass(frozen=True, kw_only=True)
class KnownAddress:
    """An address as it was asked for, and whose it is."""

    address: str
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class Company:
    """An organisation, known by its mail domains: `domain` is the one that it is named after, of so many `domains`."""

    id: UUID
    name: str
    domain: str
    domains: int
    people: int
    strength: float  # that of its closest person
    last_at: datetime | None  # None: an address book names its people, and there is no mail


@dataclass(frozen=True, kw_only=True)
class CompanyDomain:
    """One of a company's domains, with the people who have an address there, and their first and last mail."""

    id: UUID
    domain: str
    name: str
    people: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """One message that a contact took part in."""

    message_id: UUID
    mailbox_id: UUID
    thread_id: str
    at: datetime
    direction: Direction
    role: Role
    subject: str
    snippet: str


@dataclass(frozen=True, kw_only=True)
class TrafficMonth:
    """How many messages went each way between a contact and the owner in one month (UTC)."""

    month: date  # its first day
    sent: int
    received: int
    shared: int
