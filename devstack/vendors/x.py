"""X's user lookup, v2: https://docs.x.com/x-api/users/lookup."""

import re
from typing import Any

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from devstack.vendors.keys import good
from devstack.vendors.profiles import Profile, known
from devstack.vendors.world import World

_USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")
_DAY = 86_400


def router(world: World) -> APIRouter:
    """Its route: 300 calls in 15 minutes; each user that is found is billed once a day (UTC)."""
    routes = APIRouter()
    people = {one.handle[:15]: one for one in known("x", 40).values()}

    @routes.get("/users/by")
    async def users(usernames: str, authorization: str | None = Header(None)) -> JSONResponse:
        if not good(authorization, "Bearer "):
            return _problem(401, "Unauthorized", "about:blank")
        window = world.window("x", 300, 900)
        within = window.take()
        headers = {
            "x-rate-limit-limit": str(window.calls),
            "x-rate-limit-remaining": str(window.left),
            "x-rate-limit-reset": str(int(window.resets_at)),
        }
        if not within:
            return _problem(429, "Too Many Requests", "about:blank", headers)
        names = usernames.split(",")
        if len(names) > 100 or not all(map(_USERNAME.fullmatch, names)):
            return _problem(400, "Invalid Request", "https://api.twitter.com/2/problems/invalid-request", headers)
        if world.broke("x"):
            return _problem(402, "CreditsDepleted", "https://api.twitter.com/2/problems/credits", headers)
        found = {name: people[name.lower()] for name in names if name.lower() in people}
        for name in found:
            world.spend_once("x", f"{name.lower()} {int(world.now()) // _DAY}")
        body: dict[str, Any] = {"data": [_user(name, one) for name, one in found.items()]} if found else {}
        missing = [_missing(name) for name in names if name not in found]
        return JSONResponse(body | ({"errors": missing} if missing else {}), headers=headers)

    return routes


def _problem(status: int, title: str, kind: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"title": title, "type": kind, "status": status, "detail": title}, status, headers)


def _missing(name: str) -> dict[str, str]:
    return {
        "value": name,
        "detail": f"Could not find user with usernames: [{name}].",
        "title": "Not Found Error",
        "resource_type": "user",
        "parameter": "usernames",
        "resource_id": name,
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def _user(name: str, one: Profile) -> dict[str, Any]:
    site = f"https://www.{one.firm.domain}/" if one.firm else ""
    return {
        "id": str(1_000 + one.person.number),
        "username": name,
        "name": one.name,
        "description": one.bio,
        "location": one.location,
        "profile_image_url": f"https://pbs.twimg.com/profile_images/{one.handle}_normal.jpg",
        "protected": False,
        "url": "https://t.co/demo" if site else "",
        "entities": {"url": {"urls": [{"url": "https://t.co/demo", "expanded_url": site}]}} if site else {},
    }
