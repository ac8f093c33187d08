"""Resumable uploads: a session is opened with the metadata, the bytes follow in one or more requests."""

import re
import secrets
from dataclasses import dataclass, field

from devstack.simulator.api import Api
from devstack.simulator.calls import Answer, Request
from devstack.simulator.errors import bad_request, not_found

_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


@dataclass
class _Session:
    opening: Request
    received: bytearray = field(default_factory=bytearray)


class Resumable:
    """The sessions that are open."""

    def __init__(self, api: Api, root: str) -> None:
        self._api = api
        self._root = root
        self._sessions: dict[str, _Session] = {}

    async def answer(self, request: Request) -> Answer:
        """Open a session, or take bytes in; the last ones are answered with the method's own answer."""
        if "upload_id" not in request.query:
            key = secrets.token_urlsafe(32)
            self._sessions[key] = _Session(request)
            location = f"{self._root}{request.path}?uploadType=resumable&upload_id={key}"
            return Answer(200, b"", {"location": location, "x-guploader-uploadid": key})
        key = request.query["upload_id"][0]
        session = self._sessions.get(key)
        if session is None:
            return Answer(404, not_found("No such upload session.").body())
        asked = _RANGE.fullmatch(request.headers.get("content-range", f"bytes */{len(request.body)}"))
        if asked is None or (asked[1] and int(asked[1]) > len(session.received)):
            return Answer(400, bad_request("Failed to parse Content-Range header.").body())
        if asked[1]:
            del session.received[int(asked[1]) :]
        session.received += request.body
        if asked[3] == "*" or len(session.received) < int(asked[3]):
            return _incomplete(session)
        del self._sessions[key]
        return await self._api.answer(_whole(session, request))


def _incomplete(session: _Session) -> Answer:
    got = len(session.received)
    return Answer(308, b"", {"range": f"bytes=0-{got - 1}"} if got else {})


def _whole(session: _Session, last: Request) -> Request:
    opening = session.opening
    path = opening.path.removeprefix("/resumable").removeprefix("/upload")
    headers = opening.headers | {"x-upload-metadata": opening.body.decode("latin-1")}
    if "authorization" in last.headers:
        headers["authorization"] = last.headers["authorization"]
    return Request(opening.verb, path, opening.query, headers, bytes(session.received))
