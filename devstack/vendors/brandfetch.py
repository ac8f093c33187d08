"""Brandfetch's Brand API, v2: https://docs.brandfetch.com."""

from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from devstack.vendors.firms import Firm, firms
from devstack.vendors.keys import good
from devstack.vendors.world import World

_QUOTA = 2_500


def router(world: World) -> APIRouter:
    """Its route: what was looked up is billed, found or not; one of `world.uncrawled` is known the second time."""
    routes = APIRouter()

    @routes.get("/brands/domain/{domain}")
    async def brand(domain: str, authorization: str | None = Header(None)) -> JSONResponse:
        if not good(authorization, "Bearer "):
            return _error(401, "invalid_api_key", {})
        if not world.window("brandfetch", 20, 1).take():
            return JSONResponse({"message": "Too many requests"}, 429)
        if world.broke("brandfetch"):
            return _error(429, "quota_exceeded", _quota(world))
        world.spend("brandfetch")
        headers = _quota(world)
        if domain in world.uncrawled:
            world.uncrawled.discard(domain)
            return _error(404, "crawl_queued", headers)
        firm = firms().get(domain)
        return JSONResponse(_brand(firm), headers=headers) if firm else _error(404, "domain_unresolvable", headers)

    return routes


def _quota(world: World) -> dict[str, str]:
    return {"x-api-key-quota": str(_QUOTA), "x-api-key-approximate-usage": str(world.bill["brandfetch"])}


def _error(status: int, reason: str, headers: dict[str, str]) -> JSONResponse:
    content = {"error": reason, "message": f"Refused: {reason}", "docs": "https://docs.brandfetch.com/concepts/errors"}
    return JSONResponse(content, status, {**headers, "x-bf-error": reason})


def _brand(firm: Firm) -> dict[str, Any]:
    images = f"https://asset.brandfetch.io/{firm.handle}"
    return {
        "id": f"id{firm.handle}",
        "name": firm.name,
        "domain": firm.domain,
        "claimed": False,
        "description": firm.description,
        "links": [
            {"name": "twitter", "url": f"https://twitter.com/{firm.handle}"},
            {"name": "linkedin", "url": f"https://linkedin.com/company/{firm.handle}"},
        ],
        "logos": [
            {"type": kind, "theme": "dark", "formats": [{"src": f"{images}/{kind}.{form}", "format": form}]}
            for kind, form in (("logo", "svg"), ("icon", "jpeg"))
        ],
        "colors": [],
        "qualityScore": 0.7,
        "company": {
            "employees": firm.employees,
            "foundedYear": firm.founded,
            "industries": [{"score": 0.2, "name": "Other"}, {"score": 0.8, "name": firm.industry}],
            "kind": "PRIVATELY_HELD",
            "location": {"city": firm.city, "country": firm.country, "countryCode": firm.company.country},
        },
    }
