"""What the mail with people looks like."""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from pydantic import AfterValidator

from api import people_examples
from api.deps import Wired, needs
from api.openapi import answers
from models.contracts.accounts.principals import Action, Principal
from models.contracts.people.analytics import Analytics

router = APIRouter(tags=["contacts"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]


def _zone(value: str) -> str:
    """One that there is."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("name a time zone as IANA does, as Europe/Berlin") from None
    return value


Months = Annotated[int, Query(ge=1, le=120, description="How many, the present one among them")]
Zone = Annotated[
    str,
    Query(max_length=64, description="In which hours and days are counted", examples=["Europe/Berlin"]),
    AfterValidator(_zone),
]


@router.get("/analytics", summary="Analytics of all mail", responses=answers(people_examples.ANALYTICS))
async def of_all(wired: Wired, me: Reader, months: Months = 24, zone: Zone = "UTC") -> Analytics:
    """Mail with people: when, how fast it is answered, who is seen with whom, who drifts apart and who is new."""
    return await wired.people.analytics.all(me, months=months, zone=zone)


@router.get(
    "/contacts/{contact_id}/analytics",
    summary="Analytics of a contact",
    responses=answers(people_examples.ANALYTICS, 404),
)
async def of_contact(wired: Wired, me: Reader, contact_id: UUID, months: Months = 24, zone: Zone = "UTC") -> Analytics:
    """Mail with one contact. Who drifts apart and who is new is left out: see their strength's history."""
    return await wired.people.analytics.contact(me, contact_id, months=months, zone=zone)


@router.get(
    "/companies/{company_id}/analytics",
    summary="Analytics of a company",
    responses=answers(people_examples.ANALYTICS, 404),
)
async def of_company(wired: Wired, me: Reader, company_id: UUID, months: Months = 24, zone: Zone = "UTC") -> Analytics:
    """Mail with the people of a company."""
    return await wired.people.analytics.company(me, company_id, months=months, zone=zone)
