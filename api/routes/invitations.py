"""Who may sign up: the owner's links, each for one person."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from models.contracts.accounts.invitations import Invitation
from models.contracts.accounts.principals import Action, Principal

router = APIRouter(prefix="/invitations", tags=["invitations"])

Owner = Annotated[Principal, needs(Action.MANAGE_DEPLOYMENT)]


class Invite(BaseModel):
    """A new invitation."""

    note: str = Field(
        "", description="For whom it is, in your words", max_length=100, examples=["Alex, from the office"]
    )


class NewInvitation(BaseModel):
    """An invitation with its link, which is shown only now."""

    invitation: Invitation
    url: str = Field(
        description="For one person to open, within 48 hours", examples=["https://kith.example/invitation#…"]
    )


class SignUp(BaseModel):
    """Who may sign up, and who was invited."""

    rule: Literal["invited", "domain", "open"] = Field(description="What KITH_SIGN_UP says", examples=["invited"])
    domains: list[str] = Field(description="Whose addresses may sign up, where the rule is `domain`", examples=[[]])
    invitations: list[Invitation] = Field(description="The newest first")


_URL = "https://kith.example/invitation#pGm2…"
_NEW = NewInvitation(invitation=examples.INVITATION, url=_URL)
_LISTED = SignUp(rule="invited", domains=[], invitations=[examples.INVITATION])


@router.post("", status_code=201, summary="Invite somebody", responses=answers(examples.plain(_NEW), 409, status=201))
async def invite(wired: Wired, me: Owner, request: Invite) -> NewInvitation:
    """Make a link that lets one person sign up. What it carries comes after the `#`, which no server sees or logs."""
    invitation, secret = await wired.accounts.invitations.make(me, request.note)
    return NewInvitation(invitation=invitation, url=f"{wired.core.settings.public_url}/invitation#{secret}")


@router.get("", summary="Who may sign up", responses=answers(examples.plain(_LISTED)))
async def invitations(wired: Wired, me: Owner) -> SignUp:
    """The rule, and the links that were made: still open, used, or too old."""
    rule = wired.accounts.sign_up
    made = await wired.accounts.invitations.all(me)
    return SignUp.model_validate({"rule": rule.kind, "domains": sorted(rule.domains), "invitations": made})


@router.delete("/{invitation_id}", status_code=204, summary="Take an invitation back", responses=answers(None, 404))
async def take_back(wired: Wired, me: Owner, invitation_id: UUID) -> Response:
    """Its link no longer counts. Whoever has signed up with it stays."""
    await wired.accounts.invitations.take_back(me, invitation_id)
    return Response(status_code=204)
