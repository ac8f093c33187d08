"""Ids as Gmail writes them."""

import base64
import re
import secrets

import orjson

from devstack.simulator.errors import invalid

_EARLIEST_MS = 0x1000000000000000 >> 20  # the first moment whose id has 16 digits: November 2004
_HEX = re.compile(r"[0-9a-f]{1,16}")


def hex_id(number: int) -> str:
    """16 hex digits."""
    return f"{number:016x}"


def parse_id(text: str) -> int:
    """The number behind an id. Raises Google's 400."""
    if not _HEX.fullmatch(text.lower()):
        raise invalid("Invalid id value")
    number = int(text, 16)
    if number >= 2**63:
        raise invalid("Invalid id value")
    return number


def next_id(last: int, ms: int, now_ms: int) -> int:
    """An id beyond `last`; its upper bits are a time, as in Gmail."""
    return max(last + 1, min(max(ms, _EARLIEST_MS), now_ms) << 20)


def page_token(*place: int) -> str:
    """An opaque place in a list."""
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def parse_page_token(token: str, length: int) -> list[int]:
    """What `page_token` was made of. Raises Google's 400."""
    try:
        place = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError as error:
        raise invalid("Invalid pageToken") from error
    if (
        not isinstance(place, list)
        or len(place) != length
        or not all(isinstance(number, int) and abs(number) < 2**63 for number in place)
    ):
        raise invalid("Invalid pageToken")
    return place


def secret(prefix: str, size: int = 32) -> str:
    """An unguessable token."""
    return prefix + secrets.token_urlsafe(size)
