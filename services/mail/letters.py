"""Mail that nobody has read yet."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from services.core.isolation.frames import Parts
from services.mail.prepared import PreparedMail
from services.mail.source import Source


@dataclass(frozen=True)
class Letter:
    """A mail as it goes to the parser's processes. `source` where that is known; `refusal` says why it cannot go."""

    source_id: str
    thread_id: str
    parts: Parts = ()
    source: Source | None = None
    refusal: str | None = None


@dataclass(frozen=True)
class Kind:
    """How mail of one kind is read: the function that gets a letter's parts, and what to make of its answer."""

    function: str
    opened: Callable[[Letter, Parts], tuple[Source, PreparedMail]]


def gmail_letter(payload: dict[str, Any]) -> Letter:
    """A message in Gmail's `full` format."""
    source_id, thread_id = payload["id"], payload["threadId"]
    try:
        return Letter(source_id, thread_id, (_json(payload),), _source(payload))
    except (KeyError, TypeError, ValueError, OverflowError, OSError, RecursionError) as error:
        refusal = f"This message cannot be read: Gmail describes it in an odd way ({type(error).__name__})."
        return Letter(source_id, thread_id, refusal=refusal)


def _json(payload: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(payload)
    except TypeError:  # it has half of a surrogate pair, or is nested deeply
        return json.dumps(payload).encode()


def _source(payload: dict[str, Any]) -> Source:
    return Source(
        source_id=payload["id"],
        thread_id=payload["threadId"],
        internal_date=datetime.fromtimestamp(int(payload["internalDate"]) / 1000, UTC),
        history_id=int(payload["historyId"]),
        labels=payload.get("labelIds", []),
        size=int(payload.get("sizeEstimate", 0)),
    )


def _opened(letter: Letter, answer: Parts) -> tuple[Source, PreparedMail]:
    if letter.source is None:
        raise ValueError("Gmail's own word is missing")
    head, body = answer
    return letter.source, PreparedMail.decode(head, body)


GMAIL = Kind("services.mail.isolated:gmail", _opened)
