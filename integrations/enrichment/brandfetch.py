"""Brandfetch's Brand API, v2, by domain: https://docs.brandfetch.com."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

import httpx

from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy, SourceRefused
from integrations.enrichment.handles import handle
from integrations.enrichment.shapes import facts, listed, number, place, text
from integrations.enrichment.source import About, Answer, Cost, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.brandfetch.io/v2"
_CRAWLED = timedelta(minutes=2)  # what is queued is known "in a minute or two"
_POOR = 0.3  # of a brand whose quality it does not tell: it calls the lower third poor
_LOGOS = ("icon", "symbol", "logo")  # the squarest first: it stands beside a name
_FORMATS = ("svg", "png", "webp", "jpeg")


class Brandfetch:
    """A company by domain. A lookup is billed whether it finds the brand or not."""

    name = "brandfetch"
    fields = frozenset(
        {(About.COMPANY, field) for field in ("name", "description", "logo_url", "url", "handle", "industry")}
        | {(About.COMPANY, field) for field in ("employees", "founded_year", "location", "country")}
    )
    needs = (frozenset({Key.DOMAIN}),)
    terms = Terms("Brand data by Brandfetch", "https://brandfetch.com", timedelta(days=30), images_by_link=True)
    price = Price(Cost(units=1), nothing_is_billed=True)
    limits = Limits((Rate(5, timedelta(seconds=1)),), at_once=2)  # it tells no figure: this is ours
    timeout = timedelta(seconds=40)  # a domain it has not seen is crawled while one waits

    def __init__(self, http: httpx.AsyncClient, key: str, root: str = ROOT) -> None:
        self._vendor = Vendor(http, root, {"authorization": f"Bearer {key}"})

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        domain = query.domain or ""
        reply = await self._vendor.get(f"/brands/domain/{quote(domain, safe='')}")
        quota, used = reply.number("x-api-key-quota"), reply.number("x-api-key-approximate-usage")
        left = None if quota is None or used is None else max(quota - used, 0)
        if reply.status == HTTPStatus.NOT_FOUND:
            again_in = _CRAWLED if reply.headers.get("x-bf-error") == "crawl_queued" else None
            return Answer(cost=self.price.call, left=left, again_in=again_in)
        _check(reply)
        return Answer(_found(reply.json()), self.price.call, left)


def _check(reply: Reply) -> None:
    """By `x-bf-error` where it is there: statuses have several meanings."""
    if reply.status == HTTPStatus.OK:
        return
    reason = reply.headers.get("x-bf-error", "")
    if reason == "quota_exceeded" or reply.status == HTTPStatus.PAYMENT_REQUIRED:
        raise CreditsUsedUp
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SourceBusy(reply.wait)
    if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise KeyRefused
    raise SourceRefused(f"Brandfetch refuses the request ({reason or reply.status}).")


def _found(brand: dict[str, object]) -> tuple[Found, ...]:
    domain = text(brand, "domain")
    quality = number(brand, "qualityScore")
    industries = sorted(listed(brand, "company", "industries"), key=lambda one: -(number(one, "score") or 0))
    said = [
        ("name", text(brand, "name")),
        ("description", text(brand, "description")),
        ("logo_url", _logo(brand)),
        ("url", f"https://{domain}" if domain else ""),
        ("industry", text(industries[0], "name") if industries else ""),
        ("employees", text(brand, "company", "employees")),
        ("founded_year", text(brand, "company", "foundedYear")),
        ("location", place(text(brand, "company", "location", "city"), text(brand, "company", "location", "country"))),
        ("country", text(brand, "company", "location", "country")),
        *[("handle", handle(text(link, "url"))) for link in listed(brand, "links")],
    ]
    sure = _POOR if quality is None else min(max(quality, 0.0), 1.0)
    return facts(About.COMPANY, said, sure, f"https://brandfetch.com/{domain}" if domain else None)


def _logo(brand: object) -> str:
    """One that fits beside a name."""
    formats = [
        (_LOGOS.index(kind), _FORMATS.index(form), text(image, "src"))
        for logo in listed(brand, "logos")
        for image in listed(logo, "formats")
        if (kind := text(logo, "type")) in _LOGOS and (form := text(image, "format")) in _FORMATS
    ]
    return min(formats)[2] if formats else ""
