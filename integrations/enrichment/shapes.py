"""Reading vendors' JSON: fields that are unknown, missing or of another type are all the same: not there."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from math import isfinite
from typing import Any

from integrations.enrichment.source import About, Found

_LONGEST = 2_000  # characters of a value: no field of a card is longer


def at(data: object, *path: str) -> Any:
    """What lies at the end of a path of keys; None where it does not."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def text(data: object, *path: str) -> str:
    """A word or a number there, as one line; "" where there is none."""
    value = at(data, *path)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).replace("\0", "").split())[:_LONGEST]


def number(data: object, *path: str) -> float | None:
    """A number there, also one that is written as text; None where there is none."""
    with suppress(ValueError):
        value = float(text(data, *path))
        return value if isfinite(value) else None
    return None


def listed(data: object, *path: str) -> list[Any]:
    """A list there; empty where there is none."""
    value = at(data, *path)
    return value if isinstance(value, list) else []


def day(data: object, *path: str) -> datetime | None:
    """A date there, as the beginning of that day (UTC); None where there is none."""
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(text(data, *path)[:10]), time(), UTC)
    return None


def place(*parts: str) -> str:
    """City, region and country as one line, each once."""
    return ", ".join(dict.fromkeys(part for part in parts if part))


def facts(
    about: About,
    values: Iterable[tuple[str, str]],
    confidence: float,
    url: str | None = None,
    at: datetime | None = None,
) -> tuple[Found, ...]:
    """(field, value) as facts, each once, without those that say nothing."""
    return tuple(Found(about, name, value, confidence, url, at) for name, value in dict.fromkeys(values) if value)
