"""Signing in with Google, signing out, and who is signed in."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Query, Response
from fastapi.responses import RedirectResponse

from api.deps import BROWSER_COOKIE, SESSION_COOKIE, Me, Token, Wired
from api.pages import problems
from base.errors import KithError
from base.ids import new_secret
from base.settings import Settings
from integrations.google.oauth import SIGN_IN
from models.contracts.accounts import User
from services.sign_in import SESSION

router = APIRouter(tags=["session"])

Browser = Annotated[str | None, Cookie(alias=BROWSER_COOKIE, include_in_schema=False)]
_CALLBACK = "/api/v1/session/google/callback"


def local_path(path: str) -> str:
    """`path` where it stays on this site, else "/": a sign-in must not become somebody's redirect."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def remember(response: Response, settings: Settings, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read, and other sites' forms do not send."""
    secure = settings.public_url.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, httponly=True, secure=secure, samesite="lax")


def refused(page: str, error: KithError | str) -> RedirectResponse:
    """Back to the page, which says what went wrong."""
    return RedirectResponse(f"{page}?error={quote(error if isinstance(error, str) else error.detail)}", 302)


@router.get("/session/google", status_code=302, response_class=RedirectResponse, responses=problems())
async def sign_in(
    wired: Wired,
    browser: Browser = None,
    next_path: Annotated[str, Query(alias="next", description="Where to go afterwards")] = "/",
) -> RedirectResponse:
    """Send the browser to Google to sign in."""
    browser = browser or new_secret()
    url = await wired.authorizations.start(
        "sign-in", SIGN_IN, wired.settings.public_url + _CALLBACK, browser, next_path=local_path(next_path)
    )
    response = RedirectResponse(url, 302)
    remember(response, wired.settings, BROWSER_COOKIE, browser, 3600)
    return response


@router.get("/session/google/callback", status_code=302, response_class=RedirectResponse)
async def signed_in(
    wired: Wired, browser: Browser = None, state: str = "", code: str = "", error: str = ""
) -> RedirectResponse:
    """Where Google sends the browser back to. Sets the session cookie."""
    if error or not code:
        return refused("/", "Google did not sign you in: " + (error or "no code came back").replace("_", " "))
    try:
        finished = await wired.authorizations.finish("sign-in", state, code, browser)
    except KithError as problem:
        return refused("/", problem)
    user_id = await wired.sign_in.user_of(finished.identity)
    response = RedirectResponse(finished.next, 302)
    token = await wired.sign_in.open_session(user_id)
    remember(response, wired.settings, SESSION_COOKIE, token, int(SESSION.total_seconds()))
    return response


@router.delete("/session", status_code=204, responses=problems())
async def sign_out(wired: Wired, token: Token, me: Me) -> Response:
    """End this session."""
    await wired.sign_in.close_session(token)
    response = Response(status_code=204)
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.get("/me", responses=problems())
async def who(me: Me) -> User:
    """Who is signed in."""
    return me
