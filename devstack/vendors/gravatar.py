"""Gravatar's profiles, v3: https://docs.gravatar.com/sdk/profiles/."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from devstack.vendors.profiles import Profile, known
from devstack.vendors.world import World

_HOUR = 3600


def router(world: World) -> APIRouter:
    """Its routes: 100 calls an hour, 1,000 with a key."""
    routes = APIRouter()
    by_hash = {sha256(address.encode()).hexdigest(): one for address, one in known("gravatar", 40).items()}

    @routes.get("/v3/profiles/{digest}")
    async def profile(digest: str, authorization: str | None = Header(None)) -> JSONResponse:
        window = world.window("gravatar", 1_000 if authorization else 100, _HOUR)
        within = window.take()
        headers = {
            "X-RateLimit-Limit": str(window.calls),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": str(int(window.resets_at)),
        }
        if not within:
            return JSONResponse({"error": "Rate limit exceeded", "code": "rate_limit_exceeded"}, 429, headers=headers)
        one = by_hash.get(digest)
        if one is None:
            return JSONResponse({"error": "Profile not found", "code": "not_found"}, 404, headers=headers)
        return JSONResponse(_shown(digest, one, full=authorization is not None), headers=headers)

    return routes


def _shown(digest: str, one: Profile, *, full: bool) -> dict[str, Any]:
    accounts = [
        ("github", "GitHub", f"https://github.com/{one.handle}"),
        ("twitter", "X", f"https://x.com/{one.handle}"),
    ]
    shown: dict[str, Any] = {
        "hash": digest,
        "display_name": one.name,
        "profile_url": f"https://gravatar.com/{one.handle}",
        "avatar_url": f"https://0.gravatar.com/avatar/{digest}",
        "avatar_alt_text": "",
        "location": one.location,
        "description": one.bio,
        "job_title": one.person.title,
        "company": one.firm.name if one.firm else "",
        "pronunciation": "",
        "pronouns": "",
        "verified_accounts": [
            {"service_type": kind, "service_label": label, "service_icon": "", "url": url, "is_hidden": False}
            for kind, label, url in accounts
        ],
    }
    if full:
        shown |= {"first_name": one.given, "last_name": one.family, "timezone": "", "links": [], "interests": []}
    return shown
