"""Mailboxes: connect, look at, sync, retry, disconnect."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api import examples
from api.browser import Browser, came_back, refused, remember_browser, with_query
from api.deps import Cursor, IdempotencyKey, Limit, Wired, needs, public
from api.openapi import answers
from api.pages import Page, StartedJob
from base.errors import Unauthenticated
from base.ids import new_secret
from integrations.google.grants import READ_MAIL, SIGN_IN
from models.contracts.accounts.principals import Action, Principal
from models.contracts.gmail.health import MailboxHealth
from models.contracts.mail.mailboxes import DeadLetter, Mailbox
from services.accounts.authorizations import GRANT

router = APIRouter(prefix="/mailboxes", tags=["mailboxes"])

CALLBACK = "/api/v1/mailboxes/google/callback"

Reader = Annotated[Principal, needs(Action.READ_MAILBOXES)]
Syncer = Annotated[Principal, needs(Action.SYNC_MAILBOXES)]
Owner = Annotated[Principal, needs(Action.CONNECT_MAILBOXES)]


class Connect(BaseModel):
    """Which kind of mailbox to connect."""

    provider: Literal["gmail"] = Field(examples=["gmail"])


class Authorize(BaseModel):
    """Where to send the browser."""

    authorize_url: str = Field(examples=["https://accounts.google.com/o/oauth2/v2/auth?client_id=…&scope=…"])


_STARTED = StartedJob.of(examples.JOB_ID).model_dump()


@router.get("", summary="List mailboxes", responses=answers(examples.page(examples.MAILBOX)))
async def mailboxes(wired: Wired, me: Reader) -> Page[Mailbox]:
    """Every mailbox, the oldest first."""
    return Page[Mailbox](items=await wired.gmail.mailboxes.all(me))


@router.post(
    "",
    status_code=201,
    summary="Connect a mailbox",
    responses=answers({"authorize_url": "https://accounts.google.com/o/oauth2/v2/auth?…"}, 500, status=201),
)
async def connect(wired: Wired, me: Owner, request: Connect, response: Response, browser: Browser = None) -> Authorize:
    """Begin to connect: send the browser to the address in the answer; it comes back to `/mailbox?id=…`."""
    browser = browser or new_secret()
    url = await wired.accounts.authorizations.start(
        "mailbox",
        (*SIGN_IN, READ_MAIL),
        wired.core.settings.public_url + CALLBACK,
        browser,
        user_id=str(me.tenant_id),
        login_hint=(await wired.accounts.sign_in.user(me)).email,
    )
    remember_browser(response, wired.core.settings, browser)
    return Authorize(authorize_url=url)


@router.get(
    "/google/callback",
    dependencies=[public("Google sends a browser here; its state says whose it is")],
    status_code=302,
    response_class=RedirectResponse,
    summary="Where Google sends the browser back to, with a mailbox",
)
async def connected(
    wired: Wired, browser: Browser = None, state: str = "", code: str = "", error: str = ""
) -> RedirectResponse:
    """Keeps the tokens, encrypted, and starts the copy. A problem goes to `/mailboxes?error=…` with its code.

    Codes: those of signing in, and `ReadingNotAllowed` (the box for reading mail was left unticked),
    `NoLastingAccess` (no refresh token). Somebody who was asked for more rights comes back to where they were.
    """
    try:
        detour = await wired.accounts.authorizations.detour(state, browser)
        if detour is not None:
            return await _granted(wired, detour, browser, state, code, error)
        came_back(state, code, error)
        finished = await wired.accounts.authorizations.finish("mailbox", state, code, browser)
        if finished.user_id is None:
            raise Unauthenticated
        mailbox_id = await wired.gmail.mailboxes.connect(
            Principal.person(UUID(finished.user_id)), finished.identity, finished.tokens
        )
    except Exception as problem:
        return refused("/mailboxes", problem)
    return RedirectResponse(f"/mailbox?id={mailbox_id}", 302)


async def _granted(
    wired: Wired, detour: str, browser: str | None, state: str, code: str, error: str
) -> RedirectResponse:
    try:
        came_back(state, code, error)
        right = await wired.sending.grants.keep(await wired.accounts.authorizations.finish(GRANT, state, code, browser))
    except Exception as problem:
        return refused(detour, problem)
    return RedirectResponse(with_query(detour, "granted", right), 302)


@router.get("/{mailbox_id}", summary="One mailbox", responses=answers(examples.MAILBOX, 404))
async def mailbox(wired: Wired, me: Reader, mailbox_id: UUID) -> Mailbox:
    """Counts, state, what is being done, rate, ETA, quota used, last sync."""
    return await wired.gmail.mailboxes.one(me, mailbox_id)


@router.post(
    "/{mailbox_id}/sync", status_code=202, summary="Sync now", responses=answers(_STARTED, 404, 409, status=202)
)
async def sync(wired: Wired, me: Syncer, mailbox_id: UUID, key: IdempotencyKey = None) -> StartedJob:
    """Bring the copy up to date now. Asked while a sync runs, it is that one."""

    async def work() -> str:
        return await wired.gmail.mailboxes.sync(me, mailbox_id)

    return StartedJob.of(await wired.core.idempotency.once(me.tenant_id, f"sync/{mailbox_id}", key, work))


@router.get("/{mailbox_id}/health", summary="How a mailbox is", responses=answers(examples.HEALTH, 404))
async def health(wired: Wired, me: Reader, mailbox_id: UUID) -> MailboxHealth:
    """A verdict in one sentence, and what it is made of. What does not apply, or is not known now, is null."""
    return await wired.gmail.health.of(me, mailbox_id)


@router.post(
    "/{mailbox_id}/reconcile",
    status_code=202,
    summary="Compare with Gmail now",
    responses=answers(StartedJob.of(examples.RECONCILE_ID).model_dump(), 404, 409, status=202),
)
async def reconcile(wired: Wired, me: Syncer, mailbox_id: UUID, key: IdempotencyKey = None) -> StartedJob:
    """Compare the copy with Gmail's complete lists, and heal what differs. Asked while one runs, it is that one."""

    async def work() -> str:
        return await wired.gmail.mailboxes.reconcile(me, mailbox_id)

    return StartedJob.of(await wired.core.idempotency.once(me.tenant_id, f"reconcile/{mailbox_id}", key, work))


@router.get(
    "/{mailbox_id}/dead",
    summary="Messages that could not be stored",
    responses=answers(examples.page(examples.DEAD_LETTER), 404),
)
async def dead(
    wired: Wired, me: Reader, mailbox_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> Page[DeadLetter]:
    """Each with its reason, the newest failure first."""
    items, next_cursor = await wired.gmail.mailboxes.dead(me, mailbox_id, cursor=cursor, limit=limit)
    return Page[DeadLetter](items=items, next_cursor=next_cursor)


@router.post(
    "/{mailbox_id}/dead/retry",
    status_code=202,
    summary="Try dead messages again",
    responses=answers(_STARTED, 404, 409, status=202),
)
async def retry_dead(wired: Wired, me: Syncer, mailbox_id: UUID, key: IdempotencyKey = None) -> StartedJob:
    """All of them; those that fail again are dead again, with the new reason."""

    async def work() -> str:
        return await wired.gmail.mailboxes.retry_dead(me, mailbox_id)

    return StartedJob.of(await wired.core.idempotency.once(me.tenant_id, f"retry/{mailbox_id}", key, work))


@router.delete(
    "/{mailbox_id}",
    status_code=202,
    summary="Disconnect a mailbox",
    responses=answers(StartedJob.of(examples.LEAVE_ID).model_dump(), 404, status=202),
)
async def disconnect(
    wired: Wired,
    me: Owner,
    mailbox_id: UUID,
    erase: Annotated[bool, Query(description="Delete the copy too: messages, threads, what was learned")] = False,
) -> StartedJob:
    """Nothing comes or goes any more. A job gives the grant back to Google; what was copied stays, unless `erase`.

    A mailbox that is being erased says so until it is gone, and cannot be connected meanwhile.
    """
    return StartedJob.of(await wired.privacy.disconnection.disconnect(me, mailbox_id, erase=erase))
