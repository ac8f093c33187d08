"""Hunter's enrichment, v2, by address or by domain: https://hunter.io/api-documentation/v2."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import unquote

import httpx

from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, NeverAgain, SourceBusy, SourceRefused
from integrations.enrichment.handles import handle
from integrations.enrichment.shapes import at, day, facts, text
from integrations.enrichment.source import About, Answer, Cost, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.hunter.io/v2"
_GATHERED = 0.8  # Hunter has read it on a page of the company
_FUZZY = 0.4  # Hunter's own word for a match by likeness
_SLOWER = timedelta(seconds=60)  # its refusals do not say how long; the longer of its two limits is of a minute


class Hunter:
    """A person and their company by address, a company by domain."""

    name = "hunter"
    fields = frozenset(
        {(About.PERSON, field) for field in ("name", "given_name", "family_name", "title", "company", "location")}
        | {(About.PERSON, field) for field in ("phone", "handle", "photo_url", "bio", "url")}
        | {(About.COMPANY, field) for field in ("name", "description", "industry", "employees", "founded_year")}
        | {(About.COMPANY, field) for field in ("location", "country", "logo_url", "url", "handle")}
    )
    needs = (frozenset({Key.EMAIL}), frozenset({Key.DOMAIN}))
    terms = Terms("Data from Hunter", "https://hunter.io")
    price = Price(Cost(units=1))  # of what is found
    limits = Limits((Rate(15, timedelta(seconds=1)), Rate(500, timedelta(minutes=1))), at_once=4)
    timeout = timedelta(seconds=20)

    def __init__(self, http: httpx.AsyncClient, key: str, root: str = ROOT) -> None:
        self._vendor = Vendor(http, root, {"x-api-key": key})

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        if query.email:
            reply = await self._vendor.get("/combined/find", email=query.email)
        else:
            reply = await self._vendor.get("/companies/find", domain=query.domain or "")
        if reply.status == HTTPStatus.NOT_FOUND:
            return Answer()
        _check(reply)
        data = at(reply.json(), "data")
        found = _person(at(data, "person")) + _company(at(data, "company")) if query.email else _company(data)
        return Answer(found, self.price.call if found else Cost())


def _check(reply: Reply) -> None:
    """Its codes are its own: 403 is a rate, 429 the end of the plan's credits."""
    match reply.status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.FORBIDDEN:
            raise SourceBusy(reply.wait or _SLOWER)
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise CreditsUsedUp
        case HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
            raise NeverAgain
        case HTTPStatus.UNAUTHORIZED:
            raise KeyRefused
    raise SourceRefused(f"Hunter refuses the request ({reply.status}).")


def _person(person: object) -> tuple[Found, ...]:
    links = [("x.com", text(person, "twitter", "handle")), ("github.com", text(person, "github", "handle"))]
    links.append(("linkedin.com/in", text(person, "linkedin", "handle")))
    said = [
        ("name", text(person, "name", "fullName")),
        ("given_name", text(person, "name", "givenName")),
        ("family_name", text(person, "name", "familyName")),
        ("title", text(person, "employment", "title")),
        ("company", text(person, "employment", "name")),
        ("location", text(person, "location")),
        ("phone", text(person, "phone")),
        ("photo_url", text(person, "avatar")),
        ("bio", text(person, "bio")),
        ("url", text(person, "site")),
        *_handles(links),
    ]
    sure = _FUZZY if at(person, "fuzzy") is True else _GATHERED
    return facts(About.PERSON, said, sure, at=day(person, "indexedAt"))


def _company(company: object) -> tuple[Found, ...]:
    domain = text(company, "domain")
    links = [("x.com", text(company, "twitter", "handle")), ("linkedin.com", text(company, "linkedin", "handle"))]
    said = [
        ("name", text(company, "name")),
        ("description", text(company, "description")),
        ("industry", text(company, "category", "industry")),
        ("employees", text(company, "metrics", "employees")),
        ("founded_year", text(company, "foundedYear")),
        ("location", text(company, "location")),
        ("country", text(company, "geo", "country")),
        ("logo_url", text(company, "logo")),
        ("url", f"https://{domain}" if domain else ""),
        *_handles(links),
    ]
    return facts(About.COMPANY, said, _GATHERED, at=day(company, "indexedAt"))


def _handles(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("handle", handle(f"https://{site}/{unquote(name)}")) for site, name in links if name]
