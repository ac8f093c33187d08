"""People Data Labs' enrichment, v5: https://docs.peopledatalabs.com."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from devstack.vendors.firms import Firm, firms
from devstack.vendors.keys import good
from devstack.vendors.profiles import Profile, known
from devstack.vendors.world import Window, World


def router(world: World) -> APIRouter:
    """Its routes: 100 calls a minute, told as JSON in headers; a credit a match, none for a 404."""
    routes = APIRouter()
    people = known("people_data_labs", 55)

    def answered(key: str | None, content: dict[str, Any] | None) -> JSONResponse:
        if not good(key):
            return _error(401, "authentication_error", "Request contained a missing or invalid key", {})
        window = world.window("people_data_labs", 100, 60)
        within = window.take()
        headers = _headers(window)
        if not within:
            return _error(
                429, "rate_limit_error", "An error occurred due to requests hitting the API too quick", headers
            )
        if world.broke("people_data_labs"):
            return _error(402, "payment_required", "You have hit your account maximum", headers)
        if content is None:
            return _error(404, "not_found", "No records were found matching your request", headers)
        world.spend("people_data_labs")
        return JSONResponse(
            {"status": 200, "likelihood": 9, **content}, headers={**headers, "x-call-credits-spent": "1"}
        )

    @routes.get("/person/enrich")
    async def person(email: str, titlecase: bool = False, x_api_key: str | None = Header(None)) -> JSONResponse:
        one = people.get(email) if email not in world.erased else None
        return answered(x_api_key, {"data": _cased(_person(one), titlecase)} if one else None)

    @routes.get("/company/enrich")
    async def company(website: str, titlecase: bool = False, x_api_key: str | None = Header(None)) -> JSONResponse:
        firm = firms().get(website)
        return answered(x_api_key, _cased(_company(firm), titlecase) if firm else None)

    return routes


def _error(status: int, kind: str, message: str, headers: dict[str, str]) -> JSONResponse:
    return JSONResponse({"status": status, "error": {"type": kind, "message": message}}, status, headers)


def _headers(window: Window) -> dict[str, str]:
    reset = datetime.fromtimestamp(window.resets_at, UTC).isoformat(timespec="seconds")
    return {
        "x-ratelimit-limit": f'{{"minute": {window.calls}}}',
        "x-ratelimit-remaining": f'{{"minute": {window.left}}}',
        "x-ratelimit-reset": reset.replace("+00:00", ""),
    }


def _cased(record: dict[str, Any], title: bool) -> dict[str, Any]:
    """All text is small, or has capitals where it is asked for; addresses stay small."""
    plain = ("_url", "_phone", "_date", "website", "verified")
    return {
        name: value.title() if title and isinstance(value, str) and not name.endswith(plain) else value
        for name, value in record.items()
    }


def _person(one: Profile) -> dict[str, Any]:
    firm = one.firm
    return {
        "full_name": one.name.lower(),
        "first_name": one.given.lower(),
        "last_name": one.family.lower(),
        "birth_date": None,
        "linkedin_url": f"linkedin.com/in/{one.handle}",
        "twitter_url": f"twitter.com/{one.handle}",
        "github_url": None,
        "facebook_url": None,
        "mobile_phone": bool(one.person.phone),  # of a plan that may not see it
        "job_title": one.person.title.lower() or None,
        "job_company_name": firm.name.lower() if firm else None,
        "job_last_verified": "2026-08-15",
        "location_name": one.location.lower() or None,
    }


def _company(firm: Firm) -> dict[str, Any]:
    return {
        "name": firm.name.lower(),
        "display_name": firm.name,
        "size": "51-200",
        "employee_count": firm.employees,
        "founded": firm.founded,
        "industry": firm.industry.lower(),
        "summary": firm.description.lower(),
        "website": firm.domain,
        "linkedin_url": f"linkedin.com/company/{firm.handle}",
        "twitter_url": None,
        "facebook_url": None,
        "location": {"name": f"{firm.city}, {firm.country}".lower(), "country": firm.country.lower()},
    }
