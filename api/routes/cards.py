"""What is known of a contact beside their mail, and typing it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import examples
from api.deps import Wired, needs
from api.openapi import answers
from api.pages import Page
from api.people_examples import CARD_VALUE, CONTACT, KNOWN_VALUE
from api.people_fields import MOST, CustomField, Line, Name, Phone, Text, Url, Verdict, typed_values
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.card import CardValue, KnownValue
from models.contracts.people.contacts import Contact
from models.contracts.people.strength import Correction

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]


class ContactEdit(BaseModel):
    """What is left out stays as it is; null takes back what was typed, and what others say shows again."""

    name: Name | None = Field(None, examples=["Alex Moreau"])
    title: Line | None = Field(None, description="Empty: none, whatever others say", examples=["Head of design"])
    company: Line | None = Field(None, description="Empty: none, whatever others say", examples=["Acme"])
    location: Line | None = Field(None, examples=["Lyon"])
    phones: list[Phone] | None = Field(None, max_length=MOST, examples=[["+49 30 1234567"]])
    urls: list[Url] | None = Field(None, max_length=MOST, examples=[["https://acme.example/alex"]])
    notes: list[Text] | None = Field(None, max_length=MOST, examples=[["Met in Lyon."]])
    fields: list[CustomField] | None = Field(
        None, max_length=MOST, description="Fields of your own: all that there are from now on"
    )
    closeness: Correction | None = Field(
        None, description="Closer than their mail tells, or not close; null: as their mail tells", examples=["closer"]
    )


@router.get(
    "/contacts/{contact_id}/card", summary="A contact's card", responses=answers(examples.page(CARD_VALUE), 404)
)
async def card(wired: Wired, me: Reader, contact_id: UUID) -> Page[CardValue]:
    """What is known of them beside their mail, each value with who says so and when."""
    return Page[CardValue](items=await wired.people.cards.card(me, contact_id))


@router.get(
    "/contacts/{contact_id}/facts",
    summary="Everything that is said of a contact",
    responses=answers(examples.page(KNOWN_VALUE), 404),
)
async def facts(wired: Wired, me: Reader, contact_id: UUID) -> Page[KnownValue]:
    """Every value, shown or not, with everybody who says so and where: why the card shows what it shows."""
    return Page[KnownValue](items=await wired.people.cards.known(me, contact_id))


@router.put(
    "/contacts/{contact_id}/facts/{fact_id}/state",
    summary="Say that a value is right or wrong",
    responses=answers(examples.page(CARD_VALUE), 404),
)
async def judge(wired: Wired, me: Writer, contact_id: UUID, fact_id: UUID, verdict: Verdict) -> Page[CardValue]:
    """It holds for the value, whoever repeats it and however it is spelled, and outlives the mail that said so."""
    await wired.people.cards.judge(me, contact_id, fact_id, verdict.state)
    return Page[CardValue](items=await wired.people.cards.card(me, contact_id))


@router.patch("/contacts/{contact_id}", summary="Edit a contact", responses=answers(CONTACT, 404))
async def edit(wired: Wired, me: Writer, contact_id: UUID, wish: ContactEdit) -> Contact:
    """What is typed here is never overwritten; notes, phones, links and fields of your own lie encrypted."""
    await wired.people.cards.edit(me, contact_id, dict(typed_values(wish.model_dump(include=wish.model_fields_set))))
    return await wired.people.contacts.contact(me, contact_id)
