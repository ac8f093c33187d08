"""Examples of sources and what they said for the OpenAPI document."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from api.people_examples import CONTACT
from models.contracts.core.jobs import prefix
from models.contracts.enrichment.sources import (
    Budget,
    CallState,
    ContactEnrichment,
    EnrichmentSource,
    EnrichmentSources,
    FoundValue,
    LookedUp,
    Quality,
    SourceCall,
    ToldValue,
)

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_USER = UUID("0b8e2f0c-6f0e-4a53-9d3a-2f1f6a3c9a01")
ENRICHMENT_ID = f"{prefix(_USER)}enrichment:{CONTACT.id}"
ROUND_ID = f"{prefix(_USER)}enrichment-round"

SOURCE = EnrichmentSource(
    name="hunter",
    fields=["company.employees", "person.title"],
    sent=[["email"], ["domain"]],
    attribution="Data from Hunter",
    link="https://hunter.io",
    keep_days=None,
    price_units=1,
    price_micro_usd=0,
    nothing_is_billed=False,
    limits=["15 in a second", "500 in a minute"],
    at_once=4,
    offered=True,
    needs=None,
    enabled=True,
    budget=Budget(units=50, used=12, micro_usd=0),
    deployment_budget=Budget(units=50, used=31, micro_usd=0),
    resting_until=None,
    resting_reason=None,
    calls=19,
    last_call_at=_AT,
    last_error=None,
)
SOURCES = EnrichmentSources(sources=[SOURCE], monthly_micro_usd=5_000_000, used_micro_usd=120_000)

CALL = SourceCall(
    id=UUID("7c0e3a52-94b1-4d6f-8a2e-1b3c5d7f9e10"),
    source="hunter",
    contact_id=CONTACT.id,
    company_id=CONTACT.company_id,
    sent={"email": CONTACT.address},
    state=CallState.ANSWERED,
    error=None,
    units=1,
    micro_usd=0,
    began_at=_AT,
    ended_at=_AT + timedelta(seconds=1),
    ask_again_at=_AT + timedelta(days=180),
    told=[ToldValue(about="person", field="title", value="Head of design", confidence=0.8, url=None)],
)
CONTACT_ENRICHMENT = ContactEnrichment(
    contact_id=CONTACT.id,
    quality=Quality(completeness=0.85, score=0.71, missing=["phone", "photo_url"], disputed=["title"]),
    suppressed=False,
    refused_by=[],
    refreshed_at=_AT,
    next_at=_AT + timedelta(days=180),
    calls=[CALL],
)
LOOKED_UP = LookedUp(
    values=[
        FoundValue(field="handle", value="github:amoreau", sources=["github"], url="https://github.com/amoreau", at=_AT)
    ],
    outcomes={"github": "answered", "gravatar": "nothing"},
)
