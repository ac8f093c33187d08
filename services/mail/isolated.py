"""What is called in the parser's processes with a mail from Gmail. See `services/core/isolation`."""

import json
from typing import Any

import orjson

from integrations.gmail.payload import part_of
from services.mail.prepared import prepare
from services.mime.parsing import parse
from services.mime.parts import find
from services.mime.uuencoded import unpacked


def gmail(payload: bytes) -> tuple[bytes, bytes]:
    """A message in Gmail's `full` format as a PreparedMail, encoded."""
    return prepare(parse(unpacked(part_of(_loaded(payload))))).encode()


def part(payload: bytes, part_id: bytes, mime_type: bytes) -> tuple[bytes, ...]:
    """Gmail's handle of a part ("" where it has none), and its content where that came along. Nothing: no such part."""
    found = find(unpacked(part_of({"payload": _loaded(payload)})), part_id.decode(), mime_type.decode())
    if found is None:
        return ()
    handle = (found.attachment_id or "").encode()
    return (handle,) if found.data is None else (handle, found.data)


def _loaded(payload: bytes) -> Any:
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:  # it has half of a surrogate pair, or is nested deeply
        return json.loads(payload)
