"""Reads companies' pages in the parser's processes."""

import orjson

from integrations.enrichment.source import About, Found
from integrations.safe_http.client import Page
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation

_PAGE = "services.enrichment.isolated:page"
_SECONDS = 3  # of computing: a page of a megabyte takes a tenth


class PageReader:
    """What `integrations.enrichment.site.Site` reads pages with."""

    def __init__(self, isolation: Isolation) -> None:
        self._isolation = isolation

    async def read(self, page: Page) -> tuple[Found, ...]:
        """A page's facts; none of one that is made to keep a computer busy. Raises Unavailable."""
        parts = (page.body, (page.charset or "").encode(), page.url.encode())
        answer = await self._isolation.run(_PAGE, *parts, key="enrichment", seconds=_SECONDS)
        if isinstance(answer, Failure):
            return ()
        return tuple(
            Found(About.COMPANY, field, value, sure, page.url) for field, value, sure in orjson.loads(answer[0])
        )
