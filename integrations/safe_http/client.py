"""A client for addresses that came from data, which somebody may have chosen to reach what only this machine reaches.

ssrfguard resolves a name once, refuses it unless every answer is public, and connects to what it has checked, while
`Host` and the name in TLS stay as they were. What it lacks is here: bounds of size and time, of looking a name up too,
redirects followed by hand, and nothing that an answer could leave behind for the next request: no cookies, no
credentials, no proxies.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message

import httpx
from ssrfguard import Policy, SSRFGuardError
from ssrfguard.httpx import AsyncSafeTransport

from base.tls import tls
from integrations.safe_http.body import ENCODING, bounded
from integrations.safe_http.errors import AddressRefused, FetchFailed, RedirectedTooOften, Unsuitable
from integrations.safe_http.names import Lookup, Names
from integrations.safe_http.outside import OUTSIDE

_REDIRECTS = 5
_MOST = 2 * 2**20  # bytes
_TOTAL = timedelta(seconds=20)
_CONNECT = 5.0  # seconds, of each address of a name
_AT_ONCE = httpx.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=5)


@dataclass(frozen=True)
class Page:
    """An answer. `url` is where the last redirect led."""

    url: str
    status: int
    headers: httpx.Headers
    media_type: str  # "text/html"
    charset: str | None
    body: bytes


class SafeHttp:
    """Fetches, and carries nothing from one request to another."""

    def __init__(
        self,
        agent: str = "Kith",
        *,
        demo: Mapping[str, str] | None = None,
        policy: Policy = OUTSIDE,
        lookup: Lookup = socket.getaddrinfo,
        authorities: ssl.SSLContext | None = None,
    ) -> None:
        """`demo` is for the dev stack alone: hosts (of demo companies) that its server at a root address stands for.

        `policy`, `lookup` (as socket.getaddrinfo) and `authorities` are what tests replace.
        """
        self._agent = agent
        self._demo = {host: httpx.URL(root) for host, root in (demo or {}).items()}
        self._policy = policy
        self._names = Names(lookup)
        self._outside = AsyncSafeTransport(
            policy=policy, resolver=self._names, verify=authorities or tls(), trust_env=False, limits=_AT_ONCE
        )
        self._inside = httpx.AsyncHTTPTransport(verify=tls(), trust_env=False)

    async def get(
        self,
        url: str,
        *,
        accept: Sequence[str],
        most: int = _MOST,
        whole: bool = True,
        total: timedelta = _TOTAL,
    ) -> Page:
        """What an address answers with: any status, but a media type of `accept` where it is 200.

        `most` bounds the unpacked body in bytes (a larger one is cut where it is not wanted `whole`), `total` the time
        from the first look at the name to the last byte. Raises AddressRefused, FetchFailed, Unsuitable and its kinds.
        """
        try:
            async with asyncio.timeout(total.total_seconds()):
                return await self._follow(url, accept, most, whole)
        except TimeoutError as error:
            raise FetchFailed("This site answers too slowly.") from error
        except SSRFGuardError as error:
            raise AddressRefused from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise AddressRefused("This is not an address of a page.") from error
        except (httpx.HTTPError, OSError) as error:
            raise FetchFailed from error

    async def close(self) -> None:
        """Close the connections."""
        await self._outside.aclose()
        await self._inside.aclose()
        self._names.close()

    async def _follow(self, url: str, accept: Sequence[str], most: int, whole: bool) -> Page:
        here = httpx.URL(url)
        for _ in range(_REDIRECTS + 1):
            answer = await self._send(here, accept)
            try:
                if answer.has_redirect_location:
                    here = here.join(answer.headers["location"])
                    continue
                return await _read(answer, here, accept, most, whole)
            finally:
                await answer.aclose()
        raise RedirectedTooOften

    async def _send(self, url: httpx.URL, accept: Sequence[str]) -> httpx.Response:
        self._policy.check_url(str(url))
        headers = {"user-agent": self._agent, "accept": ", ".join(accept), "accept-encoding": ENCODING}
        transport: httpx.AsyncBaseTransport = self._outside
        if url.host in self._demo:
            root = self._demo[url.host]
            headers["host"] = url.host
            url = url.copy_with(scheme=root.scheme, host=root.host, port=root.port)
            transport = self._inside
        patience = httpx.Timeout(None, connect=_CONNECT).as_dict()
        return await transport.handle_async_request(
            httpx.Request("GET", url, headers=headers, extensions={"timeout": patience})
        )


async def _read(answer: httpx.Response, url: httpx.URL, accept: Sequence[str], most: int, whole: bool) -> Page:
    kind = Message()
    kind["content-type"] = answer.headers.get("content-type", "")
    media_type = kind.get_content_type() if answer.headers.get("content-type") else ""
    if answer.status_code == httpx.codes.OK and media_type not in accept:
        raise Unsuitable(f"This address answers with {media_type or 'nothing that is named'}, not with {accept[0]}.")
    body = await bounded(answer.aiter_raw(), answer.headers.get("content-encoding", ""), most, whole=whole)
    return Page(str(url), answer.status_code, answer.headers, media_type, kind.get_content_charset(), body)
