"""What routes ask for: the services, who is signed in, and where in a list they are."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Header, Query, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.codec_origin import is_web_ui
from api.examples import CURSOR
from base.errors import Forbidden, Unauthenticated
from base.settings import Settings
from models.contracts.accounts.principals import Action, Principal
from services.accounts.permissions import Deployment, TenantData, authorize
from services.accounts.tokens import PREFIX
from services.wiring import Services

SESSION_COOKIE = "kith_session"
INVITATION_COOKIE = "kith_invitation"  # what an invitation's link carried, until somebody has signed in
BROWSER_COOKIE = "kith_browser"  # ties an authorization to the browser that started it
ACCESS = "kith_access"  # the attribute of a dependency that says what its route has declared

_SAFE = {"GET", "HEAD", "OPTIONS"}
_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A personal token, or that of a session")
_cookie = APIKeyCookie(
    name=SESSION_COOKIE, auto_error=False, scheme_name="session", description="Set by signing in with Google"
)


def services(request: Request) -> Services:
    """The services of this app."""
    found: Services = request.app.state.services
    return found


Wired = Annotated[Services, Depends(services)]


async def session_token(
    request: Request,
    wired: Wired,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None,
    cookie: Annotated[str | None, Security(_cookie)] = None,
) -> str:
    """The session token of a request. Raises Unauthenticated; Forbidden for another site's form."""
    if bearer is not None:
        return bearer.credentials
    if cookie is None or cookie.startswith(PREFIX):  # a program's token in a cookie would act for other sites
        raise Unauthenticated
    await from_this_site(request, wired)
    return cookie


async def from_this_site(request: Request, wired: Wired) -> None:
    """Raises Forbidden for an unsafe request that another site's page makes."""
    if request.method not in _SAFE and _is_foreign(request, wired.core.settings):
        raise Forbidden("This request comes from another site.")


def _is_foreign(request: Request, settings: Settings) -> bool:
    """A cookie comes along whoever asks, but browsers say where an unsafe request comes from.

    Origin (RFC 6454) is sent with every unsafe request, Sec-Fetch-Site (W3C Fetch Metadata) by newer browsers.
    A client that sends neither is no browser: nobody can make it act for somebody else.
    """
    if is_web_ui(request.url.path, request.headers.get("origin"), settings.temporal_ui_url):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    own = {request.headers.get("host"), urlsplit(settings.public_url).netloc}
    return origin is not None and urlsplit(origin).netloc not in own


Token = Annotated[str, Depends(session_token)]


async def current_principal(wired: Wired, token: Token) -> Principal:
    """Who acts. Raises Unauthenticated."""
    return await wired.accounts.authentication.principal(token)


@dataclass(frozen=True)
class Access:
    """What a route has declared: the actions that its caller must be allowed, or why anybody may call it."""

    actions: tuple[Action, ...] = ()
    public: str | None = None


def needs(*actions: Action) -> Any:
    """The dependency of a route for those who are allowed all of this; it gives the principal.

    Raises Unauthenticated, or what `authorize` raises.
    """

    async def allowed(principal: Annotated[Principal, Depends(current_principal)]) -> Principal:
        for action in actions:
            deployment = action is Action.MANAGE_DEPLOYMENT
            authorize(principal, action, Deployment() if deployment else TenantData(principal.tenant_id))
        return principal

    setattr(allowed, ACCESS, Access(actions))
    return Security(allowed, scopes=[action.value for action in actions])


def public(why: str) -> Any:
    """The dependency of a route that anybody may call, who has no session or proves themselves otherwise."""

    async def anybody() -> None:
        """Nothing is asked."""

    setattr(anybody, ACCESS, Access(public=why))
    return Depends(anybody)


Cursor = Annotated[
    str | None, Query(description="`next_cursor` of the page before; leave out for the first", examples=[CURSOR])
]
Limit = Annotated[int, Query(ge=1, le=100, description="Items on a page")]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="Any unique text: the same request with it again, within a day, has the same answer and no effect; "
        "another one is refused",
        examples=["5f1c7c0e-3f0b-4f7a-9a44-7d1d3c6f0a11"],
    ),
]
