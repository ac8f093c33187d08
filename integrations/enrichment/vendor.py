"""Requests to a vendor's API at the root that settings name. What came from data goes through `safe_http` instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
import orjson

from base.retry_after import retry_after
from base.tls import tls
from integrations.enrichment.errors import SourceFailed
from integrations.safe_http.body import ENCODING, bounded
from integrations.safe_http.errors import Unsuitable

_MOST = 4 * 2**20  # bytes of an answer: vendors' are kilobytes
_AGENT = "Kith"


@dataclass(frozen=True)
class Reply:
    """An answer below 500 that is no redirect."""

    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> dict[str, Any]:
        """The object that the body is. Raises SourceFailed where it is none."""
        try:
            content = orjson.loads(self.body)
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise SourceFailed(f"This source's answer ({self.status}) cannot be read.", perhaps_served=True)
        return content

    @property
    def wait(self) -> timedelta | None:
        """What Retry-After says."""
        return retry_after(self.headers.get("retry-after"))

    def number(self, header: str) -> int | None:
        """A header that is a whole number; None where it is absent, or is not."""
        value = self.headers.get(header, "").strip()
        return int(value) if value.isdecimal() and len(value) < 16 else None

    def moment(self, header: str) -> datetime | None:
        """A header of seconds since 1970; None where it is absent, or is not."""
        try:
            seconds = self.number(header)
            return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def until(self, header: str) -> timedelta | None:
        """How long it is until the moment of a header."""
        moment = self.moment(header)
        return None if moment is None else max(moment - datetime.now(UTC), timedelta(0))


class Vendor:
    """One vendor's API. `headers` go with each request, its key among them."""

    def __init__(self, http: httpx.AsyncClient, root: str, headers: Mapping[str, str] | None = None) -> None:
        self._http = http
        self._root = root.rstrip("/")
        self._headers = {"user-agent": _AGENT, "accept": "application/json", "accept-encoding": ENCODING}
        self._headers |= headers or {}

    async def get(self, path: str, **params: str) -> Reply:
        """GET, once. Raises SourceFailed."""
        return await self.request("GET", path, params)

    async def post(self, path: str, **params: str) -> Reply:
        """POST without a body, once. Raises SourceFailed."""
        return await self.request("POST", path, params)

    async def request(self, verb: str, path: str, params: Mapping[str, str], content: bytes | None = None) -> Reply:
        """Ask once. Raises SourceFailed where nothing, too much, a redirect or an error of its own is answered."""
        try:
            async with self._http.stream(
                verb, self._root + path, params=params, content=content, headers=self._headers
            ) as answer:
                body = await bounded(answer.aiter_raw(), answer.headers.get("content-encoding", ""), _MOST, whole=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise SourceFailed from error
        except httpx.HTTPError as error:
            raise SourceFailed(perhaps_served=True) from error
        except Unsuitable as error:
            raise SourceFailed(
                "This source's answer cannot be read, or is too large to be one.", perhaps_served=True
            ) from error
        reply = Reply(answer.status_code, answer.headers, body)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR or reply.status == HTTPStatus.REQUEST_TIMEOUT:
            raise SourceFailed(
                f"This source answers with an error of its own ({reply.status}).", retry_after=reply.wait
            )
        if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
            raise SourceFailed(f"This source is not where its address says ({reply.status}).")
        return reply


def client(silence: timedelta = timedelta(seconds=20)) -> httpx.AsyncClient:
    """For all vendors of a process. It follows no redirect, keeps no cookie, and bounds each wait by `silence`."""
    return httpx.AsyncClient(
        verify=tls(),
        timeout=httpx.Timeout(silence.total_seconds(), connect=5),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )
