"""The time, in one place, always aware and in UTC."""

from datetime import UTC, datetime

# Gmail opened in 2004: nothing of a mailbox is older, whatever its Date header claims.
EARLIEST = datetime(2004, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def clamp(moment: datetime) -> datetime:
    """`moment` brought into 2004…now, so that a forged date can neither hide a mail nor top every list."""
    return min(max(moment.astimezone(UTC), EARLIEST), now())
