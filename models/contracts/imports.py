"""Importing a file: inputs and results. Ids and counts, never content."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.contracts.mail.mailboxes import MailboxRef


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file, and how far it has been read: `read_bytes` of its `size` bytes. The counts are of messages."""

    id: UUID
    mailbox_id: UUID
    filename: str
    size: int
    read_bytes: int
    read: int
    stored: int
    known: int  # were here already
    dead: int  # could not be stored
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ImportInput:
    """Input of ImportWorkflow."""

    mailbox: MailboxRef
    import_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """Result of `mail.import_mbox` and ImportWorkflow. All are counts of messages."""

    read: int
    stored: int
    known: int
    dead: int
