"""What is called in the parser's processes with a mail from Gmail. See `services/core/isolation`."""

import json
from dataclasses import asdict
from typing import Any

import orjson

from integrations.gmail.payload import part_of
from models.contracts.mime import Part
from services.mail.prepared import prepare
from services.mime.addresses import recipients_of, sender_of
from services.mime.automation import is_automated
from services.mime.introductions import may_introduce
from services.mime.mailing_lists import mailing_list
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


def people(headers: bytes) -> tuple[bytes]:
    """Who sent a stored mail, to whom and through which list: JSON from headers, parts' types and words."""
    kept = orjson.loads(headers)
    headed = [(str(name), str(value)) for name, value in kept["headers"]]
    content_type = next((value for name, value in headed if name.lower() == "content-type"), "text/plain")
    parts = [Part("", str(mime_type), "", []) for mime_type in kept["types"]]
    root = Part("", content_type.partition(";")[0].strip().lower(), "", headed, parts=parts)
    sender, listed, recipients = sender_of(root), mailing_list(root), recipients_of(root)
    found = {
        "sender": orjson.dumps({"name": sender.name, "address": sender.address}).decode() if sender else None,
        "recipients": orjson.dumps([asdict(address) for address in recipients]).decode(),
        "automated": is_automated(root, listed, str(kept["words"])),
        "list_address": listed,
        "introduces": may_introduce([str(kept["words"])], recipients),
    }
    return (orjson.dumps(found),)


def _loaded(payload: bytes) -> Any:
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:  # it has half of a surrogate pair, or is nested deeply
        return json.loads(payload)
