"""When the meetings of a series begin (RFC 5545: RRULE, RDATE, EXDATE).

Counted in the series' own zone, so that nine o'clock is nine o'clock in summer and winter. Bounded: five years from its
beginning, and as many as one a day. What was five years ago counts a thousandth in strength (half of it goes in half a
year), and whoever meets for longer has been sent a newer word by then. So what a rule without an end says is the same
whenever it is read; which of them are over, the clock says (decision 42).
"""

from collections.abc import Iterator
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr

YEARS = 5
MOST = 366 * YEARS  # meetings of a series
_MOST_DATES = 2_000
# Days of the week and leap years come again after so many. The library looks for a day that never comes, as the 30th of
# February, up to the last year that there is: from a date of as many cycles later that is not far.
_CYCLE = 400
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


def beginnings(event: Any, first: datetime) -> list[datetime]:
    """All, in UTC and in order; `first` is the event's DTSTART. Raises ValueError and the like for what is no rule."""
    zone = first.tzinfo or UTC
    start = first.replace(tzinfo=None)
    end = start + timedelta(days=366 * YEARS)
    found = {start}
    for rule in _all(event.get("RRULE"))[:1]:  # more "SHOULD NOT" be there
        if _frequency(rule) in _FREQUENCIES:
            found.update(_by_rule(rule, start, end, zone))
    found.update(one for one in _moments(event.get("RDATE"), zone) if start <= one <= end)
    without, days = set[datetime](), set[date]()
    for value in _values(event.get("EXDATE")):
        if isinstance(value, datetime):
            without.add(_local(value, zone))
        elif isinstance(value, date):
            days.add(value)
    kept = sorted(one for one in found if one not in without and one.date() not in days)[:MOST]
    return sorted({one.replace(tzinfo=zone).astimezone(UTC) for one in kept})


def is_series(event: Any) -> bool:
    """Does it say that there is more than one?"""
    return "RRULE" in event or "RDATE" in event


def _by_rule(rule: Any, start: datetime, end: datetime, zone: Any) -> Iterator[datetime]:
    until = [_local(one, zone) if isinstance(one, datetime) else _last_of(one) for one in rule.get("UNTIL", [])]
    kept = {name: values for name, values in rule.items() if name.upper() not in {"UNTIL", "COUNT"}}
    last = min([end, *until])
    later = (MAXYEAR - YEARS - 1 - start.year) // _CYCLE * _CYCLE
    text = f"{type(rule)(kept).to_ical().decode()};UNTIL={last.replace(year=last.year + later):%Y%m%dT%H%M%S}"
    count = min(int(_first(rule.get("COUNT")) or MOST), MOST)
    for one in islice(rrulestr(text, dtstart=start.replace(year=start.year + later)), max(count, 0)):
        yield one.replace(year=one.year - later)


def _frequency(rule: Any) -> str:
    return str(_first(rule.get("FREQ")) or "").upper()


def _first(values: Any) -> Any:
    return values[0] if isinstance(values, list) and values else values


def _moments(found: Any, zone: Any) -> Iterator[datetime]:
    for value in _values(found):
        begin = value[0] if isinstance(value, tuple) else value  # a period: its beginning
        if isinstance(begin, datetime):
            yield _local(begin, zone)


def _values(found: Any) -> Iterator[Any]:
    for dates in _all(found):
        yield from (one.dt for one in islice(dates.dts, _MOST_DATES))


def _local(moment: datetime, zone: Any) -> datetime:
    """By the clock of the series' zone."""
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)


def _last_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59)  # noqa: DTZ001 - by the clock of the series' zone


def _all(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
