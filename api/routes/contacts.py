"""People and companies."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import Cursor, Limit, Me, Wired
from api.pages import Page, problems
from models.contracts.contacts import Company, Contact, ContactKind, Interaction

router = APIRouter(tags=["contacts"])


@router.get("/contacts", responses=problems(422))
async def contacts(
    wired: Wired,
    me: Me,
    q: Annotated[str | None, Query(description="Part of a name, address or company", max_length=200)] = None,
    kind: Annotated[ContactKind | Literal["all"], Query(description="Who to show")] = ContactKind.PERSON,
    sort: Annotated[Literal["strength", "name", "recent"], Query()] = "strength",
    company_id: Annotated[UUID | None, Query(description="Only people of this company")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Contact]:
    """People, the strongest relationship first."""
    items, next_cursor = await wired.contacts.contacts(
        me.id,
        sort=sort,
        kind=None if kind == "all" else kind,
        company_id=company_id,
        search=q,
        cursor=cursor,
        limit=limit,
    )
    return Page[Contact](items=items, next_cursor=next_cursor)


@router.get("/contacts/{contact_id}", responses=problems(404))
async def contact(wired: Wired, me: Me, contact_id: UUID) -> Contact:
    """One contact."""
    return await wired.contacts.contact(me.id, contact_id)


@router.get("/contacts/{contact_id}/interactions", responses=problems(404, 422))
async def interactions(
    wired: Wired, me: Me, contact_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> Page[Interaction]:
    """The messages that a contact took part in, newest first."""
    items, next_cursor = await wired.contacts.interactions(me.id, contact_id, cursor=cursor, limit=limit)
    return Page[Interaction](items=items, next_cursor=next_cursor)


@router.get("/companies", responses=problems(422))
async def companies(wired: Wired, me: Me, cursor: Cursor = None, limit: Limit = 50) -> Page[Company]:
    """Companies with people, the closest first."""
    items, next_cursor = await wired.contacts.companies(me.id, cursor=cursor, limit=limit)
    return Page[Company](items=items, next_cursor=next_cursor)


@router.get("/companies/{company_id}", responses=problems(404))
async def company(wired: Wired, me: Me, company_id: UUID) -> Company:
    """One company."""
    return await wired.contacts.company(me.id, company_id)
