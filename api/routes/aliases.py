"""The addresses that are the owner's."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from models.contracts.accounts.principals import Action, Principal
from models.contracts.mail.aliases import Alias

router = APIRouter(prefix="/mailboxes/{mailbox_id}/aliases", tags=["mailboxes"])

Reader = Annotated[Principal, needs(Action.READ_MAILBOXES)]
Owner = Annotated[Principal, needs(Action.CONNECT_MAILBOXES)]  # the word of a person, not of a program


class NewAlias(BaseModel):
    """An address that is the owner's."""

    address: str = Field(max_length=320, examples=["robin@work.example"])


@router.get("", summary="Your addresses", responses=answers(examples.page(examples.ALIAS), 404))
async def aliases(wired: Wired, me: Reader, mailbox_id: UUID) -> Page[Alias]:
    """The mailbox's own and its aliases, each with who says so. Mail from them was sent by you."""
    return Page[Alias](items=await wired.mail.aliases.all(me, mailbox_id))


@router.post("", status_code=201, summary="Add an address of yours", responses=answers(examples.ALIAS, 404, status=201))
async def add_alias(wired: Wired, me: Owner, mailbox_id: UUID, request: NewAlias) -> Alias:
    """What was learned of it as a contact is forgotten. The same again changes nothing."""
    return await wired.mail.aliases.add(me, mailbox_id, request.address)


@router.delete("/{address:path}", status_code=204, summary="Revoke an address", responses=answers(None, 404, 409))
async def revoke_alias(
    wired: Wired,
    me: Owner,
    mailbox_id: UUID,
    address: Annotated[str, Path(max_length=320, description="The address", examples=["robin@work.example"])],
) -> Response:
    """It is somebody else's: they come back as a contact, with all that was learned. Whoever says so, it stays so."""
    await wired.mail.aliases.revoke(me, mailbox_id, address)
    return Response(status_code=204)
