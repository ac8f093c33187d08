"""Merging and splitting people, and taking it back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from api.people_examples import CONTACT, IDENTITY, MEMBERSHIP_CHANGE, OTHER_CONTACT_ID
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.memberships import Identity, MembershipChange
from services.people.memberships import MOST_MERGED

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]


class MergedContacts(BaseModel):
    """Who is to be one; the first one's id stays, the others' lead to it."""

    contact_ids: list[UUID] = Field(
        min_length=2,
        max_length=MOST_MERGED,
        examples=[[str(CONTACT.id), str(OTHER_CONTACT_ID)]],
    )


class LeavingIdentities(BaseModel):
    """Which of a contact's identities are somebody else's."""

    identity_ids: list[UUID] = Field(min_length=1, max_length=1_000, examples=[[str(OTHER_CONTACT_ID)]])


@router.get(
    "/contacts/{contact_id}/identities",
    summary="A contact's addresses",
    responses=answers(examples.page(IDENTITY), 404),
)
async def identities(wired: Wired, me: Reader, contact_id: UUID) -> Page[Identity]:
    """The addresses that are this contact's, and the mail that went each way with each; the latest first."""
    return Page[Identity](items=await wired.people.memberships.identities(me, contact_id))


@router.get(
    "/contacts/{contact_id}/merges",
    summary="Merges and splits of a contact",
    responses=answers(examples.page(MEMBERSHIP_CHANGE), 404),
)
async def changes(wired: Wired, me: Reader, contact_id: UUID) -> Page[MembershipChange]:
    """How the contact came to have these addresses, the latest change first; undone ones stay in it."""
    return Page[MembershipChange](items=await wired.people.memberships.changes(me, contact_id))


@router.post("/contacts/merge", summary="Merge contacts", responses=answers(MEMBERSHIP_CHANGE, 404))
async def merge(wired: Wired, me: Writer, wish: MergedContacts) -> MembershipChange:
    """Make contacts one. Nothing is lost: undoing it gives back what was, exactly."""
    return await wired.people.memberships.merge(me, wish.contact_ids)


@router.post("/contacts/{contact_id}/split", summary="Split a contact", responses=answers(MEMBERSHIP_CHANGE, 404))
async def split(wired: Wired, me: Writer, contact_id: UUID, wish: LeavingIdentities) -> MembershipChange:
    """Make another contact of some of its addresses. Kith does not merge them again by itself."""
    return await wired.people.memberships.split(me, contact_id, wish.identity_ids)


@router.post(
    "/merges/{merge_id}/undo",
    summary="Undo a merge or split",
    responses=answers(MEMBERSHIP_CHANGE, 404, 409),
)
async def undo(wired: Wired, me: Writer, merge_id: UUID) -> MembershipChange:
    """Put every address back. Where a later change stands on this one, that has to be undone first."""
    return await wired.people.memberships.undo(me, merge_id)
