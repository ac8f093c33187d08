"""When a mail was sent, and who says so: its Date header is often wrong, and servers know better."""

from datetime import UTC, datetime, timedelta

from base.clock import now
from models.contracts.mail.messages import DateSource
from models.contracts.mime import Part
from services.mime.date_reading import read_date

_OLDEST = datetime(1971, 1, 1, tzinfo=UTC)  # there was no mail before; clocks that stopped say 1904 or 1970
# What a wrong time zone makes of a right clock: the whole earth has 26 hours, from UTC-12 to UTC+14.
_AHEAD = timedelta(hours=26)
# Where a PC's clock began anew that had lost its time; Unix's 1970 and Apple's 1904 are before all mail. (Others, as
# 2000 and 2001, are days of much real mail, and some of it is received anew when it is moved.)
_BEGINNING = datetime(1980, 1, 1, tzinfo=UTC)
_LOST, _LONG = timedelta(days=4), timedelta(days=365)
_MOST_SERVERS = 100  # Received lines that are looked at

Sent = tuple[datetime, DateSource]


def sent_at(root: Part) -> Sent | None:
    """The Date header, else when the newest server received it (RFC 5322, 3.6.1, 3.6.7). None: neither is credible.

    The topmost Received line was written by the receiver's own server, and each further down by one that is trusted
    less: so the first credible one from the top is believed, over a Date that is later than it, too.
    """
    lines = [value for name, value in root.headers if name.lower() == "received"][:_MOST_SERVERS]
    dates = (parse_date(line.rpartition(";")[2]) for line in lines)
    received = next((moment for moment in dates if moment), None)
    said = parse_date(root.header("Date"))
    if said is not None and believed(said, received):
        return said, DateSource.HEADER
    return None if received is None else (received, DateSource.RECEIVED)


def believed(said: datetime, received: datetime | None) -> bool:
    """Can a mail that was received then (None: nobody knows) have been sent when it says?"""
    if received is None:
        return True
    lost = abs(said - _BEGINNING) < _LOST and received - said > _LONG
    return said <= received + _AHEAD and not lost


def parse_date(text: str) -> datetime | None:
    """A date of mail in UTC, None where it cannot be read or cannot be true."""
    moment = read_date(text)
    return moment if moment is not None and credible(moment) else None


def credible(moment: datetime) -> bool:
    """Is it after the first mail, and not in the future?"""
    return _OLDEST <= moment <= now() + _AHEAD
