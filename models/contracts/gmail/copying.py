"""Copying a mailbox: inputs and results of its workflows and activities. Ids and counts, never content."""

from dataclasses import dataclass

from models.contracts.mail.mailboxes import MailboxRef


@dataclass(frozen=True, kw_only=True)
class BackfillInput:
    """Input of BackfillWorkflow: a new generation lists the whole mailbox anew."""

    mailbox: MailboxRef
    generation: int


@dataclass(frozen=True, kw_only=True)
class ListResult:
    """Result of `mail.begin_backfill` and `mail.list_ids`."""

    listed: int  # ids known in the ledger
    complete: bool


@dataclass(frozen=True, kw_only=True)
class FetchInput:
    """Input of `mail.fetch`: the newest `newest` listed messages, or all where None, at most `limit`."""

    backfill: BackfillInput
    newest: int | None
    limit: int


@dataclass(frozen=True, kw_only=True)
class BackfillResult:
    """Result of BackfillWorkflow: the ledger's counts."""

    listed: int
    stored: int
    dead: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class FetchResult:
    """Result of `mail.fetch`: what it stored, and what is still to be fetched.

    `totals`: the copy is complete and was declared so; None where `mail.fetch` is to be called again.
    """

    stored: int
    remaining: int
    totals: BackfillResult | None


@dataclass(frozen=True, kw_only=True)
class MailboxSyncState:
    """Input of MailboxSyncWorkflow, and what it carries over when it continues as new."""

    mailbox: MailboxRef
    syncs: int = 0


@dataclass(frozen=True, kw_only=True)
class SyncResult:
    """Result of `mail.sync_history`. `expired`: the cursor was too old, list the mailbox anew."""

    history_id: int
    added: int = 0
    deleted: int = 0
    relabelled: int = 0
    expired: bool = False
    generation: int = 0  # of the backfill that an expired cursor asks for
    units: int = 0  # of Gmail's quota, for following the history; what that brings is billed where it is fetched
