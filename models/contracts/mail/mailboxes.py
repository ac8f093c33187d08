"""A mailbox and how far its copy has come."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Provider(StrEnum):
    """Where a mailbox's mail comes from."""

    GMAIL = "gmail"
    MBOX = "mbox"


class MailboxStatus(StrEnum):
    """What a mailbox is doing, in the words that the page shows."""

    CONNECTING = "connecting"  # known, nothing listed yet
    BACKFILLING = "backfilling"  # the first copy, or a new one after an expired history id
    HEALTHY = "healthy"  # every listed message is stored or accounted for
    PAUSED = "paused"  # waiting for quota or for a server that does not answer
    RECONNECT = "reconnect"  # the grant was revoked: only a person can go on
    FAILED = "failed"  # stopped with a reason; "sync now" tries again
    DISCONNECTED = "disconnected"  # by its owner
    ERASING = "erasing"  # with its copy, at its owner's wish: it will be gone

    @property
    def has_left(self) -> bool:
        """Its owner took it out: there is nothing to ask Gmail for."""
        return self in {MailboxStatus.DISCONNECTED, MailboxStatus.ERASING}

    @property
    def needs_a_person(self) -> bool:
        """Nothing that Kith does can change it."""
        return self is MailboxStatus.RECONNECT or self.has_left


@dataclass(frozen=True, kw_only=True)
class MailboxCounts:
    """Messages by ledger state, and what was made of them. All are counts."""

    listed: int = 0  # every message known, whatever became of it
    stored: int = 0
    dead: int = 0
    gone: int = 0
    extracted: int = 0
    threads: int = 0
    contacts: int = 0  # people only
    companies: int = 0


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """One mailbox as its owner sees it."""

    id: UUID
    provider: Provider
    address: str
    status: MailboxStatus
    status_reason: str | None
    phase: str  # what is being done now: "listing", "fetching the newest mail", ...
    counts: MailboxCounts
    list_complete: bool  # so `counts.listed` is the whole mailbox
    contacts_complete: bool  # every stored message has been looked at for people
    rate_per_second: float  # messages stored, over the last minute
    eta_seconds: int | None
    quota_units: int  # Gmail quota units spent on this mailbox so far
    last_sync_at: datetime | None
    created_at: datetime
    scopes: list[str] = field(default_factory=list)  # what its owner lets Kith do now, as Google names it


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message that could not be stored, and why."""

    source_id: str
    error: str
    attempts: int
    updated_at: datetime


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
