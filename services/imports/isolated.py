"""What is called in the parser's processes with a message of a file. See `services/core/isolation`."""

from typing import Any

import orjson

from services.imports.mbox import RawMessage
from services.imports.takeout import source_of
from services.mail.prepared import prepare
from services.mime.parsing import parse
from services.mime.parts import part_of


def mbox(head: bytes, separator: bytes, raw: bytes) -> tuple[bytes, bytes, bytes]:
    """A PreparedMail, encoded, and what the file says of it."""
    told: dict[str, Any] = orjson.loads(head)
    source_id = told.pop("source_id")
    mail = parse(part_of(raw))
    source = source_of(RawMessage(separator, raw, **told), source_id, mail)
    return *prepare(mail).encode(), orjson.dumps(source)
