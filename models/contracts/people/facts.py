"""Facts: what somebody or something says of a person or a company, with all that is needed to weigh it later."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class FactSource(StrEnum):
    """Where a fact comes from. Every other name is that of a vendor: "hunter", as in `integrations/enrichment`."""

    OWNER = "owner"  # whose copy this is typed it into Kith
    GOOGLE_CONTACTS = "google_contacts"
    VCARD = "vcard"  # of a file that the owner imported
    CSV = "csv"
    SIGNATURE = "signature"
    ATTACHED_VCARD = "attached_vcard"  # of a mail: its sender's own card
    HEADER = "header"
    CALENDAR = "calendar"
    INTRODUCTION = "introduction"  # what the text of a mail says of its writer or of somebody else
    MODEL = "model"


# What mail tells goes with the mail; of what one of these says of somebody's field, the newest mail's word holds.
OF_MAIL = frozenset(
    {FactSource.SIGNATURE, FactSource.ATTACHED_VCARD, FactSource.CALENDAR, FactSource.INTRODUCTION, FactSource.HEADER}
)
# The names on these are somebody's own: their owner wrote them down, or they did themselves.
OF_CARDS = frozenset(
    {FactSource.OWNER, FactSource.GOOGLE_CONTACTS, FactSource.VCARD, FactSource.CSV, FactSource.ATTACHED_VCARD}
)


class FactState(StrEnum):
    """What became of a fact."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"  # the same source says something else by now
    REJECTED = "rejected"  # the owner says that it is wrong: its value is not shown again, whoever repeats it
    LOCKED = "locked"  # the owner says that it is right


PERSON_FIELDS = frozenset(
    {"name", "given_name", "family_name", "title", "company", "phone", "address", "url", "handle", "location"}
    | {"photo_url", "bio", "birthday", "note", "email"}  # `address` is a postal one, `email` one of mail
)
COMPANY_FIELDS = frozenset(
    {"name", "description", "logo_url", "url", "handle", "industry", "employees", "founded_year", "location", "country"}
    | {"mail_host", "registered_on"}  # who hosts its mail ("google"), since when its domain is registered (a date)
)
MANY_VALUED = frozenset(
    {"phone", "address", "url", "handle", "note", "email", "custom"}
)  # somebody has several at once


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value of one field. `confidence` in [0, 1] is the source's own; who trusts it how far is said elsewhere.

    An owner's fact with an empty value says that there is nothing: the field stays empty, whatever others say.
    """

    identity_id: UUID
    field: str  # one of PERSON_FIELDS or COMPANY_FIELDS, or "custom": one that the owner named, by its label
    value: str
    source: str  # a FactSource or a vendor's name
    source_ref: str  # the place in it: a mail's attached part, a contact's resource name, a page's address
    at: datetime  # when the source said so, not when Kith read it
    confidence: float = 1.0
    expires_at: datetime | None = None  # by the vendor's terms; None: without end
    state: FactState = FactState.ACTIVE
    label: str = ""  # of one of several values: "work", "mobile", "fax", "home"; the name of a field of the owner's own
    message_id: UUID | None = None  # the mail that says so
    place: tuple[int, int] | None = None  # where in the mail's text: characters [start, end)
    id: UUID | None = None  # None before it is stored
