"""Invitations, answers and cancellations (iCalendar, RFC 5545, in iTIP, RFC 5546): who meets when.

Tolerant of what programs write: lines that are none are passed over, a calendar that breaks off is read as far as it
goes, "CN=Sales: North" lacks its quotes. Nothing here raises, whatever the bytes.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar
from icalendar.timezone import tzp

from services.mime.address_syntax import is_address, one_form
from services.mime.recurrence import beginnings, is_series

MOST_EVENTS = 20  # of one calendar
MOST_PEOPLE = 200  # of one event
_LONGEST_UID = 500  # characters
_LONGEST_NAME = 200
_LONGEST = timedelta(days=1)  # of a meeting: what takes longer is a trip, or a sign on somebody's door
_YEARS = range(1990, 2100)
_SCHEME = re.compile(r"^(?P<name>.*?):?mailto:(?P<address>[^\s]+)$", re.IGNORECASE | re.DOTALL)
_THINGS = {"ROOM", "RESOURCE"}
# What the library raises of calendars and values that are none, beside what it keeps in `errors`.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
_OPEN = re.compile(r"^BEGIN:(\w+)\s*$", re.IGNORECASE | re.MULTILINE)
_CLOSED = re.compile(r"^END:(\w+)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Attendee:
    """Somebody who is to come. `status` is their PARTSTAT in lower case ("accepted"), "" where nobody says."""

    address: str
    name: str
    status: str
    organises: bool = False


@dataclass(frozen=True)
class Meeting:
    """One event that takes less than a day, or a series of such. Moments are in UTC.

    Of a series `starts` has when the others after the first begin, and `occurrence` which one it is of which alone is
    told: when that would have begun.
    """

    uid: str
    method: str  # "request", "reply", "cancel" …
    starts_at: datetime
    ends_at: datetime
    sequence: int
    cancelled: bool
    people: tuple[Attendee, ...]
    starts: tuple[datetime, ...] = ()
    occurrence: datetime | None = None


def meetings(data: bytes) -> list[Meeting]:
    """The meetings of a calendar that name somebody."""
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    found: list[Meeting] = []
    # The library remembers zones by the names that calendars give them: those of another mail are not this one's.
    tzp.use_zoneinfo()
    with suppress(*_BROKEN):
        for calendar in Calendar.from_ical(_closed(text), multiple=True):
            method = str(calendar.get("METHOD", "")).strip().lower()
            for event in calendar.walk("VEVENT")[:MOST_EVENTS]:
                with suppress(*_BROKEN):
                    if (meeting := _meeting(event, method)) is not None:
                        found.append(meeting)
    return found


def _closed(text: str) -> str:
    """With the ends of what breaks off."""
    open_now = [one.upper() for one in _OPEN.findall(text)]
    for one in map(str.upper, _CLOSED.findall(text)):
        if one in open_now:
            open_now.remove(one)
    return text.rstrip() + "\r\n" + "".join(f"END:{one}\r\n" for one in reversed(open_now))


def _meeting(event: Any, method: str) -> Meeting | None:
    uid = str(event.get("UID", "")).strip()[:_LONGEST_UID]
    is_one_of_many = "RECURRENCE-ID" in event
    occurrence = _moment(event.get("RECURRENCE-ID"))
    starts_at = _moment(event.get("DTSTART")) or occurrence
    if not uid or starts_at is None or (is_one_of_many and occurrence is None):
        return None
    length = (_moment(event.get("DTEND")) or starts_at + _duration(event)) - starts_at
    if not timedelta() <= length < _LONGEST:
        return None
    begin = [starts_at]
    if is_series(event) and not is_one_of_many:
        with suppress(*_BROKEN):  # of a rule that is none, the first
            begin = [one for one in beginnings(event, event["DTSTART"].dt) if one.year in _YEARS]
    if not begin:  # each of them is called off
        return None
    people = {one.address: one for one in _people(event)}
    return Meeting(
        uid=uid,
        method=method,
        starts_at=begin[0],
        ends_at=begin[0] + length,
        sequence=_number(event.get("SEQUENCE")),
        cancelled=method == "cancel" or str(event.get("STATUS", "")).upper() == "CANCELLED",
        people=tuple(people.values()),
        starts=tuple(begin[1:]),
        occurrence=occurrence,
    )


def _people(event: Any) -> Iterator[Attendee]:
    for value in _all(event.get("ATTENDEE"))[:MOST_PEOPLE]:
        if str(value.params.get("CUTYPE", "")).upper() not in _THINGS and (one := _attendee(value)):
            yield one
    for value in _all(event.get("ORGANIZER"))[:1]:
        if one := _attendee(value):
            yield Attendee(one.address, one.name, "accepted", organises=True)


def _attendee(value: Any) -> Attendee | None:
    found = _SCHEME.match(str(value).strip())
    if found is None:
        return None
    address = one_form(found["address"])
    if not is_address(address):
        return None
    name = str(value.params.get("CN", "")).strip()
    if found["name"].strip():  # of a name with a colon that lacks its quotes, the rest
        name = f"{name}: {found['name'].strip()}"
    name = " ".join(name.strip("'\"").split())[:_LONGEST_NAME]
    return Attendee(address, "" if is_address(one_form(name)) else name, str(value.params.get("PARTSTAT", "")).lower())


def _all(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _moment(value: Any) -> datetime | None:
    """In UTC; None for a whole day. What has no zone is taken as UTC."""
    moment = getattr(value, "dt", None)
    if not isinstance(moment, datetime) or moment.year not in _YEARS:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _duration(event: Any) -> timedelta:
    length = getattr(event.get("DURATION"), "dt", None)
    return length if isinstance(length, timedelta) else timedelta()


def _number(value: Any) -> int:
    try:
        return max(0, min(int(value), 2**31 - 1)) if value is not None else 0
    except (TypeError, ValueError):
        return 0
