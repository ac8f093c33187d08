"""Workflow ids. All start with the user's prefix, so that a user's jobs can be listed and erased by it."""

from uuid import UUID

from models.contracts.core.jobs import prefix
from models.contracts.mail.mailboxes import MailboxRef


def mailbox(ref: MailboxRef) -> str:
    """The id of the mailbox's MailboxSyncWorkflow."""
    return f"{prefix(ref.user_id)}mailbox:{ref.mailbox_id}"


def backfill(ref: MailboxRef, generation: int) -> str:
    """The id of one BackfillWorkflow."""
    return f"{prefix(ref.user_id)}backfill:{ref.mailbox_id}:{generation}"


def reconcile(ref: MailboxRef) -> str:
    """The id of the mailbox's ReconcileWorkflow."""
    return f"{prefix(ref.user_id)}reconcile:{ref.mailbox_id}"


def contacts(ref: MailboxRef) -> str:
    """The id of the mailbox's ContactExtractionWorkflow."""
    return f"{prefix(ref.user_id)}contacts:{ref.mailbox_id}"


def attachments(ref: MailboxRef) -> str:
    """The id of the mailbox's AttachmentsAheadWorkflow."""
    return f"{prefix(ref.user_id)}attachments:{ref.mailbox_id}"


def google_contacts(ref: MailboxRef) -> str:
    """The id of the mailbox's GoogleContactsWorkflow."""
    return f"{prefix(ref.user_id)}google-contacts:{ref.mailbox_id}"


def mbox_import(user_id: UUID, import_id: UUID) -> str:
    """The id of one ImportWorkflow."""
    return f"{prefix(user_id)}import:{import_id}"
