"""Gmail's `full` payload as a tree of parts."""

import base64
from typing import Any

from models.contracts.mime import Part


def part_of(message: dict[str, Any]) -> Part:
    """The tree of a message in `full` format. A body that was left at Gmail has a handle only."""
    return _part(message.get("payload", {}))


def weight(message: dict[str, Any]) -> int:
    """Bytes of the bodies that came with a message in `full` format."""
    total, pending = 0, [message.get("payload", {})]
    while pending:  # however deep it is nested
        payload = pending.pop()
        total += len(payload.get("body", {}).get("data", ""))
        pending += payload.get("parts", [])
    return total


def _part(payload: dict[str, Any]) -> Part:
    body = payload.get("body", {})
    data = body.get("data")
    return Part(
        part_id=payload.get("partId", ""),
        mime_type=payload.get("mimeType", "text/plain").lower(),
        filename=payload.get("filename", ""),
        headers=[(header["name"], header["value"]) for header in payload.get("headers", [])],
        data=base64.urlsafe_b64decode(data + "==") if data is not None else None,
        size=int(body.get("size", 0)),
        attachment_id=body.get("attachmentId"),
        parts=[_part(child) for child in payload.get("parts", [])],
        converted=True,
    )
