"""Importing a file: inputs and results. Ids and counts, never content."""

from dataclasses import dataclass
from uuid import UUID

from models.contracts.mail.mailboxes import MailboxRef


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
