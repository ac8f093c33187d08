"""Where Pub/Sub pushes to. A push is a hint: it wakes a mailbox, and tells nobody which mailboxes exist."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, Field

from api.deps import Wired, public
from api.openapi import answers
from base.errors import Invalid, Unauthenticated
from integrations.google.openid import InvalidToken
from services.gmail.pushes import read_hint

log = structlog.get_logger()
router = APIRouter(tags=["gmail"])


class PushMessage(BaseModel):
    """What Pub/Sub carries."""

    data: str = Field(
        description="base64 of a JSON object with `emailAddress` and `historyId`",
        examples=["eyJlbWFpbEFkZHJlc3MiOiJyb2JpbkBleGFtcGxlLm9yZyIsImhpc3RvcnlJZCI6IjEyMzQ1In0="],
    )
    messageId: str = ""  # noqa: N815 - Google's name


class Push(BaseModel):
    """Pub/Sub's envelope."""

    message: PushMessage
    subscription: str = ""


class PushRefused(Unauthenticated):
    """This push does not come from Pub/Sub, or is not meant for this deployment."""


async def from_pubsub(wired: Wired, authorization: Annotated[str | None, Header()] = None) -> None:
    """Verify Pub/Sub's token: signature, iss, aud, exp, and whose it is. Raises PushRefused for any flaw alike.

    https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
    """
    settings = wired.core.settings
    scheme, _, token = (authorization or "").partition(" ")
    audience = settings.gmail_push_audience or f"{settings.public_url}/gmail/push"
    account = settings.gmail_push_service_account
    if scheme.lower() != "bearer" or not token or account is None:
        raise PushRefused
    try:
        claims = await wired.gmail.push_issuer.claims(token, audience=[audience])
    except InvalidToken as error:
        raise PushRefused from error
    if claims.get("email") != account or claims.get("email_verified") is not True:
        raise PushRefused


@router.post(
    "/gmail/push",
    status_code=204,
    dependencies=[public("Pub/Sub proves itself with a token of Google's"), Depends(from_pubsub)],
    summary="Gmail's notifications",
    responses=answers(None, 401, 503),
)
async def push(wired: Wired, envelope: Push) -> Response:
    """Wake the mailbox. The answer is the same whether anybody has connected it or not."""
    try:
        address, history_id = read_hint(envelope.message.data)
    except Invalid:
        log.warning("push.unreadable")  # sent again it would be no better: an error would bring it back for days
        return Response(status_code=204)
    await wired.gmail.mailboxes.pushed(address, history_id)
    return Response(status_code=204)
