"""Contacts that may be one: a person decides."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api import examples
from api.deps import Cursor, Limit, Wired, needs
from api.openapi import answers
from api.pages import Page
from api.people_examples import KEPT_APART, MEMBERSHIP_CHANGE, SUGGESTION
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.memberships import MembershipChange
from models.contracts.people.suggestions import Suggestion

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]


class SuggestionPage(Page[Suggestion]):
    """A page of pairs."""

    total: int = Field(description="How many there are in all", examples=[12])


@router.get(
    "/contacts/suggestions",
    summary="Possible duplicates",
    responses=answers(examples.page(SUGGESTION) | {"total": 1}),
)
async def suggestions(wired: Wired, me: Reader, cursor: Cursor = None, limit: Limit = 50) -> SuggestionPage:
    """Pairs of contacts that may be one person, the best evidence first, each with what speaks for and against it."""
    items, next_cursor, total = await wired.people.suggestions.page(me, cursor=cursor, limit=limit)
    return SuggestionPage(items=items, next_cursor=next_cursor, total=total)


@router.post(
    "/contacts/suggestions/{suggestion_id}/merge",
    summary="They are one",
    responses=answers(MEMBERSHIP_CHANGE, 404, 409),
)
async def merge_suggested(wired: Wired, me: Writer, suggestion_id: UUID) -> MembershipChange:
    """Merge the two; the one with more mail keeps its id. `POST /merges/{id}/undo` takes it back."""
    return await wired.people.suggestions.merge(me, suggestion_id)


@router.post(
    "/contacts/suggestions/{suggestion_id}/dismiss",
    summary="They are two",
    responses=answers(KEPT_APART, 404, 409),
)
async def dismiss_suggested(wired: Wired, me: Writer, suggestion_id: UUID) -> MembershipChange:
    """Kith never merges these two by itself, and does not ask again. `POST /merges/{id}/undo` takes it back."""
    return await wired.people.suggestions.dismiss(me, suggestion_id)
