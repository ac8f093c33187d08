"""When a message says it was sent."""

import re
from email.utils import mktime_tz, parsedate_tz

_LIMIT_MS = 2**53  # beyond it, JSON readers lose precision


def parse_date(value: str) -> int | None:
    """Milliseconds since 1970 of a date as mail writes it (RFC 5322, section 3.3), or None."""
    try:
        parsed = parsedate_tz(value)
        moment = None if parsed is None else int(mktime_tz(parsed)) * 1000
    except (ValueError, OverflowError, IndexError, TypeError):
        return None  # email.utils raises any of these on garbage
    return moment if moment is not None and abs(moment) < _LIMIT_MS else None


def sent_ms(headers: list[tuple[str, str]]) -> int | None:
    """By the Date header, else by the newest Received line."""
    moment = _first(headers, "date", r"(.*)")
    return _first(headers, "received", r".*;(.*)") if moment is None else moment


def _first(headers: list[tuple[str, str]], name: str, pattern: str) -> int | None:
    for key, value in headers:
        if key.lower() == name:
            found = re.fullmatch(pattern, value, re.DOTALL)
            moment = parse_date(found[1]) if found else None
            if moment is not None:
                return moment
    return None
