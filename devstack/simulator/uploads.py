"""Messages that come in: as `raw` in JSON, as media, as multipart/related, or in a resumable session."""

import base64
import binascii
from typing import Any

import orjson

from devstack.simulator.calls import Call
from devstack.simulator.errors import ApiError, bad_request, invalid
from devstack.simulator.mime import parse

_ALTCHARS = bytes.maketrans(b"-_", b"+/")


def is_upload(call: Call) -> bool:
    """Whether the message itself is the body, or a part of it."""
    return call.text("uploadType") in {"media", "multipart", "resumable"}


def message_of(call: Call) -> tuple[dict[str, Any], bytes]:
    """The Message resource that came along (maybe empty) and the message as RFC 822 bytes. Raises 400, 413."""
    resource, media = _parts(call)
    message = resource.get("message", {}) if call.method.name.startswith("drafts.") else resource
    if not isinstance(message, dict):
        raise bad_request("Invalid value at 'draft.message'")
    raw = media if media is not None else _decoded(message.get("raw"))
    if not raw:
        raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    if len(raw) > call.method.most_bytes:
        raise ApiError(413, "Request Entity Too Large", "uploadTooLarge")
    return message, raw


def _parts(call: Call) -> tuple[dict[str, Any], bytes | None]:
    kind = call.text("uploadType")
    if not is_upload(call):
        return call.json(), None
    if kind in {"media", "resumable"}:
        return _metadata(call.request.headers.get("x-upload-metadata", "").encode("latin-1")), call.request.body
    content_type = call.request.headers.get("content-type", "")
    envelope = parse(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + call.request.body)
    if len(envelope.parts) != 2:
        raise bad_request("Multipart uploads have two parts: metadata and media.")
    return _metadata(envelope.parts[0].content()), envelope.parts[1].content()


def _metadata(data: bytes) -> dict[str, Any]:
    if not data.strip():
        return {}
    try:
        metadata = orjson.loads(data)
    except ValueError as error:
        raise bad_request("Metadata part is not JSON.") from error
    if not isinstance(metadata, dict):
        raise bad_request("Metadata part is not an object.")
    return metadata


def _decoded(raw: object) -> bytes:
    if raw is None:
        return b""
    if not isinstance(raw, str):
        raise bad_request("Invalid value at 'message.raw' (TYPE_BYTES)")
    try:
        data = raw.encode().translate(_ALTCHARS)
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise bad_request("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed") from error
