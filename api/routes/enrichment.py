"""Asking others about people: sources, what they were asked, and what they said."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from api import examples
from api.deps import Cursor, IdempotencyKey, Limit, Wired, needs
from api.enrichment_examples import (
    CALL,
    CONTACT_ENRICHMENT,
    ENRICHMENT_ID,
    LOOKED_UP,
    ROUND_ID,
    SOURCE,
    SOURCES,
)
from api.openapi import answers
from api.pages import Page, StartedJob
from models.contracts.accounts.principals import Action, Principal
from models.contracts.core.lanes import Lane
from models.contracts.enrichment.sources import (
    ContactEnrichment,
    EnrichmentSource,
    EnrichmentSources,
    LookedUp,
    SourceCall,
)

router = APIRouter(tags=["enrichment"])

Reader = Annotated[Principal, needs(Action.READ_PEOPLE)]
Writer = Annotated[Principal, needs(Action.WRITE_PEOPLE)]
Person = Annotated[Principal, needs(Action.MANAGE_ACCOUNT)]

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]


class SourceSwitch(BaseModel):
    """What is left out stays as it is."""

    source: Word = Field(examples=["gravatar"])
    enabled: bool | None = Field(None, description="Whether it may be asked about your people", examples=[False])
    monthly_units: int | None = Field(
        None,
        ge=0,
        le=1_000_000,
        description="Credits in a calendar month (UTC); null: as much as this Kith has",
        examples=[20],
    )


class SocialLookup(BaseModel):
    """Whose accounts to look for."""

    email: Word = Field(examples=["alex@acme.example"])


class CompanyLookup(BaseModel):
    """Which company to look for."""

    domain: Word = Field(examples=["acme.example"])


@router.get("/enrichment/sources", summary="Sources", responses=answers(SOURCES))
async def enrichment_sources(wired: Wired, me: Reader) -> EnrichmentSources:
    """Whom Kith can ask: what each tells, costs and may be sent, whether it is on, and what is left of its budget."""
    return await wired.enrichment.switching.all(me)


@router.patch("/enrichment/sources", summary="Switch a source", responses=answers(SOURCE, 409))
async def switch_source(wired: Wired, me: Person, wish: SourceSwitch) -> EnrichmentSource:
    """Nothing leaves for a source before it is switched on here; 409 where whoever runs this Kith does not offer it."""
    return await wired.enrichment.switching.switch(
        me,
        wish.source,
        enabled=wish.enabled,
        monthly_units=wish.monthly_units,
        budgeted="monthly_units" in wish.model_fields_set,
    )


@router.get("/enrichment/calls", summary="What left this machine", responses=answers(examples.page(CALL)))
async def enrichment_calls(
    wired: Wired,
    me: Reader,
    source: Annotated[str | None, Query(max_length=50, description="Only of this source", examples=["hunter"])] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[SourceCall]:
    """Every call, the newest first: who was asked, about whom, with what, what it cost, and what it came to."""
    items, next_cursor = await wired.enrichment.history.calls(me, source=source, cursor=cursor, limit=limit)
    return Page[SourceCall](items=items, next_cursor=next_cursor)


@router.post(
    "/enrichment/refresh",
    status_code=202,
    summary="Ask about everybody who is due",
    responses=answers(StartedJob.of(ROUND_ID).model_dump(), status=202),
)
async def refresh_enrichment(wired: Wired, me: Writer, key: IdempotencyKey = None) -> StartedJob:
    """The closest people first, within budgets. It happens by itself, too; asked while it does, it is that one."""

    async def work() -> str:
        return await wired.enrichment.rounds.begin(me)

    return StartedJob.of(await wired.core.idempotency.once(me.tenant_id, "enrichment/refresh", key, work))


@router.post("/enrichment/social-profiles", summary="Accounts of an address", responses=answers(LOOKED_UP))
async def find_social_profiles(wired: Wired, me: Writer, wish: SocialLookup) -> LookedUp:
    """Asks the sources that are on, and answers with what they say and what became of asking each."""
    return await wired.enrichment.lookups.find_social_profiles(me, wish.email)


@router.post("/enrichment/companies", summary="What a company is", responses=answers(LOOKED_UP))
async def get_company_info(wired: Wired, me: Writer, wish: CompanyLookup) -> LookedUp:
    """By its domain: asks the sources that are on, and answers with what they say."""
    return await wired.enrichment.lookups.get_company_info(me, wish.domain)


@router.post(
    "/contacts/{contact_id}/enrich",
    status_code=202,
    summary="Ask about a contact",
    responses=answers(StartedJob.of(ENRICHMENT_ID).model_dump(), 404, status=202),
)
async def enrich(
    wired: Wired,
    me: Writer,
    contact_id: UUID,
    again: Annotated[bool, Query(description="Ask anew, also where an answer is still good: it costs again")] = False,
    key: IdempotencyKey = None,
) -> StartedJob:
    """Every source that is on and may know more. Asked while that runs, it is that one."""

    async def work() -> str:
        return await wired.enrichment.rounds.schedule(me, contact_id, Lane.PERSON, again=again)

    return StartedJob.of(await wired.core.idempotency.once(me.tenant_id, f"enrich/{contact_id}/{again}", key, work))


@router.get(
    "/contacts/{contact_id}/enrichment",
    summary="Who was asked about a contact",
    responses=answers(CONTACT_ENRICHMENT, 404),
)
async def contact_enrichment(wired: Wired, me: Reader, contact_id: UUID) -> ContactEnrichment:
    """When, with what, and what they said; how complete and certain the card is; and when they are asked next."""
    return await wired.enrichment.history.of_contact(me, contact_id)


@router.put(
    "/contacts/{contact_id}/suppression",
    summary="Never ask about a contact",
    responses=answers(CONTACT_ENRICHMENT, 404),
)
async def suppress_contact(wired: Wired, me: Writer, contact_id: UUID) -> ContactEnrichment:
    """Nothing about them leaves this machine any more, by none of their addresses. What was said stays."""
    await wired.enrichment.history.suppress(me, contact_id, suppressed=True)
    return await wired.enrichment.history.of_contact(me, contact_id)


@router.delete(
    "/contacts/{contact_id}/suppression",
    summary="Let a contact be asked about again",
    responses=answers(CONTACT_ENRICHMENT, 404),
)
async def allow_contact(wired: Wired, me: Writer, contact_id: UUID) -> ContactEnrichment:
    """Who asked a source themselves to be forgotten there is not asked about at that one all the same."""
    await wired.enrichment.history.suppress(me, contact_id, suppressed=False)
    return await wired.enrichment.history.of_contact(me, contact_id)
