"""Messages and threads as they are shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

# What no list shows, and nothing is learned from, unless somebody asks for it.
HIDDEN_LABELS = frozenset({"SPAM", "TRASH", "DRAFT"})
# Spam names people whom its sender picked, what is in the trash was thrown away, a draft was read by nobody, and a line
# of a chat is no mail.
IGNORED_LABELS = HIDDEN_LABELS | {"CHAT"}
# Whether a mail's body says anything of people, beside its headers: bits.
# Its own words have an "@"; they may introduce somebody.
SIGNED, PEOPLE_PARTS, NAMES_ADDRESS, INTRODUCES = 1, 2, 4, 8


class Role(StrEnum):
    """In which header an address stands."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    BCC = "bcc"
    REPLY_TO = "reply-to"


class DateSource(StrEnum):
    """Who says when a message was sent: the first of these whose word can be true."""

    HEADER = "header"  # the mail itself
    RECEIVED = "received"  # the newest server that passed it on
    MAILBOX = "mailbox"  # where it was kept: Gmail, or the file that was imported
    STORED = "stored"  # nobody: it is when Kith stored it


@dataclass(frozen=True, kw_only=True)
class Address:
    """One address of a message; `name` is the decoded display name, "" where there is none."""

    role: Role
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A part that is not the text of the mail. `size` in bytes."""

    part_id: str
    filename: str
    mime_type: str
    size: int
    content_id: str | None = None
    attachment_id: str | None = None  # Gmail's handle to fetch it by
    is_mail: bool = False  # a whole mail, that can be opened


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of the text body, as character offsets [start, end)."""

    kind: str  # "quoted", "forwarded" or "signature"
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class MessageSummary:
    """A line in a list of messages."""

    id: UUID
    mailbox_id: UUID
    source_id: str  # Gmail's id, or one derived from an imported message
    thread_id: str
    date: datetime
    sender: Address | None
    recipients: list[Address]
    subject: str
    snippet: str
    labels: list[str]
    outgoing: bool
    date_source: DateSource | None = None  # None: it was stored before Kith kept that


@dataclass(frozen=True, kw_only=True)
class Message(MessageSummary):
    """A whole message. Where its HTML cannot be shown, `html` is None and `html_problem` tells the reader why."""

    text: str
    html: str | None
    spans: list[Span] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    html_problem: str | None = None


@dataclass(frozen=True, kw_only=True)
class EnclosedMail:
    """A mail that came attached to a message; `part_id` is its attachment's, unique within the message.

    Its own attachments are downloaded as the message's are, and mail among them opens alike.
    """

    message_id: UUID  # of the message that it came with
    part_id: str
    date: datetime | None  # None: nobody says
    date_source: DateSource | None
    sender: Address | None
    recipients: list[Address]
    subject: str
    text: str
    html: str | None
    spans: list[Span] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    html_problem: str | None = None


@dataclass(frozen=True, kw_only=True)
class ThreadSummary:
    """A line in a list of threads; subject and snippet are those of its newest message.

    It is made of the messages that are neither spam, trash nor drafts; of all where there are no others.
    """

    id: str  # Gmail's thread id, unique within its mailbox
    mailbox_id: UUID
    subject: str
    snippet: str
    first_at: datetime
    last_at: datetime
    message_count: int
    unread: bool
    labels: list[str]  # of any of these messages; and DRAFT where an answer is not sent yet
    participants: list[Address]


@dataclass(frozen=True, kw_only=True)
class Thread(ThreadSummary):
    """A thread with the newest of its messages, oldest first; `earlier_cursor` leads to those before them."""

    messages: list[Message]
    earlier_cursor: str | None = None
