"""What a browser carries through Google's pages, and what it hears when it comes back with a problem."""

from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import Cookie, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import BROWSER_COOKIE
from api.problems import known
from base.errors import DeploymentFault
from base.settings import Settings
from integrations.google.oauth import GoogleRefused
from services.accounts.authorizations import LIFE, AccessDenied, SignInExpired

log = structlog.get_logger()

Browser = Annotated[str | None, Cookie(alias=BROWSER_COOKIE, include_in_schema=False)]


def local_path(path: str) -> str:
    """`path` where it stays on this site, else "/": a sign-in must not become somebody's redirect."""
    # Browsers take a backslash for a slash, and drop tabs and line breaks (WHATWG URL Standard, basic URL parser).
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def remember(response: Response, settings: Settings, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read, and other sites' forms do not send."""
    secure = settings.public_url.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, httponly=True, secure=secure, samesite="lax")


def remember_browser(response: Response, settings: Settings, browser: str) -> None:
    """Let the browser prove, when it comes back, that it is the one that was sent."""
    remember(response, settings, BROWSER_COOKIE, browser, LIFE)


def is_page_load(request: Request) -> bool:
    """Does a person look at the answer, rather than a script?"""
    return "text/html" in request.headers.get("accept", "")


def came_back(state: str, code: str, error: str) -> None:
    """Look at what Google sent the browser back with (RFC 6749, 4.1.2). Raises AccessDenied or GoogleRefused."""
    if error == "access_denied":
        raise AccessDenied
    if error:
        raise GoogleRefused
    if not state or not code:
        raise SignInExpired


def refused(page: str, error: Exception) -> RedirectResponse:
    """Back to the page with the code of the problem: never its words, which a link could put into our mouth.

    Raises an error that nobody expected.
    """
    expected = known(error)
    if expected is None:
        raise error
    if isinstance(expected, DeploymentFault):  # the page says that it is not the person's fault, and no more
        log.error("google.misconfigured", reason=expected.detail)
    return RedirectResponse(with_query(page, "error", expected.code), 302)


def with_query(path: str, name: str, value: str) -> str:
    """`path` with one more parameter, before its fragment."""
    page, _, fragment = path.partition("#")
    joint = "&" if "?" in page else "?"
    return f"{page}{joint}{name}={quote(value)}" + (f"#{fragment}" if fragment else "")
