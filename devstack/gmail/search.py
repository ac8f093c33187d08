"""The part of Gmail's search language that programs use: https://support.google.com/mail/answer/7190."""

import re
import shlex
from datetime import UTC, datetime

_DATE = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")
_FIELDS = {"from": "sender", "subject": "subject"}


def where(question: str) -> tuple[str, list[object]]:
    """An SQL condition on `messages` with its values."""
    conditions: list[str] = []
    values: list[object] = []
    try:
        words = shlex.split(question)
    except ValueError:
        words = question.split()
    for word in words:
        negated = word.startswith("-") and len(word) > 1
        condition, found = _term(word.lstrip("-"))
        conditions.append(f"NOT ({condition})" if negated else f"({condition})")
        values.extend(found)
    return " AND ".join(conditions) or "1", values


def _term(word: str) -> tuple[str, list[object]]:
    name, colon, value = word.partition(":")
    if not colon:
        pattern = f"%{word}%"
        return "subject LIKE ? OR snippet LIKE ? OR sender LIKE ? OR payload LIKE ?", [pattern] * 4
    if name in _FIELDS:
        return f"{_FIELDS[name]} LIKE ?", [f"%{value}%"]
    if name in {"to", "cc", "bcc"}:
        return "payload LIKE ?", [f"%{value}%"]
    if name in {"in", "label", "is"}:
        return "labels LIKE ?", [f'%"{value.upper() if name != "label" else value}"%']
    if name == "rfc822msgid":
        return "rfc_id = ?", [value.strip("<>")]
    if name in {"after", "before", "newer", "older"}:
        order = ">=" if name in {"after", "newer"} else "<"
        return f"internal_date {order} ?", [_moment(value)]
    return "0", []


def _moment(value: str) -> int:
    if value.isdigit():
        return int(value) * 1000
    match = _DATE.fullmatch(value)
    if match is None:
        return 0
    return int(datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC).timestamp() * 1000)
