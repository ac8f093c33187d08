"""Our envelope of a batch, and google-api-python-client's own: each understands what the other writes."""

import json
from typing import Any

import httplib2
import pytest
from googleapiclient.http import BatchHttpRequest

from integrations.gmail import batch, library
from integrations.gmail.connections import HttpAnswer, HttpRequest
from integrations.gmail.errors import GmailUnavailable

URL = "https://gmail.googleapis.com"
MESSAGES = library.users(URL).messages()
ANSWERS = [(200, {"id": "a", "snippet": "Grüße\r\n--batch"}), (404, {"error": {"errors": [{"reason": "notFound"}]}})]


def answered(request_body: str) -> tuple[str, bytes]:
    """(content type, body) as Gmail answers a batch: in any order, by the ids of its parts."""
    ids = [line.split("<", 1)[1] for line in request_body.splitlines() if line.lower().startswith("content-id:")]
    pieces = [
        f"--B\r\nContent-Type: application/http\r\nContent-ID: <response-{key}\r\n\r\n"
        f"HTTP/1.1 {status} Reason of it\r\nContent-Type: application/json; charset=UTF-8\r\nRetry-After: 7\r\n\r\n"
        f"{json.dumps(body, ensure_ascii=False, indent=2)}\r\n"
        for key, (status, body) in reversed(list(zip(ids, ANSWERS, strict=True)))
    ]
    return "multipart/mixed; boundary=B", ("".join(pieces) + "--B--\r\n").encode()


def requests() -> list[Any]:
    return [MESSAGES.get(userId="me", id=key, format="full") for key in ("a", "b c")]


class Server:
    """An `http` of the library's."""

    def request(self, uri: str, method: str, body: str, headers: dict[str, str]) -> tuple[Any, bytes]:
        self.got = HttpRequest(method, uri, headers, body.encode())
        content_type, content = answered(body)
        return httplib2.Response({"status": "200", "content-type": content_type}), content


def parts(body: bytes, boundary: str) -> list[tuple[str, set[str]]]:
    """(request line, headers in small letters) of each part's request, as whoever is asked sees it."""
    found = []
    for piece in body.decode().replace("\r\n", "\n").split(f"--{boundary}")[1:-1]:
        line, _, headers = piece.split("\n\n", 1)[1].partition("\n")
        lines = {header.lower() for header in headers.strip().splitlines()}
        ignored = ("content-type:", "content-length:", "mime-version:", "host:")
        found.append((line, {header for header in lines if not header.startswith(ignored)}))
    return found


def test_what_is_asked_is_what_the_library_would_ask() -> None:
    theirs, server = BatchHttpRequest(batch_uri=URL + batch.PATH), Server()
    for place, request in enumerate(requests()):
        theirs.add(request, request_id=str(place))
    theirs.execute(http=server)
    ours = batch.written(URL, [library.written(request) for request in requests()])
    boundaries = [one.headers["content-type"].partition('boundary="')[2].rstrip('"') for one in (ours, server.got)]
    assert (ours.method, ours.url) == (server.got.method, server.got.url)
    assert parts(ours.body or b"", boundaries[0]) == parts(server.got.body or b"", boundaries[1])


def test_what_is_answered_is_read_as_the_library_reads_it() -> None:
    theirs: dict[str, Any] = {}

    def keep(key: str, answer: Any, error: Any) -> None:
        theirs[key] = answer if error is None else (error.resp.status, error.resp["retry-after"], error.content)

    whole = BatchHttpRequest(callback=keep, batch_uri=URL + batch.PATH)
    for place, request in enumerate(requests()):
        whole.add(request, request_id=str(place))
    whole.execute(http=Server())
    sent = batch.written(URL, [library.written(request) for request in requests()])
    content_type, content = answered((sent.body or b"").decode())
    found = batch.read(HttpAnswer(200, "OK", {"content-type": content_type}, content), 2)
    assert found[0] is not None
    assert found[1] is not None
    assert library.read(requests()[0], found[0]) == theirs["0"]
    status, wait, text = theirs["1"]
    assert (found[1].status, found[1].headers["retry-after"], json.loads(found[1].body)) == (
        (status, wait, json.loads(text))
    )


def test_the_address_of_a_batch_is_the_documents() -> None:
    assert library._document("gmail", URL + "/")["batchPath"] == batch.PATH.removeprefix("/")


def test_a_part_without_an_answer_has_none_and_what_is_no_batch_is_not_read() -> None:
    empty = HttpAnswer(200, "OK", {"content-type": "multipart/mixed; boundary=B"}, b"--B--\r\n")
    assert batch.read(empty, 2) == [None, None]
    with pytest.raises(GmailUnavailable):
        batch.read(HttpAnswer(200, "OK", {"content-type": "text/html"}, b"<html>"), 1)


@pytest.mark.parametrize("number", [0, batch.MOST + 1])
def test_no_batch_is_larger_than_gmail_takes(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        batch.written(URL, [HttpRequest("GET", URL + "/x", {})] * number)
