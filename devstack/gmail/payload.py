"""Raw mail as Gmail's payload tree: partIds, headers in order, bodies as base64url with padding."""

import base64
import email
import email.policy
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

_FOLD = re.compile(r"\r?\n(?=[ \t])")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Rendered:
    """What Gmail knows of a message from its bytes."""

    payload: dict[str, Any]
    snippet: str
    internal_date: int  # milliseconds
    message_id: str
    references: list[str]
    subject: str
    sender: str


def render(raw: bytes) -> Rendered:
    """Never raises: Gmail serves the most malformed mail."""
    message = email.message_from_bytes(raw)
    payload = _part(message, "")
    headers = {h["name"].lower(): h["value"] for h in reversed(payload.get("headers", []))}
    ids = re.findall(r"<([^<>\s]+)>", f"{headers.get('references', '')} {headers.get('in-reply-to', '')}")
    own = re.findall(r"<([^<>\s]+)>", headers.get("message-id", ""))
    return Rendered(
        payload=payload,
        snippet=html.escape(" ".join(_text(message).split())[:200]),
        internal_date=_date(headers),
        message_id=own[0] if own else "",
        references=ids,
        subject=headers.get("subject", ""),
        sender=headers.get("from", "").lower(),
    )


def attachment(raw: bytes, part_id: str) -> bytes | None:
    """The decoded body of one part; None where there is no such part."""
    part: Message[str, str] = email.message_from_bytes(raw)
    for place in filter(None, part_id.split(".")):
        children = _children(part)
        if not place.isdigit() or int(place) >= len(children):
            return None
        part = children[int(place)]
    return _body(part)


def _part(message: "Message[str, str]", part_id: str) -> dict[str, Any]:
    mime_type = message.get_content_type()
    filename = _filename(message)
    if mime_type == "message/rfc822" and not filename:
        filename = "noname.eml"
    node: dict[str, Any] = {"partId": part_id, "mimeType": mime_type, "filename": filename}
    headers = [{"name": name, "value": _header(value)} for name, value in message.raw_items()]
    if headers:
        node["headers"] = headers
    children = _children(message)
    if children and mime_type != "message/rfc822":
        node["body"] = {"size": 0}
    else:
        node["body"] = _node_body(message, mime_type, filename, part_id)
    if children:
        node["parts"] = [
            _part(child, f"{part_id}.{place}" if part_id else str(place)) for place, child in enumerate(children)
        ]
    return node


def _node_body(message: "Message[str, str]", mime_type: str, filename: str, part_id: str) -> dict[str, Any]:
    data = _body(message)
    named = bool(filename) or str(message.get("Content-Disposition", "")).lower().startswith("attachment")
    if data and part_id and (named or not mime_type.startswith("text/")):
        handle = base64.urlsafe_b64encode(f"part:{part_id}".encode()).decode().rstrip("=")
        return {"attachmentId": handle, "size": len(data)}
    if not data:
        return {"size": 0}
    return {"size": len(data), "data": base64.urlsafe_b64encode(data).decode()}


def _children(message: "Message[str, str]") -> list["Message[str, str]"]:
    content = message.get_payload()
    return [child for child in content if isinstance(child, Message)] if isinstance(content, list) else []


def _body(message: "Message[str, str]") -> bytes:
    if message.is_multipart():
        inner = message.get_payload(0)
        if isinstance(inner, Message) and message.get_content_type() == "message/rfc822":
            return inner.as_bytes()
        return b""
    body = message.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _filename(message: "Message[str, str]") -> str:
    try:
        return message.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _header(value: object) -> str:
    """Gmail gives header values unfolded and decoded."""
    text = _FOLD.sub("", str(value)).strip()
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" not in text or "@" in text:  # a decoded name may hold a comma, so address headers stay as they are
        return text
    try:
        return str(make_header(decode_header(text))).encode("utf-8", "replace").decode()
    except (ValueError, LookupError):
        return text


def _text(message: "Message[str, str]") -> str:
    for wanted in ("text/plain", "text/html"):
        for part in message.walk():
            if part.get_content_type() == wanted and not part.is_multipart():
                text = _body(part).decode("utf-8", "replace").replace("\x00", "")
                return text if wanted == "text/plain" else html.unescape(_TAG.sub(" ", text))
    return ""


def _date(headers: dict[str, str]) -> int:
    for value in (headers.get("date", ""), headers.get("received", "").rpartition(";")[2]):
        try:
            moment = parsedate_to_datetime(value)
            return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000)
