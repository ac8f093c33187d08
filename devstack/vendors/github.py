"""GitHub's search and users: https://docs.github.com/en/rest."""

from typing import Any

from fastapi import APIRouter, Header, Query
from starlette.responses import JSONResponse

from devstack.vendors.keys import good
from devstack.vendors.profiles import Profile, known
from devstack.vendors.world import Window, World

_DOCS = "https://docs.github.com/rest"


def router(world: World) -> APIRouter:
    """Its routes: 10 searches a minute and 60 calls an hour, 30 and 5,000 with a token."""
    routes = APIRouter()
    people = known("github", 20)
    by_login = {one.handle: one for one in people.values()}

    def answer(resource: str, window: Window, token: str | None, body: Any, status: int = 200) -> JSONResponse:
        within = window.take()
        headers = {
            "x-ratelimit-limit": str(window.calls),
            "x-ratelimit-remaining": str(window.left),
            "x-ratelimit-used": str(window.used),
            "x-ratelimit-reset": str(int(window.resets_at)),
            "x-ratelimit-resource": resource,
        }
        if token is not None and not good(token, "Bearer "):
            body, status = {"message": "Bad credentials", "documentation_url": _DOCS, "status": "401"}, 401
        elif not within:
            body, status = {"message": "API rate limit exceeded", "documentation_url": _DOCS}, 403
        return JSONResponse(body, status, headers=headers)

    @routes.get("/search/users")
    async def search(q: str = Query(), authorization: str | None = Header(None)) -> JSONResponse:
        window = world.window("github.search", 30 if authorization else 10, 60)
        words = q.split()
        one = people.get(words[0].lower()) if "in:email" in words else None
        items = [{"login": one.handle, "type": "User", "score": 1.0}] if one else []
        body = {"total_count": len(items), "incomplete_results": False, "items": items}
        return answer("search", window, authorization, body)

    @routes.get("/users/{login}")
    async def user(login: str, authorization: str | None = Header(None)) -> JSONResponse:
        window = world.window("github.core", 5_000 if authorization else 60, 3_600)
        one = by_login.get(login)
        if one is None:
            return answer("core", window, authorization, {"message": "Not Found", "documentation_url": _DOCS}, 404)
        return answer("core", window, authorization, _shown(one, signed_in=authorization is not None))

    return routes


def _shown(one: Profile, *, signed_in: bool) -> dict[str, Any]:
    return {
        "login": one.handle,
        "id": one.person.number,
        "avatar_url": f"https://avatars.githubusercontent.com/u/{one.person.number}?v=4",
        "html_url": f"https://github.com/{one.handle}",
        "type": "User",
        "name": one.name,
        "company": f"@{one.firm.handle}" if one.firm else None,
        "blog": "",
        "location": one.location or None,
        "email": one.email if signed_in else None,
        "hireable": None,
        "bio": None,
        "twitter_username": one.handle,
        "public_repos": one.person.number % 40,
        "created_at": "2014-03-01T09:00:00Z",
    }
