"""The verdict on a mailbox: the worst that is known of it, in one sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.contracts.gmail.health import HealthLevel
from models.contracts.gmail.reconcile import Reconciliation
from models.contracts.mail.mailboxes import MailboxStatus, Provider
from models.queries.gmail.health import Vitals
from services.gmail.health_assessment import ago, judge
from services.gmail.reconcile_schedule import next_night

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
WELL = Vitals(
    provider=Provider.GMAIL,
    status=MailboxStatus.HEALTHY,
    status_reason=None,
    list_complete=True,
    backfilled_at=NOW - timedelta(days=30),
    last_sync_at=NOW - timedelta(hours=2),
    confirmed_at=NOW - timedelta(minutes=3),
    reconciled_at=NOW - timedelta(hours=5),
    reconciliation=Reconciliation(compared=1500, units=146),
    last_push_at=NOW - timedelta(hours=2),
    last_poll_at=NOW - timedelta(minutes=3),
    poll_error=None,
    push_missed_at=None,
    watch_error=None,
    watch_expires_at=NOW + timedelta(days=6),
    listed=1500,
    stored=1500,
    waiting=0,
    dead=0,
    gone=0,
)


def test_all_is_well_says_since_when_it_is_known() -> None:
    verdict = judge(WELL, NOW)
    assert verdict.level is HealthLevel.OK
    assert verdict.sentence == (
        "All is well: last in sync 3 minutes ago, and equal to Gmail when they were compared 5 hours ago."
    )
    healed = replace(WELL, reconciliation=Reconciliation(missing=2, healed=2))
    assert judge(healed, NOW).level is HealthLevel.OK
    assert "put right by a comparison with Gmail 5 hours ago" in judge(healed, NOW).sentence


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({"status": MailboxStatus.RECONNECT}, "failing", "reconnect the mailbox"),
        ({"status": MailboxStatus.FAILED, "status_reason": "No disk."}, "failing", "The copy stopped: No disk. Sync"),
        ({"status": MailboxStatus.DISCONNECTED}, "attention", "disconnected"),
        ({"status": MailboxStatus.PAUSED, "status_reason": "Until 04:00 UTC."}, "attention", "Until 04:00 UTC."),
        ({"confirmed_at": NOW - timedelta(hours=7)}, "failing", "last in sync 7 hours ago"),
        ({"confirmed_at": NOW - timedelta(minutes=45)}, "attention", "last in sync 45 minutes ago"),
        (
            {"confirmed_at": NOW - timedelta(hours=7), "poll_error": "Gmail does not answer."},
            "failing",
            "had no answer: Gmail does not answer.",
        ),
        ({"dead": 1}, "attention", "1 message could not be stored and has its reason"),
        ({"dead": 3}, "attention", "3 messages could not be stored and have their reasons"),
        ({"reconciliation": Reconciliation(missing=5, healed=3)}, "attention", "could not put 2 messages right"),
        ({"watch_error": "No such topic."}, "attention", "asked instead: No such topic."),
        ({"watch_expires_at": NOW - timedelta(hours=1)}, "attention", "stopped telling of new mail 1 hour ago"),
        ({"push_missed_at": NOW - timedelta(hours=3)}, "attention", "did not tell of a change 3 hours ago"),
        ({"reconciled_at": NOW - timedelta(days=4)}, "attention", "last compared with Gmail 4 days ago"),
        ({"backfilled_at": None, "confirmed_at": None, "stored": 640}, "ok", "being made: 640 of 1,500 messages."),
        (
            {"backfilled_at": None, "confirmed_at": None, "stored": 6, "list_complete": False},
            "ok",
            "6 of 1,500 messages known so far",
        ),
        ({"provider": Provider.MBOX, "confirmed_at": None}, "ok", "Imported from a file: 1,500 messages"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(changes: dict[str, object], level: str, words: str) -> None:
    verdict = judge(replace(WELL, **changes), NOW)  # type: ignore[arg-type]
    assert (verdict.level, words in verdict.sentence) == (level, True), verdict.sentence


def test_the_worst_is_said_first() -> None:
    bad = replace(WELL, dead=3, confirmed_at=NOW - timedelta(days=2), watch_error="No such topic.")
    assert judge(bad, NOW).level is HealthLevel.FAILING
    assert "in sync 2 days ago" in judge(bad, NOW).sentence


def test_what_was_missed_long_ago_is_forgotten() -> None:
    assert judge(replace(WELL, push_missed_at=NOW - timedelta(days=2)), NOW).level is HealthLevel.OK


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "just now"), (60, "1 minute ago"), (5400, "2 hours ago"), (90000, "1 day ago")]
)
def test_times_are_said_as_one_says_them(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize("number", [0, 12_345, 2**127, 2**128 - 1])
def test_each_mailbox_has_its_own_place_in_the_next_night(number: int) -> None:
    mailbox = UUID(int=number)
    first = next_night(mailbox, NOW)
    assert timedelta(0) < first - NOW <= timedelta(days=1)
    assert first.hour < 6
    assert next_night(mailbox, first) == first + timedelta(days=1)
    assert next_night(mailbox, first - timedelta(seconds=1)) == first
