"""People Data Labs' enrichment, v5, by address or website: https://docs.peopledatalabs.com."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx
import orjson

from integrations.enrichment.errors import CreditsUsedUp, KeyRefused, SourceBusy, SourceRefused
from integrations.enrichment.handles import handle
from integrations.enrichment.shapes import at, day, facts, number, text
from integrations.enrichment.source import FREE, About, Answer, Cost, Found, Key, Limits, Price, Query, Rate, Terms
from integrations.enrichment.vendor import Reply, Vendor

ROOT = "https://api.peopledatalabs.com/v5"
_LIKELY = 6  # of 10: a match that People Data Labs itself thinks less likely is not worth its credit
_WINDOW = timedelta(seconds=60)  # of its limits: a refusal has no Retry-After
_SITES = ("linkedin", "twitter", "github", "facebook")


class PeopleDataLabs:
    """A person by address, a company by domain."""

    name = "people_data_labs"
    fields = frozenset(
        {(About.PERSON, field) for field in ("name", "given_name", "family_name", "title", "company", "location")}
        | {(About.PERSON, field) for field in ("phone", "birthday", "handle")}
        | {(About.COMPANY, field) for field in ("name", "description", "industry", "employees", "founded_year")}
        | {(About.COMPANY, field) for field in ("location", "country", "url", "handle")}
    )
    needs = (frozenset({Key.EMAIL}), frozenset({Key.DOMAIN}))
    terms = Terms("Data from People Data Labs", "https://www.peopledatalabs.com")
    price = Price(Cost(units=1))  # of a match
    limits = Limits((Rate(100, _WINDOW),), at_once=4)  # of the free plan; its headers tell of others
    timeout = timedelta(seconds=20)

    def __init__(self, http: httpx.AsyncClient, key: str, root: str = ROOT) -> None:
        self._vendor = Vendor(http, root, {"x-api-key": key})

    async def ask(self, query: Query) -> Answer:
        """See `Source.ask`."""
        sure = {"titlecase": "true", "min_likelihood": str(_LIKELY)}
        if query.email:
            reply = await self._vendor.get("/person/enrich", email=query.email, **sure)
        else:
            reply = await self._vendor.get("/company/enrich", website=query.domain or "", **sure)
        left, resets_at = _left(reply), _resets_at(reply)
        if reply.status == HTTPStatus.NOT_FOUND:
            return Answer(left=left, resets_at=resets_at)
        _check(reply, resets_at)
        body = reply.json()
        sure_of_it = min(max(number(body, "likelihood") or _LIKELY, 1), 10) / 10
        found = _person(at(body, "data"), sure_of_it) if query.email else _company(at(body, "data") or body, sure_of_it)
        spent = reply.number("x-call-credits-spent")
        cost = self.price.call if spent is None else Cost(units=spent)
        return Answer(found, cost if found else FREE, left, resets_at)


def _check(reply: Reply, resets_at: datetime | None) -> None:
    match reply.status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.TOO_MANY_REQUESTS:
            wait = reply.wait or (resets_at and max(resets_at - datetime.now(UTC), timedelta(0)))
            raise SourceBusy(wait or _WINDOW)
        case HTTPStatus.PAYMENT_REQUIRED:
            raise CreditsUsedUp
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            raise KeyRefused
    raise SourceRefused(f"People Data Labs refuses the request ({reply.status}).")


def _left(reply: Reply) -> int | None:
    """The least of `{"minute": 99, …}`, which its own library reads with either quotation marks."""
    with suppress(orjson.JSONDecodeError):
        told = orjson.loads(reply.headers.get("x-ratelimit-remaining", "").replace("'", '"'))
        if isinstance(told, dict):
            return min((left for left in told.values() if type(left) is int), default=None)
    return None


def _resets_at(reply: Reply) -> datetime | None:
    """An ISO time, in UTC where it names no zone."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(reply.headers.get("x-ratelimit-reset", ""))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _person(person: object, sure: float) -> tuple[Found, ...]:
    said = [
        ("name", text(person, "full_name")),
        ("given_name", text(person, "first_name")),
        ("family_name", text(person, "last_name")),
        ("title", text(person, "job_title")),
        ("company", text(person, "job_company_name")),
        ("location", text(person, "location_name")),
        ("phone", text(person, "mobile_phone")),
        ("birthday", text(person, "birth_date")),
        *_handles(person),
    ]
    return facts(About.PERSON, said, sure, at=day(person, "job_last_verified") or day(person, "job_last_changed"))


def _company(company: object, sure: float) -> tuple[Found, ...]:
    website = text(company, "website")
    said = [
        ("name", text(company, "display_name") or text(company, "name")),
        ("description", text(company, "summary")),
        ("industry", text(company, "industry")),
        ("employees", text(company, "employee_count") or text(company, "size")),
        ("founded_year", text(company, "founded")),
        ("location", text(company, "location", "name")),
        ("country", text(company, "location", "country")),
        ("url", f"https://{website.removeprefix('https://')}" if website else ""),
        *_handles(company),
    ]
    return facts(About.COMPANY, said, sure)


def _handles(of: object) -> list[tuple[str, str]]:
    """Its addresses have no scheme."""
    links = [text(of, f"{site}_url") for site in _SITES]
    return [("handle", handle(f"https://{link.removeprefix('https://')}")) for link in links if link]
