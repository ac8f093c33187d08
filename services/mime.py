"""Raw mail (RFC 5322) as a tree of parts, numbered as Gmail numbers them. Never raises on malformed mail."""

import email
import re
from email.message import Message

from models.contracts.mime import Part
from services.charsets import decode

_FOLD = re.compile(r"\r?\n(?=[ \t])")


def part_of(raw: bytes) -> Part:
    """The tree of a raw message."""
    return _part(email.message_from_bytes(raw), "")


def _part(message: "Message[str, str]", part_id: str) -> Part:
    mime_type = message.get_content_type().lower()
    headers = [(name, _header(value)) for name, value in message.raw_items()]
    filename = _filename(message)
    if mime_type == "message/rfc822" and message.is_multipart():
        size = len(str(message.get_payload(0)))
        return Part(part_id, mime_type, filename or "message.eml", headers, None, size)
    if message.is_multipart():
        children = [child for child in message.get_payload() if isinstance(child, Message)]
        numbered = [_part(child, f"{part_id}.{n}" if part_id else str(n)) for n, child in enumerate(children)]
        return Part(part_id, mime_type, filename, headers, parts=numbered)
    body = message.get_payload(decode=True)
    data = body if isinstance(body, bytes) else b""
    return Part(part_id, mime_type, filename, headers, data, len(data))


def _header(value: object) -> str:
    """A header's value on one line. Eight-bit bytes, which RFC 5322 forbids, are decoded too."""
    text = _FOLD.sub("", str(value))
    if text.isascii():
        return text.strip()
    return decode(text.encode("utf-8", "surrogateescape"), None).strip()


def _filename(message: "Message[str, str]") -> str:
    try:
        return message.get_filename() or ""
    except (ValueError, LookupError, TypeError):  # a broken RFC 2231 parameter
        return ""
