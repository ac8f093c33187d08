"""Personal tokens: a program acts for somebody, within its scopes, until it expires or is revoked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.accounts.tokens import PersonalToken
from services.accounts.permissions import SCOPES
from services.accounts.tokens import LIFE, LONGEST

router = APIRouter(prefix="/tokens", tags=["tokens"])

Person = Annotated[Principal, needs(Action.MANAGE_ACCOUNT)]


class NewToken(BaseModel):
    """A token to be made, for whoever asks."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="Which program has it", max_length=100, examples=["Address book on my phone"])
    scopes: list[Action] = Field(
        description=f"What it may be used for: {', '.join(SCOPES)}", max_length=len(Action), examples=[["read:people"]]
    )
    expires_in_days: int = Field(LIFE, ge=1, le=LONGEST, description="How long it counts", examples=[90])


class MadeToken(BaseModel):
    """A new token. `secret` is shown only now."""

    token: PersonalToken
    secret: str = Field(description="What the program sends as `Authorization: Bearer …`", examples=["kith_9fVw…"])


_MADE = examples.plain(MadeToken(token=examples.TOKEN, secret="kith_9fVw…"))  # noqa: S106 - an example


@router.post("", status_code=201, summary="Make a token", responses=answers(_MADE, 409, status=201))
async def make_token(wired: Wired, me: Person, request: NewToken) -> MadeToken:
    """It can do what its scopes say with what is yours; never make tokens or invitations, nor connect mailboxes."""
    token, secret = await wired.accounts.tokens.make(me, request.name, request.scopes, request.expires_in_days)
    return MadeToken(token=token, secret=secret)


@router.get("", summary="List tokens", responses=answers(examples.page(examples.TOKEN)))
async def tokens(wired: Wired, me: Person) -> Page[PersonalToken]:
    """Yours, the newest first, those that have expired too."""
    return Page[PersonalToken](items=await wired.accounts.tokens.all(me))


@router.delete("/{token_id}", status_code=204, summary="Revoke a token", responses=answers(None, 404))
async def revoke_token(wired: Wired, me: Person, token_id: UUID) -> Response:
    """The program gets in no more: its next request is refused, and what it has open ends within a second."""
    await wired.accounts.tokens.revoke(me, token_id)
    return Response(status_code=204)
