"""Writing people down, deleting them, and their addresses by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from api.people_examples import CONTACT, CUSTOM_LABEL, DELETION
from api.people_fields import MOST, CustomField, Line, Name, Phone, Text, Url, typed_values
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.by_hand import CustomLabel, Deletion, NewPerson
from models.contracts.people.contacts import Contact

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Merge = Annotated[
    bool,
    Field(description="True: whoever has the address already is the same person. Else that is refused (AddressTaken)"),
]


class NewContact(BaseModel):
    """Somebody to be written down: a name, and whatever else is known."""

    name: Name = Field(examples=["Noor Haddad"])
    addresses: list[Address] = Field([], max_length=MOST, examples=[["noor@haddad.example"]])
    title: Line = Field("", examples=["Bookseller"])
    company: Line = Field("", examples=["Haddad & Daughters"])
    location: Line = Field("", examples=["Lyon"])
    phones: list[Phone] = Field([], max_length=MOST, examples=[["+49 30 1234567"]])
    urls: list[Url] = Field([], max_length=MOST, examples=[["https://haddad.example/noor"]])
    notes: list[Text] = Field([], max_length=MOST, examples=[["Met in Lyon."]])
    fields: list[CustomField] = Field([], max_length=MOST, description="Fields of your own")
    tags: list[Tag] = Field(
        [], max_length=20, description="Lists to be in; made where there is none", examples=[["Choir"]]
    )
    merge: Merge = False


class NewAddress(BaseModel):
    """An address more of somebody."""

    address: Address = Field(examples=["noor@home.example"])
    merge: Merge = False


@router.post("/contacts", status_code=201, summary="Add a person", responses=answers(CONTACT, 409, status=201))
async def create_contact(wired: Wired, me: Writer, new: NewContact) -> Contact:
    """Somebody of whom there need be no mail, nor an address. Mail that comes from one of the addresses is theirs."""
    given = {field for field, value in new if value}  # what is left empty says nothing
    person = NewPerson(
        name=new.name,
        addresses=new.addresses,
        values={
            field: values or []
            for field, values in typed_values(new.model_dump(include=given - {"name", "addresses", "tags", "merge"}))
        },
        lists=new.tags,
    )
    contact_id = await wired.people.by_hand.create(me, person, merge=new.merge)
    return await wired.people.contacts.contact(me, contact_id)


@router.delete("/contacts/{contact_id}", summary="Delete a person", responses=answers(DELETION, 404))
async def delete_contact(wired: Wired, me: Writer, contact_id: UUID) -> Deletion:
    """What you typed of them is forgotten. Who is known by that or by an imported file only, is gone.

    Of whom there is mail, or whom Google Contacts have, is hidden: it would bring them back. For a week it can be
    undone.
    """
    return await wired.people.deletions.delete(me, contact_id)


@router.get("/contacts/deletions", summary="Deletions", responses=answers(examples.page(DELETION)))
async def deletions(wired: Wired, me: Reader) -> Page[Deletion]:
    """Those of the last week, which can be undone; the latest first."""
    return Page[Deletion](items=await wired.people.deletions.all(me))


@router.post(
    "/contacts/deletions/{deletion_id}/undo", summary="Undo the deletion of a person", responses=answers(CONTACT, 404)
)
async def undo_deletion(wired: Wired, me: Writer, deletion_id: UUID) -> Contact:
    """They are as they were, with what you typed of them."""
    return await wired.people.contacts.contact(me, await wired.people.deletions.undo(me, deletion_id))


@router.post(
    "/contacts/{contact_id}/addresses",
    status_code=201,
    summary="Add an address",
    responses=answers(CONTACT, 404, 409, status=201),
)
async def add_address(wired: Wired, me: Writer, contact_id: UUID, new: NewAddress) -> Contact:
    """Mail from there is theirs from now on. Where others have it, both can be made one, which can be undone."""
    found = await wired.people.by_hand.add_address(me, contact_id, new.address, merge=new.merge)
    return await wired.people.contacts.contact(me, found)


@router.delete(
    "/contacts/{contact_id}/addresses/{identity_id}",
    summary="Take back an address",
    responses=answers(CONTACT, 404, 409),
)
async def remove_address(wired: Wired, me: Writer, contact_id: UUID, identity_id: UUID) -> Contact:
    """One that was typed, and of which there is no mail: else it can only be said to be somebody else's, by a split."""
    return await wired.people.contacts.contact(
        me, await wired.people.by_hand.remove_address(me, contact_id, identity_id)
    )


@router.get("/contacts/fields", summary="Fields of your own", responses=answers(examples.page(CUSTOM_LABEL)))
async def custom_fields(wired: Wired, me: Reader) -> Page[CustomLabel]:
    """What you call fields that you added to people, and how many have each."""
    return Page[CustomLabel](items=await wired.people.cards.labels(me))
