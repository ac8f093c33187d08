"""Comparing a mailbox with Gmail. Ids and counts, never content."""

from dataclasses import dataclass
from uuid import UUID

from models.contracts.mail.mailboxes import MailboxRef


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """Result of ReconcileWorkflow: what a comparison with Gmail's lists found. Counts of messages, but for `units`."""

    compared: int = 0  # that Gmail has
    missing: int = 0  # Gmail has them, Kith had not
    extra: int = 0  # Kith had them, Gmail no longer has
    healed: int = 0  # of both: are right now
    relabelled: int = 0  # had other labels than at Gmail, and have Gmail's now
    units: int = 0  # of Gmail's quota


@dataclass(frozen=True, kw_only=True)
class ReconcileInput:
    """Input of ReconcileWorkflow."""

    mailbox: MailboxRef


@dataclass(frozen=True, kw_only=True)
class ReconcileRun:
    """One comparison: input of its activities. `since`: the history id from before anything was listed."""

    mailbox: MailboxRef
    run: UUID
    since: int = 0
    units: int = 0  # spent by the activities before


@dataclass(frozen=True, kw_only=True)
class ReconcileBegun:
    """Result of `reconcile.begin`. `postponed`: the mailbox is being listed anew, and compared after that."""

    since: int = 0
    units: int = 0
    postponed: bool = False


@dataclass(frozen=True, kw_only=True)
class ReconcileListed:
    """Result of `reconcile.list`."""

    messages: int
    units: int
