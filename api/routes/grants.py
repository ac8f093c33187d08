"""Letting Kith write to a mailbox: asked for at the first time that it is needed, and taken back when one likes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.browser import Browser, local_path, remember_browser
from api.deps import Wired, needs
from api.openapi import answers
from api.routes.mailboxes import CALLBACK, Authorize
from base.ids import new_secret
from models.contracts.accounts.principals import Action, Principal
from services.sending.grants import Right

router = APIRouter(prefix="/mailboxes", tags=["mailboxes"])

Person = Annotated[Principal, needs(Action.CONNECT_MAILBOXES)]


class GrantRequest(BaseModel):
    """What Kith should be allowed to do."""

    right: Right = Field(
        alias="for",
        description="`send`: send mail. `modify`: that, drafts and labels. `read`: no more than that",
        examples=["send"],
    )
    next: str = Field("/", description="Where on this site to go afterwards", max_length=2000, examples=["/threads"])


@router.post(
    "/{mailbox_id}/grant",
    summary="Say what Kith may do with a mailbox",
    responses=answers({"authorize_url": "https://accounts.google.com/o/oauth2/v2/auth?…"}, 404, 409, 500),
)
async def grant(
    wired: Wired, me: Person, mailbox_id: UUID, request: GrantRequest, response: Response, browser: Browser = None
) -> Authorize:
    """Send the browser to the address in the answer. It comes back to `next` with `granted=`, and what.

    Or with the code of a problem, `error=…`: `AccessDenied` (the person said no), `OtherAccount` (not the mailbox's
    own), and those of connecting. Then nothing has changed.
    """
    browser = browser or new_secret()
    url = await wired.sending.grants.ask(
        me, mailbox_id, request.right, wired.core.settings.public_url + CALLBACK, browser, local_path(request.next)
    )
    remember_browser(response, wired.core.settings, browser)
    return Authorize(authorize_url=url)
