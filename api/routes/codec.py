"""What Temporal's Web UI asks so that operators read details that lie encrypted in Temporal."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from api.deps import Wired, needs
from api.openapi import answers
from models.contracts.accounts.principals import Action, Principal

router = APIRouter(prefix="/codec", tags=["codec"])

MOST = 1_000  # payloads at once

_PLAIN = {"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "eyJkb25lIjoxfQ=="}


class EncodedPayload(BaseModel):
    """A payload as Temporal's JSON has it: bytes in base64."""

    metadata: dict[str, str] = Field({}, max_length=20, examples=[{"encoding": "YmluYXJ5L2VuY3J5cHRlZA=="}])
    data: str = Field("", examples=["AQ=="])


class EncodedPayloads(BaseModel):
    """Payloads of one history."""

    payloads: list[EncodedPayload] = Field(
        max_length=MOST, examples=[[{"metadata": {"encoding": "YmluYXJ5L2VuY3J5cHRlZA=="}, "data": "AQ=="}]]
    )


@router.post("/decode", summary="Decode Temporal's payloads", responses=answers({"payloads": [_PLAIN]}))
async def decode_payloads(
    wired: Wired,
    me: Annotated[Principal, needs(Action.MANAGE_DEPLOYMENT)],
    body: EncodedPayloads,
    x_namespace: Annotated[str, Header(description="The namespace that the payloads are from")] = "",
) -> EncodedPayloads:
    """For the deployment's owner, in Temporal's Web UI: the codec endpoint is this path without `/decode`."""
    found = await wired.core.payload_reader.decode(x_namespace, [payload.model_dump() for payload in body.payloads])
    return EncodedPayloads.model_validate({"payloads": found})
