"""What Kith is asked to write to Gmail: mail to send, drafts, changes of labels."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.contracts.mail.mailboxes import MailboxRef


class OutboxKind(StrEnum):
    """What is to become of it at Gmail."""

    SEND = "send"
    DRAFT = "draft"
    DISCARD = "discard"  # a draft that is to be deleted


class OutboxState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"  # with a reason; its owner retries or discards it


@dataclass(frozen=True, kw_only=True)
class OutboxItem:
    """One mail in the outbox, as its owner sees it."""

    id: UUID
    mailbox_id: UUID
    kind: OutboxKind
    state: OutboxState
    recipients: list[str]
    subject: str
    thread_id: str | None  # the thread that it is in, or is to be in
    source_id: str | None  # Gmail's id, once it is there
    error: str | None
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OutboxRef:
    """Input of SendWorkflow and `outbox.deliver`."""

    mailbox: MailboxRef
    outbox_id: UUID


@dataclass(frozen=True, kw_only=True)
class OutboxFailure:
    """Input of `outbox.fail`."""

    item: OutboxRef
    reason: str


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Result of `outbox.deliver` and SendWorkflow. `state` is None where it is no longer in the outbox."""

    state: OutboxState | None


class Target(StrEnum):
    """Whose labels change."""

    MESSAGE = "message"
    THREAD = "thread"


class Change(StrEnum):
    """How they change. Gmail has verbs of its own for the trash."""

    LABELS = "labels"
    TRASH = "trash"
    UNTRASH = "untrash"


@dataclass(frozen=True, kw_only=True)
class ModifyInput:
    """Input of ModifyWorkflow and `labels.modify`. `source_id` is Gmail's id of the message or thread."""

    mailbox: MailboxRef
    target: Target
    source_id: str
    change: Change = Change.LABELS
    add: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ModifyResult:
    """Result of both: how many stored messages have the answer's labels now."""

    changed: int
