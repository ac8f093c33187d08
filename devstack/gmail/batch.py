"""`/batch`: many calls in one multipart/mixed request (RFC 2046), answered in kind."""

import email
import json
import secrets
from email.message import Message
from http import HTTPStatus
from typing import Any

from devstack.gmail.errors import invalid
from devstack.gmail.service import Answer

MOST = 100

Part = tuple[str, str, str, dict[str, Any]]  # verb, path with query, authorization, JSON body


def parse(content_type: str, body: bytes, authorization: str) -> tuple[list[str], list[Part]]:
    """(content ids, calls) of a request. Raises ApiError 400."""
    message = email.message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise invalid("Failed to parse batch request, error: 0 items.")
    ids: list[str] = []
    parts: list[Part] = []
    for inner in message.get_payload():
        if not isinstance(inner, Message):
            raise invalid("Failed to parse batch request, error: a part is not application/http.")
        text = _body(inner)
        line, _, rest = text.lstrip().partition("\n")
        verb, target, *_ = line.split()
        request = email.message_from_string(rest)
        content = _body(request)
        parts.append(
            (
                verb,
                target,
                request.get("authorization") or authorization,
                json.loads(content) if content.strip() else {},
            )
        )
        ids.append(str(inner.get("Content-ID", "")))
    if len(parts) > MOST:
        raise invalid(f"The batch request has more than {MOST} parts.")
    return ids, parts


def render(ids: list[str], answers: list[Answer]) -> tuple[str, bytes]:
    """(content type, body) of the response."""
    boundary = f"batch_{secrets.token_urlsafe(16)}"
    chunks: list[str] = []
    for content_id, answer in zip(ids, answers, strict=True):
        wait = f"Retry-After: {answer.retry_after}\r\n" if answer.retry_after is not None else ""
        chunks.append(
            f"--{boundary}\r\nContent-Type: application/http\r\n"
            f"Content-ID: <response-{content_id.strip('<>')}>\r\n\r\n"
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n{wait}"
            "Content-Type: application/json; charset=UTF-8\r\n"
            f"Content-Length: {len(answer.body.encode())}\r\n\r\n{answer.body}\r\n"
        )
    return f"multipart/mixed; boundary={boundary}", "".join([*chunks, f"--{boundary}--\r\n"]).encode()


def _body(message: "Message[str, str]") -> str:
    body = message.get_payload(decode=True)
    return body.decode() if isinstance(body, bytes) else ""
