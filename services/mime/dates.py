"""When a mail was sent, by its own word: the Date header is often wrong, and servers know better."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from base.clock import now
from models.contracts.mime import Part

_OLDEST = datetime(1971, 1, 1, tzinfo=UTC)  # there was no mail before; clocks that stopped say 1904 or 1970
_AHEAD = timedelta(days=2)  # what a wrong time zone makes of a right clock


def sent_at(root: Part) -> datetime | None:
    """The Date header, else when the newest server received it (RFC 5322, 3.6.1, 3.6.7). None: neither is credible."""
    received = root.header("Received").rpartition(";")[2]
    return parse_date(root.header("Date")) or parse_date(received)


def parse_date(text: str) -> datetime | None:
    """A date of mail in UTC, None where it cannot be read or cannot be true."""
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        known = aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return known if _OLDEST <= known <= now() + _AHEAD else None
