"""Fetching attachments before anybody asks for them. Ids and counts, never content."""

from dataclasses import dataclass

from models.contracts.mail.mailboxes import MailboxRef


@dataclass(frozen=True, kw_only=True)
class PrefetchInput:
    """Input of AttachmentsAheadWorkflow and `mail.fetch_ahead`, which returns after `limit` attachments."""

    mailbox: MailboxRef
    limit: int = 500
    before: int = 0  # what the workflow had fetched before it continued as new


@dataclass(frozen=True, kw_only=True)
class PrefetchResult:
    """Result of `mail.fetch_ahead`: attachments that are kept now, and those that Gmail did not give.

    `complete`: none waits.
    """

    fetched: int
    refused: int
    complete: bool
