"""IANA's list of registries (RFC 9224), and the registry of the demo's domains (RFC 9083)."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from devstack.vendors.firms import Firm, firms
from devstack.vendors.world import World

HOST = "rdap.example"


def router(world: World) -> APIRouter:
    """The list, and a registry of 60 calls a minute."""
    routes = APIRouter()

    @routes.get("/dns.json")
    async def bootstrap() -> dict[str, Any]:
        services = [[["com", "net"], ["https://rdap.invalid/v1/"]], [["example"], [f"https://{HOST}/"]]]
        return {"version": "1.0", "publication": "2026-11-01T00:00:00Z", "description": "", "services": services}

    @routes.get("/domain/{name}")
    async def domain(name: str) -> JSONResponse:
        window = world.window("rdap", 60, 60)
        if not window.take():
            return _error(429, "Too Many Requests", {"retry-after": str(window.wait)})
        firm = firms().get(name.lower())
        return _error(404, "Not Found") if firm is None else _rdap(_shown(firm))

    return routes


def _rdap(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body, status, headers=headers, media_type="application/rdap+json")


def _error(status: int, title: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return _rdap({"errorCode": status, "title": title, "description": [title]}, status, headers)


def _shown(firm: Firm) -> dict[str, Any]:
    since = max(firm.founded + 1, 1996)
    holder = firm.name if firm.founded % 3 == 0 else "REDACTED FOR PRIVACY"
    card = [["version", {}, "text", "4.0"], ["fn", {}, "text", ""], ["org", {}, "text", holder]]
    return {
        "objectClassName": "domain",
        "rdapConformance": ["rdap_level_0"],
        "ldhName": firm.domain.upper(),
        "status": ["active"],
        "events": [
            {"eventAction": "expiration", "eventDate": "2027-05-01T00:00:00Z"},
            {"eventAction": "registration", "eventDate": f"{since}-05-01T09:00:00Z"},
        ],
        "entities": [{"objectClassName": "entity", "roles": ["registrant"], "vcardArray": ["vcard", card]}],
        "nameservers": [{"objectClassName": "nameserver", "ldhName": f"ns1.{firm.domain}"}],
    }
