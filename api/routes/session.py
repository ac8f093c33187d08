"""Signing in with Google, signing out, and who is signed in."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api import examples
from api.browser import Browser, came_back, is_page_load, local_path, refused, remember, remember_browser
from api.deps import INVITATION_COOKIE, SESSION_COOKIE, Token, Wired, from_this_site, needs, public
from api.openapi import answers
from base.ids import new_secret
from integrations.google.grants import SIGN_IN
from models.contracts.accounts.principals import Action, Principal
from models.contracts.accounts.users import User
from services.accounts.sessions import SESSION

router = APIRouter(tags=["session"])

_CALLBACK = "/api/v1/session/google/callback"
_TIME_TO_SIGN_UP = 3600  # seconds from opening an invitation
_public = public("whoever comes here is not signed in yet")


@router.get(
    "/session/google",
    dependencies=[_public],
    status_code=302,
    response_class=RedirectResponse,
    summary="Sign in with Google",
    responses=answers(None, 500),
)
async def sign_in(
    wired: Wired,
    request: Request,
    browser: Browser = None,
    next_path: Annotated[
        str, Query(alias="next", description="Where on this site to go afterwards", examples=["/contacts"])
    ] = "/",
) -> RedirectResponse:
    """Send the browser to Google. A problem on a page load goes to `/?error=…`, with the problem's code."""
    browser = browser or new_secret()
    try:
        url = await wired.accounts.authorizations.start(
            "sign-in", SIGN_IN, wired.core.settings.public_url + _CALLBACK, browser, next_path=local_path(next_path)
        )
    except Exception as error:
        if is_page_load(request):
            return refused("/", error)
        raise
    response = RedirectResponse(url, 302)
    remember_browser(response, wired.core.settings, browser)
    return response


@router.get(
    "/session/google/callback",
    dependencies=[_public],
    status_code=302,
    response_class=RedirectResponse,
    summary="Where Google sends the browser back to, signed in",
)
async def signed_in(
    wired: Wired,
    request: Request,
    browser: Browser = None,
    invitation: Annotated[str | None, Cookie(alias=INVITATION_COOKIE, include_in_schema=False)] = None,
    state: str = "",
    code: str = "",
    error: str = "",
) -> RedirectResponse:
    """Sets the session cookie. A problem goes to `/?error=…` with its code.

    Codes: `AccessDenied` (the person said no), `SignInExpired` (took too long, used twice, or another browser),
    `GoogleRefused`, `Unavailable`, `DeploymentFault` (Google refuses Kith's own client, such as for a wrong secret: its
    operator mends the setting that the log names); for somebody new `NotInvited`, `OtherDomain`, `InvitationSpent`.
    """
    try:
        came_back(state, code, error)
        finished = await wired.accounts.authorizations.finish("sign-in", state, code, browser)
        user_id = await wired.accounts.sign_in.user_of(finished.identity, invitation)
        token = await wired.accounts.sessions.open(
            user_id,
            agent=request.headers.get("user-agent", ""),
            address=request.client.host if request.client else "",
        )
    except Exception as problem:
        return refused("/", problem)
    response = RedirectResponse(finished.next, 302)
    remember(response, wired.core.settings, SESSION_COOKIE, token, int(SESSION.total_seconds()))
    response.delete_cookie(INVITATION_COOKIE)
    return response


class Opened(BaseModel):
    """What the link of an invitation carries after its `#`."""

    secret: str = Field(max_length=200, examples=["pGm2…"])


@router.post(
    "/session/invitation",
    status_code=204,
    dependencies=[_public, Depends(from_this_site)],
    summary="Open an invitation",
    responses=answers(None, 403),
)
async def open_invitation(wired: Wired, opened: Opened) -> Response:
    """Lets this browser sign up, within an hour. `InvitationSpent` (403): it was used, taken back, or is too old."""
    await wired.accounts.invitations.expect(opened.secret)
    response = Response(status_code=204)
    remember(response, wired.core.settings, INVITATION_COOKIE, opened.secret, _TIME_TO_SIGN_UP)
    return response


@router.delete("/session", status_code=204, summary="Sign out", dependencies=[needs(Action.MANAGE_ACCOUNT)])
async def sign_out(wired: Wired, token: Token) -> Response:
    """End this session; others of the same person go on."""
    await wired.accounts.sessions.close(token)
    response = Response(status_code=204)
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.get("/me", summary="Who is signed in", responses=answers(examples.USER))
async def who(wired: Wired, me: Annotated[Principal, needs(Action.READ_SELF)]) -> User:
    """The person who has signed in, or whose token it is."""
    return await wired.accounts.sign_in.user(me)
