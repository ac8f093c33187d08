"""What Kith is asked to write to Gmail: mail to send, drafts, changes of labels."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.contracts.core.effects import EffectState


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

    @classmethod
    def of(cls, state: EffectState | str) -> "OutboxState":
        """In the words for mail."""
        return cls.SENDING if state == EffectState.RUNNING else cls(state)


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
    undo_until: datetime | None = None  # it can be taken back until then at least; None: not any more
    editable: bool = False  # it could not be sent, and comes back with undo; of a draft, Gmail has an earlier version


@dataclass(frozen=True, kw_only=True)
class OutboxFile:
    """A file that is to go out with a mail. `size` in bytes."""

    id: UUID
    name: str
    mime_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Written:
    """What stands in a mail that was built here, to go on with. Recipients as `Ida Okafor <ida@example.org>`."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    text: str
    attachments: list[OutboxFile] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """Whom an answer goes to; each as `Ida Okafor <ida@example.org>`."""

    to: list[str]
    cc: list[str]


@dataclass(frozen=True, kw_only=True)
class AnswerStart:
    """What an answer to a message begins with. `reply_all` is None where there is nobody else to answer."""

    reply: Recipients
    reply_all: Recipients | None
    quote: str  # the answered mail's text, quoted, with a line that introduces it


class Target(StrEnum):
    """Whose labels change."""

    MESSAGE = "message"
    THREAD = "thread"


class Change(StrEnum):
    """How they change. Gmail has verbs of its own for the trash."""

    LABELS = "labels"
    TRASH = "trash"
    UNTRASH = "untrash"


@dataclass(frozen=True)
class LabelChange:
    """What changes. `source_id` is Gmail's id of the message or thread."""

    target: Target
    source_id: str
    change: Change
    add: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
