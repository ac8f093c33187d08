"""Where Pub/Sub pushes to. A push is a hint: it wakes a mailbox, and tells nobody which mailboxes exist."""

import base64
import binascii
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, Field

from api.deps import Wired
from api.openapi import answers
from base.errors import Invalid, KithError
from integrations.google.openid import InvalidToken

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


class PushRefused(KithError):
    """This push does not come from Pub/Sub, or not for this deployment."""

    status = InvalidToken.status


@router.post("/gmail/push", status_code=204, summary="Gmail's notifications", responses=answers(None, 401, 503))
async def push(wired: Wired, envelope: Push, authorization: Annotated[str | None, Header()] = None) -> Response:
    """Verify the token, then wake the mailbox. The answer is the same whether anybody connected it or not."""
    scheme, _, token = (authorization or "").partition(" ")
    audience = wired.settings.gmail_push_audience or f"{wired.settings.public_url}/gmail/push"
    if scheme.lower() != "bearer" or not token:
        raise PushRefused
    try:
        claims = await wired.push_issuer.claims(token, audience=[audience])
    except InvalidToken as error:
        raise PushRefused from error
    account = wired.settings.gmail_push_service_account
    if account is None or claims.get("email") != account or claims.get("email_verified") is not True:
        raise PushRefused
    try:
        hint = orjson.loads(base64.b64decode(envelope.message.data))
        address, history_id = str(hint["emailAddress"]), int(hint["historyId"])
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise Invalid("The data is not a Gmail notification.", field="message.data") from error
    await wired.mailboxes.pushed(address, history_id)
    return Response(status_code=204)
