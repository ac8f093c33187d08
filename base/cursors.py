"""Opaque cursors: where a list goes on. A cursor made for another list, or by hand, is refused."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from base.errors import Invalid

_LONGEST = 2_000  # characters


def encode(kind: str, *values: object) -> str:
    """A cursor for the list `kind` from the sort values of the last item shown."""
    return base64.urlsafe_b64encode(orjson.dumps([kind, *values])).decode().rstrip("=")


def decode(kind: str, cursor: str | None, *types: type) -> list[Any] | None:
    """The values, of these types (str, int, float, datetime or UUID). None for the first page. Raises Invalid."""
    if cursor is None:
        return None
    try:
        if len(cursor) > _LONGEST:
            raise ValueError(cursor)
        found, *values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if found != kind or len(values) != len(types):
            raise ValueError(cursor)
        return [_typed(value, expected) for value, expected in zip(values, types, strict=True)]
    except (ValueError, TypeError) as error:  # binascii's and orjson's errors are ValueErrors
        raise Invalid("This cursor is not from this list. Leave it out to start anew.", field="cursor") from error


def _typed(value: object, expected: type) -> object:
    """The value as the database can compare it. Raises ValueError or TypeError."""
    if expected is datetime:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment
    if expected is UUID:
        return UUID(str(value))
    if expected is float and isinstance(value, int):
        value = float(value)
    if type(value) is not expected:
        raise TypeError(expected)
    if (isinstance(value, str) and "\0" in value) or (isinstance(value, int) and abs(value) >= 2**63):
        raise ValueError(value)  # PostgreSQL has neither
    return value
