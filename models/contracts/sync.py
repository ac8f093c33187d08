"""Inputs and results of the workflows and activities that copy mail. Ids and counts, never content."""

from dataclasses import dataclass, replace
from uuid import UUID

from models.contracts.mailboxes import MailboxStatus


@dataclass(frozen=True, kw_only=True)
class MailboxRef:
    """Which mailbox a job is about. Input of most activities."""

    user_id: UUID
    mailbox_id: UUID


@dataclass(frozen=True, kw_only=True)
class StatusInput:
    """Input of `mailboxes.set_status`."""

    mailbox: MailboxRef
    status: MailboxStatus
    reason: str | None


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
class AheadInput:
    """Input of AttachmentsAheadWorkflow and `mail.fetch_ahead`, which returns after `limit` attachments."""

    mailbox: MailboxRef
    limit: int = 500
    before: int = 0  # what the workflow had fetched before it continued as new


@dataclass(frozen=True, kw_only=True)
class AheadResult:
    """Result of `mail.fetch_ahead`: attachments that are kept now, and those that Gmail did not give.

    `complete`: none waits.
    """

    fetched: int
    refused: int
    complete: bool


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


@dataclass(frozen=True, kw_only=True)
class ExtractionResult:
    """Result of `contacts.extract`: messages looked at, people and companies met for the first time.

    `complete`: nothing was left to look at, and nothing more was on its way.
    """

    messages: int
    contacts: int
    companies: int
    complete: bool = True

    def __add__(self, other: "ExtractionResult") -> "ExtractionResult":
        return ExtractionResult(
            messages=self.messages + other.messages,
            contacts=self.contacts + other.contacts,
            companies=self.companies + other.companies,
        )

    def unfinished(self) -> "ExtractionResult":
        """The same counts of a look that ended before its work did."""
        return replace(self, complete=False)


@dataclass(frozen=True, kw_only=True)
class ExtractionInput:
    """Input of ContactExtractionWorkflow and `contacts.extract`, which returns after about `limit` messages."""

    mailbox: MailboxRef
    limit: int = 5_000
    before: ExtractionResult | None = None  # what the workflow had found before it continued as new
