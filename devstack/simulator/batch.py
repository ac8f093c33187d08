"""Batches: up to 100 calls in one HTTP request, each served, billed and refused alone."""

import asyncio
import secrets
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from devstack.simulator.api import Admitted, Api
from devstack.simulator.calls import Answer, Request
from devstack.simulator.errors import ApiError, bad_request
from devstack.simulator.mime import Entity, parse, parse_headers

_MOST = 100


async def answer_batch(api: Api, request: Request) -> Answer:
    """Answer the parts in their order. All of them count as running at the same time."""
    try:
        parts = _parts(request)
    except ApiError as error:
        return Answer(error.code, error.body(), {"content-type": "application/json; charset=UTF-8"})
    prepared = [api.prepare(inner) if isinstance(inner, Request) else inner for _, inner in parts]
    answers = await _run(api, prepared)
    boundary = f"batch_{secrets.token_urlsafe(24)}"
    pieces = [_rendered(boundary, content_id, answer) for (content_id, _), answer in zip(parts, answers, strict=True)]
    body = b"".join(pieces) + f"--{boundary}--\r\n".encode()
    return Answer(200, body, {"content-type": f"multipart/mixed; boundary={boundary}"})


async def _run(api: Api, prepared: list[Admitted | Answer]) -> list[Answer]:
    async def one(part: Admitted | Answer) -> Answer:
        return part if isinstance(part, Answer) else await api.run(part)

    if any(isinstance(part, Admitted) and part.faults for part in prepared):
        return await asyncio.gather(*map(one, prepared))  # so that delays pass together
    return [await one(part) for part in prepared]


def _parts(request: Request) -> list[tuple[str, Request | Answer]]:
    """(Content-ID, the call) of each part; a part that cannot be read is answered 400 at once."""
    content_type = request.headers.get("content-type", "")
    envelope = parse(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + request.body)
    if envelope.mime_type != "multipart/mixed" or not envelope.parts:
        raise bad_request("Failed to parse batch request, error: 0 items. Received batch body: (0) bytes redacted")
    if len(envelope.parts) > _MOST:
        raise bad_request(f"The batch request has {len(envelope.parts)} parts; at most {_MOST} are allowed.")
    return [(part.header("Content-ID"), _inner(part, request)) for part in envelope.parts]


def _inner(part: Entity, outer: Request) -> Request | Answer:
    line, _, rest = part.content().lstrip().partition(b"\n")
    words = line.decode("latin-1").split()
    if len(words) < 2:
        return Answer(400, bad_request("Failed to parse batch request part.").body())
    fields, start = parse_headers(rest)
    headers = {name.lower(): value for name, value in fields}
    if "authorization" not in headers and "authorization" in outer.headers:
        headers["authorization"] = outer.headers["authorization"]
    url = urlsplit(words[1])
    query = parse_qs(url.query, keep_blank_values=True)
    return Request(words[0].upper(), url.path, query, headers, rest[start:])


def _rendered(boundary: str, content_id: str, answer: Answer) -> bytes:
    lines = [f"--{boundary}", "Content-Type: application/http"]
    if content_id:
        lines.append(f"Content-ID: <response-{content_id.removeprefix('<')}")
    lines += ["", f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name.title()}: {value}" for name, value in answer.headers.items()]
    lines += [f"Content-Length: {len(answer.body)}", "", ""]
    return "\r\n".join(lines).encode() + answer.body + b"\r\n"
