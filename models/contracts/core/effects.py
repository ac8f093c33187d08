"""What is to be done outside Kith, once: a row that waits, the job that does it, and how that ends. Ids only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.contracts.core.jobs import prefix
from models.contracts.mail.mailboxes import MailboxRef


class EffectKind(StrEnum):
    """Who does it. The word stands in the id of its job."""

    SEND = "send"  # a mail or a draft of the outbox
    MODIFY = "modify"  # a change of labels
    LEAVE = "leave"  # a mailbox that is disconnected, and perhaps erased
    CONTACTS_IMPORT = "contacts-import"  # a file of people that is to be read, or taken back
    IMPORT = "import"  # a file that was uploaded: done once its job reads it, which then goes on by itself


class EffectState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    RUNNING = "running"  # an attempt is on its way, or will be tried again
    DONE = "done"
    FAILED = "failed"  # with a reason; nobody tries any more until its owner says so


OPEN = frozenset({EffectState.WAITING, EffectState.RUNNING})


@dataclass(frozen=True, kw_only=True)
class EffectRef:
    """Input of the job that sees to one effect, and of its attempts."""

    user_id: UUID
    kind: EffectKind
    effect_id: UUID
    mailbox_id: UUID | None = None

    @property
    def job_id(self) -> str:
        """The id of its job, whether that has been started or not."""
        return f"{prefix(self.user_id)}{self.kind}:{self.effect_id}"

    @property
    def mailbox(self) -> MailboxRef:
        """The mailbox in which it takes place. Raises ValueError for an effect of no mailbox."""
        if self.mailbox_id is None:
            raise ValueError(f"{self.job_id} belongs to no mailbox")
        return MailboxRef(user_id=self.user_id, mailbox_id=self.mailbox_id)


@dataclass(frozen=True, kw_only=True)
class EffectFailure:
    """Input of `outbox.fail`."""

    effect: EffectRef
    reason: str


@dataclass(frozen=True, kw_only=True)
class EffectResult:
    """Result of an attempt, and of the job. `state` is None where there is no such effect any more."""

    state: EffectState | None

    @property
    def is_open(self) -> bool:
        """Whether there is something to be done: another wish came meanwhile, or a newer attempt took over."""
        return self.state in OPEN


@dataclass(frozen=True, kw_only=True)
class RelayPage:
    """Input of `outbox.relay`: at most `most` of the effects that were due at `before`."""

    before: datetime
    most: int = 100


@dataclass(frozen=True, kw_only=True)
class RelayResult:
    """Result of `outbox.relay` and OutboxRelayWorkflow: how many have a job for sure now, and how many may not."""

    started: int = 0
    failed: int = 0
    more: bool = False  # there may be others that were due

    def __add__(self, other: "RelayResult") -> "RelayResult":
        return RelayResult(started=self.started + other.started, failed=self.failed + other.failed, more=other.more)
