"""Mailboxes: connect, look at, sync, retry, disconnect."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api.deps import BROWSER_COOKIE, Limit, Me, Wired
from api.pages import Page, StartedJob, problems
from api.routes.session import Browser, refused, remember
from base.errors import KithError, Unauthenticated
from base.ids import new_secret
from integrations.google.oauth import READ_MAIL, SIGN_IN
from models.contracts.mailboxes import DeadLetter, Mailbox

router = APIRouter(prefix="/mailboxes", tags=["mailboxes"])

_CALLBACK = "/api/v1/mailboxes/google/callback"


class Connect(BaseModel):
    """Which kind of mailbox to connect."""

    provider: Literal["gmail"] = Field(examples=["gmail"])


class Authorize(BaseModel):
    """Where to send the browser."""

    authorize_url: str = Field(examples=["https://accounts.google.com/o/oauth2/v2/auth?…"])


@router.get("", responses=problems())
async def mailboxes(wired: Wired, me: Me) -> Page[Mailbox]:
    """Every mailbox, the oldest first."""
    return Page[Mailbox](items=await wired.mailboxes.all(me.id))


@router.post("", status_code=201, responses=problems(422, 500))
async def connect(wired: Wired, me: Me, request: Connect, response: Response, browser: Browser = None) -> Authorize:
    """Begin to connect a mailbox: send the browser to the address in the answer."""
    browser = browser or new_secret()
    url = await wired.authorizations.start(
        "mailbox",
        (*SIGN_IN, READ_MAIL),
        wired.settings.public_url + _CALLBACK,
        browser,
        user_id=str(me.id),
        login_hint=me.email,
    )
    remember(response, wired.settings, BROWSER_COOKIE, browser, 3600)
    return Authorize(authorize_url=url)


@router.get("/google/callback", status_code=302, response_class=RedirectResponse)
async def connected(
    wired: Wired, browser: Browser = None, state: str = "", code: str = "", error: str = ""
) -> RedirectResponse:
    """Where Google sends the browser back to. Keeps the tokens, encrypted, and starts the copy."""
    if error or not code:
        return refused("/mailboxes", "Google did not connect the mailbox: " + (error or "no code").replace("_", " "))
    try:
        finished = await wired.authorizations.finish("mailbox", state, code, browser)
        if finished.user_id is None:
            raise Unauthenticated
        mailbox_id = await wired.mailboxes.connect(UUID(finished.user_id), finished.identity, finished.tokens)
    except KithError as problem:
        return refused("/mailboxes", problem)
    return RedirectResponse(f"/mailbox?id={mailbox_id}", 302)


@router.get("/{mailbox_id}", responses=problems(404))
async def mailbox(wired: Wired, me: Me, mailbox_id: UUID) -> Mailbox:
    """One mailbox: counts, state, rate, ETA, quota used, last sync."""
    return await wired.mailboxes.one(me.id, mailbox_id)


@router.post("/{mailbox_id}/sync", status_code=202, responses=problems(404, 409))
async def sync(wired: Wired, me: Me, mailbox_id: UUID) -> StartedJob:
    """Bring the copy up to date now. Asked twice, it is one job."""
    return StartedJob.of(await wired.mailboxes.sync(me.id, mailbox_id))


@router.get("/{mailbox_id}/dead", responses=problems(404))
async def dead(wired: Wired, me: Me, mailbox_id: UUID, limit: Limit = 50) -> Page[DeadLetter]:
    """Messages that could not be stored, each with its reason."""
    return Page[DeadLetter](items=await wired.mailboxes.dead(me.id, mailbox_id, limit))


@router.post("/{mailbox_id}/dead/retry", status_code=202, responses=problems(404, 409))
async def retry_dead(wired: Wired, me: Me, mailbox_id: UUID) -> StartedJob:
    """Try them again."""
    return StartedJob.of(await wired.mailboxes.retry_dead(me.id, mailbox_id))


@router.delete("/{mailbox_id}", status_code=204, responses=problems(404))
async def disconnect(wired: Wired, me: Me, mailbox_id: UUID) -> Response:
    """Stop copying and give the grant back to Google. What was copied stays."""
    await wired.mailboxes.disconnect(me.id, mailbox_id)
    return Response(status_code=204)
