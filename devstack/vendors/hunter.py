"""Hunter's enrichment, v2: https://hunter.io/api-documentation/v2."""

from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from devstack.vendors.firms import Firm, firms
from devstack.vendors.keys import good
from devstack.vendors.profiles import Profile, known
from devstack.vendors.world import World


def router(world: World) -> APIRouter:
    """Its routes: 15 calls a second and 500 a minute, told by no header; a credit for what is found."""
    routes = APIRouter()
    people = known("hunter", 70)

    def refused(key: str | None) -> JSONResponse | None:
        if not good(key):
            return _error(401, "authentication_failed", "No user found for the API key supplied")
        if not (world.window("hunter.second", 15, 1).take() and world.window("hunter.minute", 500, 60).take()):
            return _error(403, "too_many_requests", "You have reached the rate limit of this endpoint.")
        if world.broke("hunter"):
            return _error(429, "too_many_requests", "You have reached your usage limit. Upgrade your plan.")
        return None

    @routes.get("/combined/find")
    async def combined(email: str, x_api_key: str | None = Header(None)) -> JSONResponse:
        if (error := refused(x_api_key)) is not None:
            return error
        if email in world.erased:
            return _error(451, "claimed_email", "The person who owns this email asked us to stop processing it.")
        one = people.get(email)
        if one is None:
            return _error(404, "not_found", f"We found nothing about {email}.")
        world.spend("hunter")
        company = _company(one.firm) if one.firm else None
        return JSONResponse({"data": {"person": _person(one), "company": company}, "meta": {"email": email}})

    @routes.get("/companies/find")
    async def company(domain: str, x_api_key: str | None = Header(None)) -> JSONResponse:
        if (error := refused(x_api_key)) is not None:
            return error
        firm = firms().get(domain)
        if firm is None:
            return _error(404, "not_found", f"We found nothing about {domain}.")
        world.spend("hunter")
        return JSONResponse({"data": _company(firm), "meta": {"domain": domain}})

    return routes


def _error(status: int, code: str, details: str) -> JSONResponse:
    return JSONResponse({"errors": [{"id": code, "code": status, "details": details}]}, status)


def _person(one: Profile) -> dict[str, Any]:
    firm = one.firm
    return {
        "name": {"fullName": one.name, "givenName": one.given, "familyName": one.family},
        "email": one.email,
        "location": one.location or None,
        "timeZone": None,
        "bio": None,
        "site": None,
        "avatar": None,
        "employment": {
            "domain": firm.domain if firm else None,
            "name": firm.name if firm else None,
            "title": one.person.title or None,
            "role": None,
            "seniority": None,
        },
        "facebook": {"handle": None},
        "github": {"handle": None},
        "twitter": {"handle": one.handle},
        "linkedin": {"handle": one.handle},
        "fuzzy": False,
        "indexedAt": "2026-09-30",
        "phone": one.person.phone or None,
    }


def _company(firm: Firm) -> dict[str, Any]:
    return {
        "name": firm.name,
        "legalName": None,
        "domain": firm.domain,
        "category": {"sector": None, "industry": firm.industry},
        "description": firm.description,
        "foundedYear": firm.founded,
        "location": f"{firm.city}, {firm.country}",
        "geo": {"city": firm.city, "country": firm.country, "countryCode": firm.company.country},
        "logo": None,
        "linkedin": {"handle": f"company/{firm.handle}"},
        "twitter": {"handle": firm.handle},
        "metrics": {"employees": f"{firm.employees // 50 * 50 + 1}-{firm.employees // 50 * 50 + 50}"},
        "tech": [],
        "indexedAt": "2026-09-30",
    }
