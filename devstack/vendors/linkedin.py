"""LinkedIn's userinfo: Sign In with LinkedIn using OpenID Connect."""

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from devstack.demo.people import OWNER
from devstack.vendors.keys import good
from devstack.vendors.world import World


def router(world: World) -> APIRouter:
    """Its route: the demo's owner, whoever's token it is."""
    routes = APIRouter()

    @routes.get("/userinfo")
    async def userinfo(authorization: str | None = Header(None)) -> JSONResponse:
        if not good(authorization, "Bearer "):
            return _error(401, 65600, "INVALID_ACCESS_TOKEN", "Invalid access token")
        if not world.window("linkedin", 500, 86_400).take():
            return _error(429, 101, "TOO_MANY_REQUESTS", "Resource level throttle DAY limit for calls is reached")
        given, _, family = OWNER.latin.partition(" ")
        return JSONResponse(
            {
                "sub": "demoowner",
                "name": OWNER.latin,
                "given_name": given,
                "family_name": family,
                "picture": "https://media.licdn.com/dms/image/demo-owner.jpg",
                "locale": {"country": "GB", "language": "en"},
                "email": OWNER.address,
                "email_verified": True,
            }
        )

    return routes


def _error(status: int, number: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"status": status, "serviceErrorCode": number, "code": code, "message": message}, status)
