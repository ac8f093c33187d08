"""What routes ask for: the services, who is signed in, and where in a list they are."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Cookie, Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from base.errors import Forbidden, Unauthenticated
from models.contracts.accounts import User
from services.wiring import Services

SESSION_COOKIE = "kith_session"
BROWSER_COOKIE = "kith_browser"  # ties an authorization to the browser that started it

_bearer = HTTPBearer(auto_error=False, description="A session token")


def services(request: Request) -> Services:
    """The services of this app."""
    found: Services = request.app.state.services
    return found


Wired = Annotated[Services, Depends(services)]


async def session_token(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None,
    cookie: Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)] = None,
    origin: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> str:
    """The session token of a request. Raises Unauthenticated; Forbidden for another site's form."""
    if bearer is not None:
        return bearer.credentials
    if cookie is None:
        raise Unauthenticated
    # A cookie comes along whoever asks. Browsers say where an unsafe request comes from (RFC 6454).
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign and request.method not in {"GET", "HEAD", "OPTIONS"}:
        raise Forbidden("This request comes from another site.")
    return cookie


async def current_user(wired: Wired, token: Annotated[str, Depends(session_token)]) -> User:
    """Who is signed in. Raises Unauthenticated."""
    return await wired.sign_in.user_of_session(token)


Token = Annotated[str, Depends(session_token)]
Me = Annotated[User, Depends(current_user)]
Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before; leave out for the first")]
Limit = Annotated[int, Query(ge=1, le=100, description="Items on a page")]
