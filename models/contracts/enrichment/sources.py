"""Sources of enrichment as their user sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CallState(StrEnum):
    """How far a call of a source is."""

    CALLING = "calling"  # on its way, or its process died
    ANSWERED = "answered"
    NOTHING = "nothing"
    FAILED = "failed"  # nothing was billed
    REFUSED = "refused"
    UNSURE = "unsure"  # it may have been answered, and billed


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Credits of one source in this calendar month (UTC); money in millionths of a US dollar."""

    units: int  # that may be used
    used: int
    micro_usd: int  # spent


@dataclass(frozen=True, kw_only=True)
class EnrichmentSource:
    """Somebody who can be asked about people or companies."""

    name: str
    fields: list[str]  # "person.title", "company.employees": all that it may tell
    sent: list[list[str]]  # what it may be sent: the first of these that is known in full
    attribution: str
    link: str
    keep_days: int | None  # how long its answers may be kept; null: without end
    price_units: int  # of one call, at most
    price_micro_usd: int
    nothing_is_billed: bool
    limits: list[str]  # "15 in 1 s"
    at_once: int
    offered: bool  # whoever runs this Kith lets it be switched on
    needs: str | None  # what is missing until it can be asked, such as "KITH_ENRICHMENT_HUNTER_KEY"
    enabled: bool  # by you
    budget: Budget | None  # yours; null for a free one
    deployment_budget: Budget | None
    resting_until: datetime | None
    resting_reason: str | None
    calls: int  # that left this machine for you in this month
    last_call_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, kw_only=True)
class EnrichmentSources:
    """All of them, and the money that all users together may spend on them in this calendar month (UTC)."""

    sources: list[EnrichmentSource]
    monthly_micro_usd: int
    used_micro_usd: int


@dataclass(frozen=True, kw_only=True)
class SourceCall:
    """A call that left this machine, or was about to."""

    id: UUID
    source: str
    contact_id: UUID | None
    company_id: UUID | None
    sent: dict[str, str]  # all that left
    state: CallState
    error: str | None
    units: int  # while it is on its way or unsure, what it costs at most
    micro_usd: int
    began_at: datetime
    ended_at: datetime | None
    ask_again_at: datetime | None  # until then its answer is good; null: for ever, or none came
    told: list["ToldValue"]


@dataclass(frozen=True, kw_only=True)
class ToldValue:
    """A value as a source told it: what became of it is on the card."""

    about: str  # "person" or "company"
    field: str
    value: str
    confidence: float
    url: str | None


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How much is known of somebody, and how surely, both in [0, 1]. Fields, the weightiest first."""

    completeness: float
    score: float
    missing: list[str]
    disputed: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactEnrichment:
    """Who was asked about somebody, when, and what they said; the newest call first."""

    contact_id: UUID
    quality: Quality
    suppressed: bool
    refused_by: list[str]  # sources that must not be asked about them again: they asked for that there
    refreshed_at: datetime | None
    next_at: datetime | None
    calls: list[SourceCall]


@dataclass(frozen=True, kw_only=True)
class FoundValue:
    """A value, and the sources that tell it, the one that is believed most at the front: `url` and `at` are its."""

    field: str
    value: str
    sources: list[str]
    url: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """What sources say of an address or a domain. `outcomes`: what became of asking each."""

    values: list[FoundValue]
    outcomes: dict[str, str]
