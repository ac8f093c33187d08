"""A company's own site: what its first page says of who it is."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from base.retry_after import retry_after
from integrations.enrichment.domains import to_ascii
from integrations.enrichment.errors import SourceBusy, SourceFailed
from integrations.enrichment.source import About, Answer, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.safe_http.client import Page, SafeHttp
from integrations.safe_http.errors import AddressRefused, FetchFailed, Unsuitable

HTML = ("text/html", "application/xhtml+xml")
_MOST = 1_500_000  # bytes that are read: who somebody is stands at the beginning
_EACH = timedelta(seconds=12)  # for each way to write the address
_MOVED = 0.5  # of a page's confidence where the domain leads elsewhere: renamed, sold, or parked
_SHORT = timedelta(minutes=1)

Read = Callable[[Page], Awaitable[tuple[Found, ...]]]  # in a process of its own: a page is a stranger's bytes


class Site:
    """A company by its domain. Its site sees a visit from where Kith runs, and nothing else."""

    name = "site"
    fields = frozenset(
        (About.COMPANY, field)
        for field in ("name", "description", "logo_url", "url", "handle", "employees", "founded_year", "location",
                      "country")
    )  # fmt: skip
    needs = (frozenset({Key.DOMAIN}),)
    terms = Terms("The company's own site", "https://schema.org/Organization")
    price = Price()
    limits = Limits((Rate(120, timedelta(minutes=1)),), at_once=4)  # ours: each site is visited once
    timeout = timedelta(seconds=40)

    def __init__(self, safe: SafeHttp, read: Read) -> None:
        """`read` gives a page's facts; none of one that cannot be read."""
        self._safe = safe
        self._read = read

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        domain = to_ascii(query.domain or "")
        page = await self._page(domain) if domain else None
        if page is None or page.status != HTTPStatus.OK:
            return Answer()
        found = await self._read(page)
        host = (urlsplit(page.url).hostname or "").removeprefix("www.")
        if host != domain and not host.endswith(f".{domain}"):
            found = tuple(Found(one.about, one.field, one.value, one.confidence * _MOVED, one.url) for one in found)
        return Answer(found)

    async def _page(self, domain: str) -> Page | None:
        """The first page; None where there is none to read. Raises SourceFailed, SourceBusy."""
        failure: FetchFailed | None = None
        for url in (f"https://{domain}/", f"https://www.{domain}/", f"http://{domain}/"):
            try:
                page = await self._safe.get(url, accept=HTML, most=_MOST, whole=False, total=_EACH)
            except FetchFailed as error:  # many names have no address without "www.", some sites no TLS
                failure = error
                continue
            except (AddressRefused, Unsuitable):
                return None
            if page.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
                raise SourceBusy(retry_after(page.headers.get("retry-after")) or _SHORT)
            if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise SourceFailed(f"This company's site answers with an error of its own ({page.status}).")
            return page
        raise SourceFailed("This company's site does not answer.") from failure
