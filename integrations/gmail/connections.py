"""The connections of a process to Google: few, kept open, and shared by all mailboxes.

Some are only for requests that somebody waits for, so that a hundred downloads that hang take none of them.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx

from base.tls import tls
from integrations.gmail.errors import GmailUnavailable, Interrupted
from models.contracts.core.lanes import Lane

LIVE, BULK = 24, 24  # connections of a process: for who waits, and for backfills
_SHARE = 4  # of them, the part that one mailbox may have
_CONNECT, _SILENCE = 10.0, 60.0  # seconds until connected, and between two pieces of an answer
_QUEUED, _TOTAL = 30.0, 300.0  # seconds until there is a connection, and for everything
_IDLE = 30.0  # seconds that a connection is kept for the next request: less than any server keeps it

_lane: ContextVar[Lane] = ContextVar("lane", default=Lane.PERSON)


@contextmanager
def urgency(lane: Lane) -> Iterator[None]:
    """What is asked within the block is asked for this lane."""
    before = _lane.set(lane)
    try:
        yield
    finally:
        _lane.reset(before)


@dataclass(frozen=True)
class HttpRequest:
    """What is sent."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True)
class HttpAnswer:
    """What came, decompressed. Names of headers are in small letters."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes


class Connections:
    """Sends each request once. Bound to the event loop that first uses it."""

    def __init__(self, live: int = LIVE, bulk: int = BULK, *, silence: float = _SILENCE, total: float = _TOTAL) -> None:
        """`silence` and `total` are seconds: between two pieces of an answer, and for everything."""
        self._total = total
        self._live = _Pool(live, silence)
        self._bulk = _Pool(bulk, silence)

    async def send(self, request: HttpRequest, owner: object) -> HttpAnswer:
        """The answer, whatever its status. `owner` has a part of the connections only.

        Raises Interrupted where a connection that was kept open ended without an answer, GmailUnavailable where
        none came for another reason. Either way it may have been served.
        """
        pool = self._bulk if _lane.get() is Lane.BACKFILL else self._live
        opened = False

        async def trace(event: str, _: dict[str, Any]) -> None:
            nonlocal opened
            opened = opened or event == "connection.connect_tcp.started"

        try:
            async with asyncio.timeout(self._total), pool.place(owner):
                answer = await pool.http.request(
                    request.method,
                    request.url,
                    content=request.body,
                    headers=request.headers,
                    extensions={"trace": trace},
                )
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
            raise _silence(error) if opened else Interrupted() from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise _silence(error) from error
        return HttpAnswer(answer.status_code, answer.reason_phrase, dict(answer.headers), answer.content)

    async def close(self) -> None:
        """Close them all."""
        await self._live.http.aclose()
        await self._bulk.http.aclose()


class _Pool:
    """So many connections, and for each owner a part of them."""

    def __init__(self, size: int, silence: float) -> None:
        self._share = max(size // _SHARE, 1)
        self._places: dict[object, tuple[asyncio.Semaphore, int]] = {}
        self.http = httpx.AsyncClient(
            verify=tls(),
            limits=httpx.Limits(max_connections=size, max_keepalive_connections=size, keepalive_expiry=_IDLE),
            timeout=httpx.Timeout(silence, connect=min(_CONNECT, silence), pool=_QUEUED),
        )

    @asynccontextmanager
    async def place(self, owner: object) -> AsyncIterator[None]:
        """One of the owner's places; nothing is remembered of who has none."""
        places, users = self._places.get(owner, (asyncio.Semaphore(self._share), 0))
        self._places[owner] = places, users + 1
        try:
            async with places:
                yield
        finally:
            places, users = self._places[owner]
            if users == 1:
                del self._places[owner]
            else:
                self._places[owner] = places, users - 1


def _silence(error: Exception) -> GmailUnavailable:
    if isinstance(error, httpx.PoolTimeout):
        return GmailUnavailable("All connections to Gmail are in use.")
    return GmailUnavailable(f"Gmail does not answer: {type(error).__name__}.")
