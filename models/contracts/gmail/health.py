"""How a mailbox is: what an operator wants to know at three in the morning."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.contracts.gmail.reconcile import Reconciliation

# How what a person is told begins where nobody but the deployment's operator can mend it.
MISCONFIGURED = "Kith's own access to Google is misconfigured"


class HealthLevel(StrEnum):
    """Does somebody have to do something?"""

    OK = "ok"
    ATTENTION = "attention"  # it works, and somebody should have a look
    FAILING = "failing"  # nothing new is copied


@dataclass(frozen=True, kw_only=True)
class QuotaUse:
    """What a mailbox uses of Gmail's quota, in units. `lanes` are today's: person, push, backfill."""

    minute: int
    minute_limit: int
    today: int
    lanes: dict[str, int]
    parts_at_once: int  # of a batch: adapts to what Gmail takes
    paused_seconds: float  # Gmail asks to wait so long


@dataclass(frozen=True, kw_only=True)
class MailboxHealth:
    """One mailbox's health. Null is what is not known or does not apply: of an imported mailbox, nearly everything."""

    level: HealthLevel
    verdict: str  # one sentence for a person
    lag_seconds: (
        int | None
    )  # since it was last sure that nothing is missing: by a sync, or by a poll that found nothing
    last_sync_at: datetime | None
    last_push_at: datetime | None
    last_poll_at: datetime | None
    push_missed_at: datetime | None  # a change was found by asking, and no push had told of it
    watch_expires_at: datetime | None  # until then Gmail pushes changes
    quota: QuotaUse | None  # null while Redis is away, too
    listed: int  # messages known, whatever became of each
    stored: int
    waiting: int  # to be fetched
    dead: int  # could not be stored
    gone: int  # deleted at the source
    reconciled_at: datetime | None  # last compared with Gmail's complete lists
    reconciliation: Reconciliation | None  # and what that found
