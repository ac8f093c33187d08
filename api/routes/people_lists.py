"""Lists of people, tags among them, and whom nothing shows."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from api.people_examples import CHANGED_PEOPLE, CONTACT, PEOPLE_LIST
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.lists import ChangedPeople, PeopleList
from services.people.lists import MOST_AT_ONCE

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Search = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
People = Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE, examples=[[str(CONTACT.id)]])]


class NewList(BaseModel):
    """A list that is kept by hand, as a tag is; or a search that is saved."""

    name: Name = Field(examples=["Choir"])
    search: Search | None = Field(None, description="As `q` of the contacts; null: kept by hand")


class RenamedList(BaseModel):
    """What a list is called from now on."""

    name: Name = Field(examples=["Choir of Lyon"])


class ListedPeople(BaseModel):
    """Who is to be in a list, or not any more."""

    contact_ids: People
    there: bool = Field(True, description="False takes them out", examples=[True])


class HiddenPeople(BaseModel):
    """Who is to be hidden, or shown again."""

    contact_ids: People
    hidden: bool = Field(True, description="False shows them again", examples=[True])


@router.get("/lists", summary="Lists of people", responses=answers(examples.page(PEOPLE_LIST)))
async def people_lists(
    wired: Wired,
    me: Reader,
    contact_id: Annotated[UUID | None, Query(description="Only those that this contact is in")] = None,
) -> Page[PeopleList]:
    """By name, with how many people are in each. Who is in one: `/contacts?list_id=…`."""
    return Page[PeopleList](items=await wired.people.lists.all(me, contact_id))


@router.post("/lists", status_code=201, summary="Make a list", responses=answers(PEOPLE_LIST, 409, status=201))
async def make_list(wired: Wired, me: Writer, wish: NewList) -> PeopleList:
    """An empty list, or a saved search, which has whoever matches each time it is asked."""
    return await wired.people.lists.make(me, wish.name, wish.search)


@router.patch("/lists/{list_id}", summary="Rename a list", responses=answers(PEOPLE_LIST, 404, 409))
async def rename_list(wired: Wired, me: Writer, list_id: UUID, wish: RenamedList) -> PeopleList:
    """Its people stay in it."""
    return await wired.people.lists.rename(me, list_id, wish.name)


@router.delete("/lists/{list_id}", status_code=204, summary="Delete a list", responses=answers(None, 404))
async def delete_list(wired: Wired, me: Writer, list_id: UUID) -> Response:
    """Its people stay, but are in no such list any more."""
    await wired.people.lists.remove(me, list_id)
    return Response(status_code=204)


@router.post("/lists/{list_id}/people", summary="Change who is in a list", responses=answers(CHANGED_PEOPLE, 404))
async def change_list(wired: Wired, me: Writer, list_id: UUID, wish: ListedPeople) -> ChangedPeople:
    """Answers with whom that changed: the opposite, for these, undoes it."""
    return await wired.people.lists.change(me, list_id, wish.contact_ids, there=wish.there)


@router.post("/contacts/hide", summary="Hide contacts", responses=answers(CHANGED_PEOPLE, 404))
async def hide_contacts(wired: Wired, me: Writer, wish: HiddenPeople) -> ChangedPeople:
    """Lists, searches and the address book leave them out; mail stays. The opposite, for whom it changed, undoes it."""
    return await wired.people.lists.hide(me, wish.contact_ids, hidden=wish.hidden)
