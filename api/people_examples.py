"""Examples of people and companies for the OpenAPI document."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from api.examples import MAILBOX_ID, MESSAGE
from models.contracts.mail.messages import Role
from models.contracts.people.address_books import (
    ColumnTarget,
    ContactImport,
    ContactImportState,
    FileFormat,
    FileKind,
    ImportProblem,
    PreviewColumn,
    TablePreview,
)
from models.contracts.people.analytics import Analytics, Companion, ResponseTimes, Trend, WeekHour
from models.contracts.people.by_hand import CustomLabel, Deletion
from models.contracts.people.card import CardValue, Evidence, KnownValue, MailPlace, Met, Standing
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
from models.contracts.people.google_contacts import GoogleContacts, GoogleContactsState
from models.contracts.people.lists import ChangedPeople, PeopleList
from models.contracts.people.memberships import ChangeKind, Identity, MadeBy, MembershipChange, Move
from models.contracts.people.strength import ReplyHabit, Strength, StrengthFactors, StrengthPoint
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

DELETION = Deletion(
    id=UUID("de1e7ed0-58d2-4d3b-9f55-7b1c2d3e4f50"),
    contact_id=_CONTACT,
    name="Alex Moreau",
    hidden=True,
    at=_AT,
    until=_AT + timedelta(days=7),
)
CUSTOM_LABEL = CustomLabel(label="Member no.", people=12)

PEOPLE_LIST = PeopleList(id=UUID("115700aa-58d2-4d3b-9f55-7b1c2d3e4f50"), name="Choir", search=None, people=12)
CHANGED_PEOPLE = ChangedPeople(contact_ids=[_CONTACT])

MET = Met(
    starts_at=_AT,
    ends_at=_AT + timedelta(minutes=45),
    subject="Invitation: Harvest plans",
    mail=MailPlace(message_id=MESSAGE.id, mailbox_id=MAILBOX_ID, thread_id=MESSAGE.thread_id, start=None, end=None),
)

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
COMPANY_VALUE = replace(
    KNOWN_VALUE,
    field="industry",
    value="Furniture",
    label="",
    evidence=[
        replace(EVIDENCE, source="site", source_ref="https://acme.example/", identity_id=_COMPANY, mail=None),
    ],
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

STRENGTH = Strength(
    strength=0.73,
    by_mail=0.73,
    correction=None,
    volume=11.8,
    sent=41,
    received=56,
    shared=9,
    meetings=0,
    direct=80,
    tenure_days=800,
    ours=ReplyHabit(turns=40, replies=31, usual_seconds=7_400),
    theirs=ReplyHabit(turns=35, replies=30, usual_seconds=21_600),
    factors=StrengthFactors(reciprocity=0.98, replies=1.31, speed=1.11, tenure=1.07),
    history=[
        StrengthPoint(month=date(2026, 10, 1), strength=0.76),
        StrengthPoint(month=date(2026, 11, 1), strength=0.73),
    ],
)
ANALYTICS = Analytics(
    since=date(2024, 12, 1),
    months=[TRAFFIC_MONTH],
    week=[WeekHour(weekday=1, hour=9, sent=12, received=4), WeekHour(weekday=5, hour=16, sent=3, received=7)],
    ours=ResponseTimes(replies=31, median_seconds=6_900, classes=[4, 8, 9, 7, 3, 0]),
    theirs=ResponseTimes(replies=30, median_seconds=19_800, classes=[1, 4, 8, 11, 5, 1]),
    companions=[Companion(contact=CONTACT, beside=None, mails=17)],
    drifting=[Trend(contact=CONTACT, before=0.9)],
    new=[],
)
CONTACT_IMPORT = ContactImport(
    id=UUID("7d0a4b52-3f1e-5c68-9b27-4e5f6a7b8c9d"),
    kind=FileKind.CSV,
    format=FileFormat.GOOGLE,
    filename="contacts.csv",
    size=48_213,
    state=ContactImportState.DONE,
    reason=None,
    total=214,
    read=214,
    made=131,
    joined=81,
    refused=2,
    problems=3,
    created_at=_AT,
    finished_at=_AT + timedelta(seconds=2),
)
IMPORT_PROBLEM = ImportProblem(
    line=17, field="E-mail 1 - Value", reason="This is no mail address: write it as name@example.org."
)
TABLE_PREVIEW = TablePreview(
    columns=[
        PreviewColumn(name="Kontakt", samples=["Alex Moreau", "Ida Okafor"], target=ColumnTarget.NAME),
        PreviewColumn(name="Post", samples=["alex@acme.example", ""], target=ColumnTarget.EMAIL),
        PreviewColumn(name="Kundennummer", samples=["10017", "10018"], target=None),
    ],
    rows=214,
)

GOOGLE_CONTACTS = GoogleContacts(state=GoogleContactsState.ON, allowed=True, reason=None, contacts=214, synced_at=_AT)
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
