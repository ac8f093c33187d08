"""Apollo's enrichment, v1: https://docs.apollo.io/reference/people-enrichment."""

from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse, PlainTextResponse, Response

from devstack.vendors.firms import Firm, firms
from devstack.vendors.keys import good
from devstack.vendors.profiles import Profile, known
from devstack.vendors.world import World


def router(world: World) -> APIRouter:
    """Its routes: 50 calls a minute, told by headers; a credit a match. Who is not found is a 200."""
    routes = APIRouter()
    people = known("apollo", 60)

    def answered(key: str | None, content: dict[str, Any], *, found: bool) -> Response:
        if not good(key):
            return PlainTextResponse("Invalid access credentials.", 401)
        window = world.window("apollo", 50, 60)
        within = window.take()
        headers = {"x-rate-limit-minute": str(window.calls), "x-minute-requests-left": str(window.left)}
        if not within:
            message = "The maximum number of api calls allowed for people/match is 50 times per minute."
            return JSONResponse({"message": message}, 429, {**headers, "retry-after": str(window.wait)})
        if world.broke("apollo"):
            return JSONResponse({"error": "Insufficient credits. Please upgrade your plan."}, 422, headers)
        if found:
            world.spend("apollo")
        return JSONResponse(content, headers=headers)

    @routes.post("/people/match")
    async def match(email: str = "", x_api_key: str | None = Header(None)) -> Response:
        one = people.get(email) if email not in world.erased else None
        return answered(x_api_key, {"person": _person(one) if one else None}, found=one is not None)

    @routes.get("/organizations/enrich")
    async def enrich(domain: str = "", x_api_key: str | None = Header(None)) -> Response:
        if not domain:
            return JSONResponse({"error": "domain is required"}, 422)
        firm = firms().get(domain)
        return answered(x_api_key, {"organization": _company(firm)} if firm else {}, found=firm is not None)

    return routes


def _person(one: Profile) -> dict[str, Any]:
    firm = one.firm
    job = {"organization_name": firm.name if firm else None, "title": one.person.title, "current": True}
    return {
        "id": f"a{one.person.number}",
        "first_name": one.given,
        "last_name": one.family,
        "name": one.name,
        "linkedin_url": f"http://www.linkedin.com/in/{one.handle}",
        "title": one.person.title or None,
        "photo_url": None,
        "twitter_url": None,
        "github_url": None,
        "facebook_url": None,
        "headline": one.bio or None,
        "email": one.email,
        "employment_history": [job] if firm else [],
        "city": firm.city if firm else None,
        "state": None,
        "country": firm.country if firm else None,
        "organization": _company(firm) if firm else None,
    }


def _company(firm: Firm) -> dict[str, Any]:
    return {
        "name": firm.name,
        "website_url": f"http://www.{firm.domain}",
        "linkedin_url": f"http://www.linkedin.com/company/{firm.handle}",
        "twitter_url": None,
        "facebook_url": None,
        "logo_url": None,
        "primary_domain": firm.domain,
        "industry": firm.industry.lower(),
        "estimated_num_employees": firm.employees,
        "founded_year": firm.founded,
        "city": firm.city,
        "state": None,
        "country": firm.country,
        "short_description": firm.description,
    }
