"""Opaque cursors: where a list goes on. A cursor made for another list, or by hand, is refused."""

import base64
import binascii
from datetime import datetime

import orjson

from base.errors import Invalid


def encode(kind: str, *values: object) -> str:
    """A cursor for the list `kind` from the sort values of the last item shown."""
    return base64.urlsafe_b64encode(orjson.dumps([kind, *values])).decode().rstrip("=")


def decode(kind: str, cursor: str | None, *types: type) -> list[object] | None:
    """The values, of these types (str, int, float or datetime). None for the first page. Raises Invalid."""
    if cursor is None:
        return None
    try:
        found, *values = orjson.loads(base64.urlsafe_b64decode(cursor + "=="))
        if found != kind or len(values) != len(types):
            raise ValueError(cursor)
        return [_typed(value, expected) for value, expected in zip(values, types, strict=True)]
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid("This cursor is not from this list. Leave it out to start anew.", field="cursor") from error


def _typed(value: object, expected: type) -> object:
    if expected is datetime:
        return datetime.fromisoformat(str(value))
    if expected is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, expected):
        raise TypeError(expected)
    return value
