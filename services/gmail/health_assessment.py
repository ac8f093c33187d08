"""Is a mailbox all right? One sentence for a person, decided from what is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.contracts.gmail.health import MISCONFIGURED, HealthLevel
from models.contracts.mail.mailboxes import MailboxStatus, Provider
from models.queries.gmail.health import Vitals

# Mailboxes that went quiet are asked every few minutes (services/gmail/polling.py): this much silence is no accident.
LATE = timedelta(minutes=30)
STUCK = timedelta(hours=6)
LATELY = timedelta(hours=24)
UNCOMPARED = timedelta(days=3)  # compared every night: several nights were missed


@dataclass(frozen=True)
class Verdict:
    """How bad it is, and why."""

    level: HealthLevel
    sentence: str


def judge(vitals: Vitals, moment: datetime) -> Verdict:
    """The worst that can be said of the mailbox, and what to do about it."""
    return next(_problems(vitals, moment), None) or Verdict(HealthLevel.OK, _well(vitals, moment))


def ago(then: datetime, moment: datetime) -> str:
    """How long ago it was, as one says it: "3 hours ago"."""
    seconds = (moment - then).total_seconds()
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return f"{_counted(round(seconds / size), unit)} ago"
    return "just now"


def _problems(vitals: Vitals, moment: datetime) -> Iterator[Verdict]:
    """Everything that is wrong, the worst first."""
    reason = f" {vitals.status_reason}" if vitals.status_reason else ""
    if not vitals.status.needs_a_person and (vitals.poll_error or "").startswith(MISCONFIGURED):
        yield Verdict(HealthLevel.FAILING, f"{vitals.poll_error} Nothing new is copied until then.")
    match vitals.status:
        case MailboxStatus.RECONNECT:
            yield Verdict(
                HealthLevel.FAILING, "Google refuses access, so nothing new is copied: reconnect the mailbox."
            )
        case MailboxStatus.FAILED:
            again = "Import the file again." if vitals.provider is Provider.MBOX else "Sync it again."
            yield Verdict(HealthLevel.FAILING, f"The copy stopped:{reason or ' the job says why.'} {again}")
        case MailboxStatus.ERASING:
            yield Verdict(HealthLevel.ATTENTION, "It is being erased, and will be gone.")
        case MailboxStatus.DISCONNECTED:
            yield Verdict(
                HealthLevel.ATTENTION, "Its owner disconnected it: the copy stays as it was, nothing new comes."
            )
    if vitals.provider is Provider.GMAIL and vitals.backfilled_at is not None:
        yield from _behind(vitals, moment)
    if vitals.status is MailboxStatus.PAUSED:
        yield Verdict(HealthLevel.ATTENTION, f"It waits, and goes on by itself.{reason}")
    if vitals.dead:
        them = "has its reason" if vitals.dead == 1 else "have their reasons"
        yield Verdict(
            HealthLevel.ATTENTION,
            f"{_counted(vitals.dead, 'message')} could not be stored and {them} below; the rest is all right.",
        )
    if vitals.provider is Provider.GMAIL and vitals.backfilled_at is not None:
        yield from _careless(vitals, moment)


def _behind(vitals: Vitals, moment: datetime) -> Iterator[Verdict]:
    """New mail may be missing."""
    confirmed = vitals.confirmed_at
    if confirmed is None or moment - confirmed <= LATE:
        return
    why = f" The last question had no answer: {vitals.poll_error}" if vitals.poll_error else ""
    stuck = moment - confirmed > STUCK
    level = HealthLevel.FAILING if stuck else HealthLevel.ATTENTION
    advice = "" if why else " Whoever runs Kith starts its workers."
    yield Verdict(level, f"It was last in sync {ago(confirmed, moment)}, so new mail may be missing.{why}{advice}")


def _careless(vitals: Vitals, moment: datetime) -> Iterator[Verdict]:
    """Nothing is missing, but something that should keep it so does not work."""
    found = vitals.reconciliation
    if found is not None and found.healed < found.missing + found.extra:
        left = found.missing + found.extra - found.healed
        yield Verdict(
            HealthLevel.ATTENTION,
            f"The last comparison with Gmail could not put {_counted(left, 'message')} right; compare it again.",
        )
    if vitals.watch_error is not None:
        yield Verdict(
            HealthLevel.ATTENTION, f"Gmail cannot tell of new mail, so it is asked instead: {vitals.watch_error}"
        )
    if vitals.watch_expires_at is not None and vitals.watch_expires_at < moment:
        ended = ago(vitals.watch_expires_at, moment)
        yield Verdict(HealthLevel.ATTENTION, f"Gmail stopped telling of new mail {ended}; it is asked instead.")
    if vitals.push_missed_at is not None and moment - vitals.push_missed_at < LATELY:
        missed = ago(vitals.push_missed_at, moment)
        yield Verdict(
            HealthLevel.ATTENTION,
            f"Gmail did not tell of a change {missed}, and Kith found it by itself: is the push endpoint reachable?",
        )
    compared = vitals.reconciled_at or vitals.backfilled_at
    if compared is not None and moment - compared > UNCOMPARED:
        yield Verdict(
            HealthLevel.ATTENTION,
            f"It was last compared with Gmail {ago(compared, moment)}, not last night: check it now.",
        )


def _well(vitals: Vitals, moment: datetime) -> str:
    if vitals.provider is Provider.MBOX:
        return f"Imported from a file: {_counted(vitals.stored, 'message')}, and nothing to keep in sync."
    if vitals.backfilled_at is None or vitals.confirmed_at is None:
        known = f"{vitals.stored:,} of {_counted(vitals.listed, 'message')}"
        return f"The copy is being made: {known if vitals.list_complete else f'{known} known so far'}."
    return f"All is well: last in sync {ago(vitals.confirmed_at, moment)}{_compared(vitals, moment)}."


def _compared(vitals: Vitals, moment: datetime) -> str:
    if vitals.reconciled_at is None or vitals.reconciliation is None:
        return ""
    when = ago(vitals.reconciled_at, moment)
    if vitals.reconciliation.missing + vitals.reconciliation.extra + vitals.reconciliation.relabelled:
        return f", and put right by a comparison with Gmail {when}"
    return f", and equal to Gmail when they were compared {when}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
