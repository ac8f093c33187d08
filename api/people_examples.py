"""Examples of people and companies for the OpenAPI document."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from api.examples import MAILBOX_ID, MESSAGE
from models.contracts.mail.messages import Role
from models.contracts.people.card import CardValue, Evidence, KnownValue, MailPlace, Standing
from models.contracts.people.contacts import (
    Company,
    CompanyDomain,
    Contact,
    ContactKind,
    Direction,
    Interaction,
    KnownAddress,
    TrafficMonth,
)
from models.contracts.people.lists import ChangedPeople, PeopleList
from models.contracts.people.memberships import ChangeKind, Identity, MadeBy, MembershipChange, Move
from models.contracts.people.suggestions import Reason, SuggestedContact, Suggestion

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_CONTACT = UUID("c0ffee00-1a2b-5c3d-9e4f-5a6b7c8d9e0f")
_COMPANY = UUID("ac3e0000-4d5e-5f60-8a7b-9c8d7e6f5a4b")

CONTACT = Contact(
    id=_CONTACT,
    kind=ContactKind.PERSON,
    name="Alex Moreau",
    address="alex@acme.example",
    title="Head of design",
    company_id=_COMPANY,
    company="Acme",
    strength=0.73,
    sent=41,
    received=56,
    first_at=_AT - timedelta(days=800),
    last_at=_AT,
)

OTHER_CONTACT_ID = UUID("c0ffee01-1a2b-5c3d-9e4f-5a6b7c8d9e0f")
IDENTITY = Identity(
    id=OTHER_CONTACT_ID,
    person_id=_CONTACT,
    name="A. Moreau",
    address="amoreau@home.example",
    company_id=None,
    company=None,
    sent=3,
    received=5,
    first_at=_AT - timedelta(days=300),
    last_at=_AT - timedelta(days=20),
)
MEMBERSHIP_CHANGE = MembershipChange(
    id=UUID("3f0a6c1e-58d2-4d3b-9f55-7b1c2d3e4f50"),
    kind=ChangeKind.MERGE,
    person_id=_CONTACT,
    at=_AT,
    made_by=MadeBy.PERSON,
    reasons=[],
    moves=[Move(identity_id=OTHER_CONTACT_ID, old_person=OTHER_CONTACT_ID, new_person=_CONTACT)],
    undone_at=None,
)

KEPT_APART = replace(MEMBERSHIP_CHANGE, kind=ChangeKind.APART, moves=[])

EVIDENCE = Evidence(
    id=UUID("fac70000-9d1e-4f3a-8b2c-7a6b5c4d3e2f"),
    source="signature",
    source_ref="",
    at=_AT,
    confidence=0.9,
    identity_id=_CONTACT,
    mail=MailPlace(message_id=MESSAGE.id, mailbox_id=MAILBOX_ID, thread_id=MESSAGE.thread_id, start=120, end=135),
)
CARD_VALUE = CardValue(**vars(EVIDENCE), field="phone", value="+49301234567", label="work", locked=False)
KNOWN_VALUE = KnownValue(
    field="phone",
    value="+49301234567",
    label="work",
    standing=Standing.SHOWN,
    locked=False,
    belief=0.81,
    evidence=[EVIDENCE],
)

PEOPLE_LIST = PeopleList(id=UUID("115700aa-58d2-4d3b-9f55-7b1c2d3e4f50"), name="Choir", search=None, people=12)
CHANGED_PEOPLE = ChangedPeople(contact_ids=[_CONTACT])

KNOWN_ADDRESS = KnownAddress(address="alex@acme.example", contact=CONTACT)

COMPANY = Company(id=_COMPANY, name="Acme", domain="acme.example", domains=2, people=4, strength=0.73, last_at=_AT)

COMPANY_DOMAIN = CompanyDomain(
    id=UUID("ac3e0001-4d5e-5f60-8a7b-9c8d7e6f5a4b"),
    domain="acme-labs.example",
    name="Acme Labs",
    people=1,
    first_at=_AT - timedelta(days=300),
    last_at=_AT,
)
COMPANY_CHANGE = replace(
    MEMBERSHIP_CHANGE,
    person_id=_COMPANY,
    moves=[Move(identity_id=COMPANY_DOMAIN.id, old_person=COMPANY_DOMAIN.id, new_person=_COMPANY)],
)

INTERACTION = Interaction(
    message_id=MESSAGE.id,
    mailbox_id=MAILBOX_ID,
    thread_id=MESSAGE.thread_id,
    at=_AT,
    direction=Direction.RECEIVED,
    role=Role.FROM,
    subject=MESSAGE.subject,
    snippet=MESSAGE.snippet,
)

TRAFFIC_MONTH = TrafficMonth(month=date(2026, 11, 1), sent=4, received=6, shared=1)

SUGGESTION = Suggestion(
    id=UUID("5a6e57ed-7e2b-4a6c-8d0f-1b2c3d4e5f60"),
    probability=0.84,
    reasons=[
        Reason(reason="A. Moreau and Alex Moreau agree: one is an initial", weight="speaks strongly for it", bits=6.8),
        Reason(reason="One of the addresses is private", weight="speaks for it", bits=1.0),
    ],
    contacts=[
        SuggestedContact(contact=CONTACT, identities=[replace(IDENTITY, id=_CONTACT, address=CONTACT.address)]),
        SuggestedContact(
            contact=replace(CONTACT, id=OTHER_CONTACT_ID, name="A. Moreau", address=IDENTITY.address, title=None),
            identities=[IDENTITY],
        ),
    ],
)
