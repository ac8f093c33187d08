"""Apollo's enrichment, v1, of people by address and of organisations by domain: https://docs.apollo.io/reference."""

from datetime import timedelta
from http import HTTPStatus

import httpx

from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy, SourceRefused
from integrations.enrichment.handles import handle
from integrations.enrichment.shapes import at, facts, listed, place, text
from integrations.enrichment.source import FREE, About, Answer, Cost, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.apollo.io/api/v1"
_GATHERED = 0.75
_LEFT = ("x-minute-requests-left", "x-hourly-requests-left", "x-24-hour-requests-left")


class Apollo:
    """A person and their company by address, a company by domain. Private addresses and phones are not asked for."""

    name = "apollo"
    fields = frozenset(
        {(About.PERSON, field) for field in ("name", "given_name", "family_name", "title", "company", "location")}
        | {(About.PERSON, field) for field in ("photo_url", "bio", "handle")}
        | {(About.COMPANY, field) for field in ("name", "description", "industry", "employees", "founded_year")}
        | {(About.COMPANY, field) for field in ("location", "country", "logo_url", "url", "handle")}
    )
    needs = (frozenset({Key.EMAIL}), frozenset({Key.DOMAIN}))
    terms = Terms("Data from Apollo", "https://www.apollo.io")
    price = Price(Cost(units=1))
    limits = Limits((Rate(50, timedelta(minutes=1)),), at_once=2)  # of the smallest plan; its headers tell of others
    timeout = timedelta(seconds=20)

    def __init__(self, http: httpx.AsyncClient, key: str, root: str = ROOT) -> None:
        self._vendor = Vendor(http, root, {"x-api-key": key})

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        if query.email:
            reply = await self._vendor.post("/people/match", email=query.email)
        else:
            reply = await self._vendor.get("/organizations/enrich", domain=query.domain or "")
        left = min([number for header in _LEFT if (number := reply.number(header)) is not None], default=None)
        if reply.status == HTTPStatus.NOT_FOUND:
            return Answer(left=left)
        _check(reply)
        person, company = at(reply.json(), "person"), at(reply.json(), "organization")
        found = _person(person) + _company(company or at(person, "organization"))
        return Answer(found, self.price.call if person or company else FREE, left)


def _check(reply: Reply) -> None:
    """By the status: the body of a 401 is no JSON. An empty plan is a 422, too (superdesigndev/treg#301)."""
    match reply.status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise SourceBusy(reply.wait)
        case HTTPStatus.PAYMENT_REQUIRED:
            raise CreditsUsedUp
        case HTTPStatus.UNPROCESSABLE_ENTITY if b"credits" in reply.body.lower():
            raise CreditsUsedUp
        case HTTPStatus.UNAUTHORIZED:
            raise KeyRefused
        case HTTPStatus.FORBIDDEN:
            raise KeyRefused("Apollo does not allow this key to enrich. Enter the key of a plan that may.")
    raise SourceRefused(f"Apollo refuses the request ({reply.status}).")


def _person(person: object) -> tuple[Found, ...]:
    job = next((one for one in listed(person, "employment_history") if at(one, "current") is True), None)
    said = [
        ("name", text(person, "name")),
        ("given_name", text(person, "first_name")),
        ("family_name", text(person, "last_name")),
        ("title", text(person, "title") or text(job, "title")),
        ("company", text(person, "organization", "name") or text(job, "organization_name")),
        ("location", place(*(text(person, part) for part in ("city", "state", "country")))),
        ("photo_url", text(person, "photo_url")),
        ("bio", text(person, "headline")),
        *_handles(person),
    ]
    return facts(About.PERSON, said, _GATHERED, text(person, "linkedin_url") or None)


def _company(company: object) -> tuple[Found, ...]:
    said = [
        ("name", text(company, "name")),
        ("description", text(company, "short_description")),
        ("industry", text(company, "industry")),
        ("employees", text(company, "estimated_num_employees")),
        ("founded_year", text(company, "founded_year")),
        ("location", place(*(text(company, part) for part in ("city", "state", "country")))),
        ("country", text(company, "country")),
        ("logo_url", text(company, "logo_url")),
        ("url", text(company, "website_url")),
        *_handles(company),
    ]
    return facts(About.COMPANY, said, _GATHERED, text(company, "linkedin_url") or None)


def _handles(of: object) -> list[tuple[str, str]]:
    return [("handle", handle(text(of, f"{site}_url"))) for site in ("linkedin", "twitter", "github", "facebook")]
