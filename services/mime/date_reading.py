"""A date of mail as a moment, however it is written: RFC 5322's forms (3.3, 4.3), ISO 8601, and what programs made up.

The standard library reads "+05:30" as UTC, "+02" as two minutes, and no leap second, comment or ISO date; libraries for
dates of every kind guess, and take long to do so.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from services.mime.date_words import month_of, zone_hours

_LONGEST = 200  # characters that are looked at
_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST = 5  # comments in comments
_LETTERS = r"[^\W\d_]"
_ORDINAL = r"(?:st|nd|rd|th|er)?"
_YEAR = r"(\d{4})(?![\d:])"
# Day, month and year, in the orders in which they come: (pattern, which group is the year, the month, the day).
_WRITTEN = [
    (
        rf"(?<!\d)(\d{{1,2}}){_ORDINAL}[\s.,/-]*(?:de\s)?({_LETTERS}{{3,12}})[\s.,/-]*(?:de\s)?(\d{{2,5}})(?![\d:])",
        (3, 2, 1),
    ),
    (rf"({_LETTERS}{{3,12}})\.?[\s/-]*(\d{{1,2}}){_ORDINAL}(?:\s*,\s*|[\s/-]+){_YEAR}", (3, 1, 2)),
    (rf"({_LETTERS}{{3,12}})\.?\s+(\d{{1,2}})\s(?=.*:).*\s{_YEAR}", (3, 1, 2)),  # ctime, date(1)
    (rf"(?<!\d)(\d{{1,2}})\s({_LETTERS}{{3,12}})\.?\s(?=.*:).*\s{_YEAR}", (3, 2, 1)),
    (r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", (1, 3, 4)),
    (r"(?<!\d)(\d{4})(\d\d)(\d\d)(?=t\d|$|\s)", (1, 2, 3)),
    (r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]", (1, 2, 3)),
]
_DAYS = [(re.compile(pattern), *groups) for pattern, groups in _WRITTEN]
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\d:])")
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2})(?:[.,]\d{1,9})?)?(?![\d:])\s*(?:([ap])\.?m\b)?"
)
_DOTTED_TIME = re.compile(r"(?<![\d.])(\d{1,2})[.h](\d\d)(?:[.m](\d\d))?(?![\d.])\s*(?:([ap])\.?m\b)?")
_BASIC_TIME = re.compile(r"(?<=t)(\d\d)(\d\d)(\d\d)?()(?!\d)")
_OFFSET = re.compile(r"([+\u2212-])\s?(\d{1,2}?)(?::?(\d\d))?(?![\d:])")
_NO_OFFSET = re.compile(r"[+\u2212-]\s?\d{5}")
_NAME = re.compile(r"(?<![^\W\d_])[a-z]{1,5}(?![^\W_])")


def read_date(text: str) -> datetime | None:
    """The moment in UTC, None where nothing says which. Without a zone it is UTC (RFC 5322, 3.3: as "-0000")."""
    bare = text[-_LONGEST:] if len(text) > 2 * _LONGEST else text[:_LONGEST]
    for _ in range(_DEEPEST):
        bare, found = _COMMENT.subn(" ", bare)
        if not found:
            break
    bare = " ".join(bare.partition("(")[0].casefold().split())
    day = _day(bare)
    if day is None:
        return None
    (year, month, date), rest = day
    try:
        moment, rest = _with_time(datetime(year, month, date, tzinfo=UTC), rest)
        offset = _offset(rest)
        return moment.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):  # the 32nd, 25 o'clock, a zone of two days, the year 0
        return None


def _day(text: str) -> tuple[tuple[int, int, int], str] | None:
    """(year, month, day), and the text without them."""
    for pattern, year, month, day in _DAYS:
        for found in pattern.finditer(text):
            number = int(found[month]) if found[month].isdecimal() else month_of(found[month])
            if number is not None:
                whole = ":" in found[0]  # the time stands between
                rest = text if whole else f"{text[: found.start()]} {text[found.end() :]}"
                return (_full(found[year]), number, int(found[day])), rest
    numbers = _NUMBERS.search(text)
    if numbers is None:
        return None
    first, second, rest = int(numbers[1]), int(numbers[3]), f"{text[: numbers.start()]} {text[numbers.end() :]}"
    if numbers[2] == "." or first > 12 or first == second:
        return (_full(numbers[4]), second, first), rest
    american = second > 12 or _HALF_DAY.search(rest)  # 3/4 may be either, but with a.m. it is American
    return ((_full(numbers[4]), first, second), rest) if american else None


def _full(year: str) -> int:
    """RFC 5322, section 4.3: two and three digits; and what programs made of 2002 that put "19" before 102."""
    number = int(year)
    if len(year) == 2:
        return number + (2000 if number < 50 else 1900)
    if len(year) == 3:
        return number + 1900
    return number - 17100 if 19100 <= number < 19200 else number


def _with_time(day: datetime, rest: str) -> tuple[datetime, str]:
    found = _TIME.search(rest) or _BASIC_TIME.search(rest) or _DOTTED_TIME.search(rest)
    if found is None:
        return day, ""
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    if hour > 24 or minute > 59 or second > 61 or (hour == 24 and minute + second):
        raise ValueError(rest)
    return day + timedelta(hours=hour, minutes=minute, seconds=min(second, 60)), rest[found.end() :]


def _offset(rest: str) -> timedelta:
    """How far local time is ahead, by what follows the time: numbers first, since names mean several things."""
    found = _OFFSET.search(rest)
    if found is not None:
        hours, minutes = int(found[2]), int(found[3] or 0)
        if minutes > 59:
            raise ValueError(rest)
        return timedelta(hours=hours, minutes=minutes) * (1 if found[1] == "+" else -1)
    if _NO_OFFSET.search(rest):
        raise ValueError(rest)
    named = (zone_hours(name[0]) for name in _NAME.finditer(rest))
    return timedelta(hours=next((hours for hours in named if hours is not None), 0))
