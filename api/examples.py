"""Examples for the OpenAPI document: real contracts, so that a type checker keeps them true. People have their own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from integrations.google.grants import READ_MAIL
from models.contracts.accounts.invitations import Invitation
from models.contracts.accounts.principals import Action
from models.contracts.accounts.sessions import Session
from models.contracts.accounts.tokens import PersonalToken
from models.contracts.accounts.users import User
from models.contracts.core.jobs import Job, Progress
from models.contracts.gmail.health import HealthLevel, MailboxHealth, QuotaUse
from models.contracts.gmail.reconcile import Reconciliation
from models.contracts.imports import Import
from models.contracts.mail.aliases import Alias, AliasSource
from models.contracts.mail.labels import Label, LabelColor
from models.contracts.mail.mailboxes import DeadLetter, Mailbox, MailboxCounts, MailboxStatus, Provider
from models.contracts.mail.messages import (
    Address,
    Attachment,
    DateSource,
    EnclosedMail,
    Message,
    MessageSummary,
    Role,
    Span,
    Thread,
    ThreadSummary,
)
from models.contracts.sending import AnswerStart, OutboxFile, OutboxItem, OutboxKind, OutboxState, Recipients, Written

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_USER = UUID("0b8e2f0c-6f0e-4a53-9d3a-2f1f6a3c9a01")
_MAILBOX = UUID("51c2a6d4-7b1c-5c3e-8f55-0a1b2c3d4e5f")
_MESSAGE = UUID("9a7d4c1e-2b3f-5d6a-b7c8-d9e0f1a2b3c4")
_THREAD = "18c5f0a1b2c3d4e5"
JOB_ID = f"u:{_USER}:backfill:{_MAILBOX}:1"
MAILBOX_ID = _MAILBOX
LEAVE_ID = f"u:{_USER}:leave:{_MAILBOX}"
RECONCILE_ID = f"u:{_USER}:reconcile:{_MAILBOX}"
CURSOR = "WyJtZXNzYWdlcyIsIjIwMjYtMTEtMjBUMDk6MzA6MDBaIl0"

USER = User(id=_USER, email="robin@example.org", name="Robin Vale", is_owner=True)

TOKEN = PersonalToken(
    id=UUID("a3c1de40-7f52-4d0c-8b6e-2c9d1e7f5a36"),
    name="Address book on my phone",
    scopes=[Action.READ_PEOPLE],
    created_at=_AT,
    expires_at=_AT + timedelta(days=90),
    last_used_at=None,
)

SESSION = Session(
    id=UUID("5b1e8a70-9c3d-4d2f-8f1a-7e6d5c4b3a21"),
    created_at=_AT - timedelta(days=3),
    seen_at=_AT,
    expires_at=_AT + timedelta(days=27),
    agent="Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    address="192.0.2.7",
    current=True,
)

INVITATION = Invitation(
    id=UUID("1f0c7d52-3b64-4b0e-9a55-6c1f2d7e8a90"),
    note="Alex, from the office",
    created_at=_AT,
    expires_at=_AT + timedelta(hours=48),
    used_at=None,
)

MAILBOX = Mailbox(
    id=_MAILBOX,
    provider=Provider.GMAIL,
    address="robin@example.org",
    status=MailboxStatus.BACKFILLING,
    status_reason=None,
    phase="fetching the rest, newest first",
    counts=MailboxCounts(listed=1500, stored=640, extracted=600, threads=210, contacts=84, companies=27),
    list_complete=True,
    contacts_complete=False,
    rate_per_second=42.5,
    eta_seconds=20,
    quota_units=9_876,
    last_sync_at=None,
    created_at=_AT - timedelta(minutes=1),
    scopes=[READ_MAIL],
)

IMPORT = Import(
    id=UUID("7d9f4f0e-5a51-4d0e-8a0c-0e9a6a7f3b21"),
    mailbox_id=_MAILBOX,
    filename="All mail.mbox",
    size=1_250_000_000,
    read_bytes=412_000_000,
    read=31_000,
    stored=30_990,
    known=8,
    dead=2,
    created_at=_AT,
    finished_at=None,
)

ALIAS = Alias(address="robin@work.example", source=AliasSource.GMAIL, since=_AT)

HEALTH = MailboxHealth(
    level=HealthLevel.OK,
    verdict="All is well: last in sync 2 minutes ago, and equal to Gmail when they were compared 5 hours ago.",
    lag_seconds=131,
    last_sync_at=_AT - timedelta(minutes=40),
    last_push_at=_AT - timedelta(minutes=40),
    last_poll_at=_AT - timedelta(seconds=131),
    push_missed_at=None,
    watch_expires_at=_AT + timedelta(days=6),
    quota=QuotaUse(
        minute=42,
        minute_limit=6_000,
        today=9_876,
        lanes={"person": 0, "push": 376, "backfill": 9_500},
        parts_at_once=50,
        paused_seconds=0,
    ),
    listed=1500,
    stored=1498,
    waiting=0,
    dead=0,
    gone=2,
    reconciled_at=_AT - timedelta(hours=5),
    reconciliation=Reconciliation(compared=1498, units=146),
)

DEAD_LETTER = DeadLetter(
    source_id="18c5f0a1b2c3d4e6",
    error="This message has 60 MB; Gmail takes at most 50 MB.",
    attempts=1,
    updated_at=_AT,
)

_ALEX = Address(role=Role.FROM, name="Alex Moreau", address="alex@acme.example")
_ROBIN = Address(role=Role.TO, name="Robin Vale", address="robin@example.org")

MESSAGE_SUMMARY = MessageSummary(
    id=_MESSAGE,
    mailbox_id=_MAILBOX,
    source_id=_THREAD,
    thread_id=_THREAD,
    date=_AT,
    sender=_ALEX,
    recipients=[_ROBIN],
    subject="The contract for spring",
    snippet="Here it is, with the two changes we spoke about.",
    labels=["INBOX", "UNREAD"],
    outgoing=False,
    date_source=DateSource.HEADER,
)

MESSAGE = Message(
    **{name: getattr(MESSAGE_SUMMARY, name) for name in MESSAGE_SUMMARY.__dataclass_fields__},
    text="Here it is, with the two changes we spoke about.\n\n-- \nAlex Moreau\n",
    html="<p>Here it is, with the two changes we spoke about.</p>",
    spans=[Span(kind="signature", start=50, end=66)],
    attachments=[Attachment(part_id="1", filename="contract.pdf", mime_type="application/pdf", size=48_213)],
    headers=[("Subject", "The contract for spring"), ("From", "Alex Moreau <alex@acme.example>")],
)

ENCLOSED_MAIL = EnclosedMail(
    message_id=_MESSAGE,
    part_id="2",
    date=_AT - timedelta(days=3),
    date_source=DateSource.HEADER,
    sender=_ALEX,
    recipients=[_ROBIN],
    subject="The contract for winter",
    text="Here is the one of last year.",
    html=None,
    headers=[("Subject", "The contract for winter"), ("From", "Alex Moreau <alex@acme.example>")],
)

THREAD_SUMMARY = ThreadSummary(
    id=_THREAD,
    mailbox_id=_MAILBOX,
    subject=MESSAGE.subject,
    snippet=MESSAGE.snippet,
    first_at=_AT,
    last_at=_AT,
    message_count=1,
    unread=True,
    labels=["INBOX", "Label_3", "UNREAD"],
    participants=[_ALEX, _ROBIN],
)

THREAD = Thread(
    **{name: getattr(THREAD_SUMMARY, name) for name in THREAD_SUMMARY.__dataclass_fields__}, messages=[MESSAGE]
)

LABEL = Label(
    mailbox_id=_MAILBOX,
    id="Label_3",
    name="Contracts",
    own=True,
    hidden=False,
    color=LabelColor(text="#ffffff", background="#16a766"),
)

RUN_ID = "0193a5c2-77aa-7c11-9a7e-5f1b2c3d4e5f"
JOB = Job(
    id=JOB_ID,
    run_id=RUN_ID,
    type="BackfillWorkflow",
    state="running",
    started_at=_AT,
    closed_at=None,
    progress=Progress(phase="fetching the rest, newest first", done=640, total=1500),
    attempts=["mail.fetch: Gmail does not answer for some messages."],
)

OUTBOX_ITEM = OutboxItem(
    id=UUID("0b0c5e9d-52f4-5a57-8a2f-6b1d7c0e9f12"),
    mailbox_id=_MAILBOX,
    kind=OutboxKind.SEND,
    state=OutboxState.DONE,
    recipients=["alex@acme.example"],
    subject="Re: The contract for spring",
    thread_id=_THREAD,
    source_id="18c5f0a1b2c3d4e7",
    error=None,
    created_at=_AT,
    done_at=_AT + timedelta(seconds=2),
)

OUTBOX_FILE = OutboxFile(
    id=UUID("4f2d9c1e-7a53-4f0e-9b1d-2c6a8e0b7d31"), name="Plan.pdf", mime_type="application/pdf", size=48_213
)
WRITTEN = Written(
    to=["Alex Moreau <alex@acme.example>"], cc=[], bcc=[], subject="Lunch on Friday", text="Half past twelve?"
)

ANSWER_START = AnswerStart(
    reply=Recipients(to=["Alex Moreau <alex@acme.example>"], cc=[]),
    reply_all=Recipients(to=["Alex Moreau <alex@acme.example>"], cc=["Jo Field <jo@acme.example>"]),
    quote="On Fri, Nov 20, 2026 at 09:30 Alex Moreau <alex@acme.example> wrote:\n\n> Half past twelve?",
)

EVENTS = (
    "id: 1793870000000-0\r\nevent: sync.progress\r\n"
    f'data: {{"id":"6f1e…","at":"2026-11-20T09:30:00+00:00","mailbox_id":"{_MAILBOX}"}}\r\n\r\n'
    ": ping\r\n\r\n"
)


def page(item: object) -> dict[str, Any]:
    """A page with one item, and more to come."""
    return {"items": [plain(item)], "next_cursor": CURSOR}


def plain(value: object) -> Any:
    """`value` as the API answers it."""
    return TypeAdapter(type(value)).dump_python(value, mode="json")
