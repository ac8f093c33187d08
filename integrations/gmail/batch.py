"""Many requests in one: Google's multipart envelope (https://developers.google.com/workspace/gmail/api/guides/batch).

google-api-python-client has one too. It parses every answer twice as if it were mail, line by line, which costs ten
times as much as the JSON inside; a test holds that both understand each other.
"""

import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from integrations.gmail.connections import HttpAnswer, HttpRequest
from integrations.gmail.errors import GmailUnavailable

MOST = 100  # parts: Gmail refuses more
PATH = "/batch"  # as the discovery document says
_BLANK = re.compile(rb"\r?\n\r?\n")
_PLACE = re.compile(rb"^content-id:\s*<(?:response-)?[^>]*\+\s*(\d+)>\s*$", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


def written(gmail_url: str, parts: Sequence[HttpRequest]) -> HttpRequest:
    """One request for all of them, each without authorization. Raises ValueError for more than MOST."""
    if not 0 < len(parts) <= MOST:
        raise ValueError(f"A batch has 1 to {MOST} parts, not {len(parts)}.")
    name = f"batch_{secrets.token_hex(12)}"
    body = b"".join(_part(name, place, part) for place, part in enumerate(parts)) + f"--{name}--\r\n".encode()
    headers = {"content-type": f'multipart/mixed; boundary="{name}"', "user-agent": "kith (gzip)"}
    return HttpRequest("POST", gmail_url.rstrip("/") + PATH, headers, body)


def read(answer: HttpAnswer, parts: int) -> list[HttpAnswer | None]:
    """The answer of each part, or None where there is none. Raises GmailUnavailable for what is no batch's answer."""
    boundary = _BOUNDARY.search(answer.headers.get("content-type", ""))
    if boundary is None:
        raise GmailUnavailable("Gmail's answer cannot be read.")
    answers: list[HttpAnswer | None] = [None] * parts
    for piece in answer.body.split(b"--" + boundary[1].encode())[1:-1]:
        envelope, inner = _halves(piece.strip(b"\r\n"))
        place = _PLACE.search(envelope)
        if place is not None and int(place[1]) < parts:
            answers[int(place[1])] = _answer(inner)
    return answers


def _part(name: str, place: int, part: HttpRequest) -> bytes:
    address = urlsplit(part.url)
    headers = "".join(f"{key}: {value}\r\n" for key, value in part.headers.items() if key != "content-length")
    length = f"content-length: {len(part.body)}\r\n" if part.body else ""
    head = (
        f"--{name}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
        f"Content-ID: <{name} + {place}>\r\n\r\n"
        f"{part.method} {address.path}{'?' if address.query else ''}{address.query} HTTP/1.1\r\n{headers}{length}\r\n"
    )
    return head.encode() + (part.body or b"") + b"\r\n"


def _answer(inner: bytes) -> HttpAnswer | None:
    head, body = _halves(inner)
    status, *lines = head.decode("latin-1").splitlines()
    words = status.split(" ", 2)
    if len(words) < 2 or not words[1].isdecimal():
        return None
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return HttpAnswer(int(words[1]), words[2] if len(words) > 2 else "", headers, body)


def _halves(piece: bytes) -> tuple[bytes, bytes]:
    """What comes before the first blank line, and after it."""
    blank = _BLANK.search(piece)
    return (piece, b"") if blank is None else (piece[: blank.start()], piece[blank.end() :])
