"""Activities that ask others about people."""

from typing import TYPE_CHECKING
from uuid import UUID

from temporalio import activity

from base.heartbeat import beating
from models.contracts.core.jobs import DueStarted
from models.contracts.enrichment.jobs import (
    AskInput,
    AskResult,
    DueContacts,
    EnrichmentInput,
    EnrichmentResult,
    PlanInput,
    PlannedSource,
    SettleInput,
)

if TYPE_CHECKING:
    from services.enrichment.planning import Enrichment
    from services.enrichment.rounds import Rounds


class EnrichmentActivities:
    """What EnrichmentWorkflow, EnrichmentRoundWorkflow and EnrichmentDueWorkflow do."""

    def __init__(self, enrichment: "Enrichment", rounds: "Rounds") -> None:
        self._enrichment = enrichment
        self._rounds = rounds

    @activity.defn(name="enrichment.plan")
    async def plan(self, request: PlanInput) -> list[PlannedSource]:
        """Find the sources that may have something new to say of somebody."""
        return await self._enrichment.plan(request)

    @activity.defn(name="enrichment.ask")
    async def ask(self, request: AskInput) -> AskResult:
        """Ask one source about somebody, and keep what it says."""
        async with beating():
            return await self._enrichment.ask(request)

    @activity.defn(name="enrichment.settle")
    async def settle(self, request: SettleInput) -> EnrichmentResult:
        """Say how good the card is now, and when to ask again."""
        return await self._enrichment.settle(request)

    @activity.defn(name="enrichment.due")
    async def due(self, user_id: UUID) -> DueContacts:
        """Find whom to ask about next, the closest first."""
        return await self._rounds.due(user_id)

    @activity.defn(name="enrichment.give_up")
    async def give_up(self, request: EnrichmentInput) -> None:
        """Let others go first: asking about somebody has failed."""
        await self._rounds.give_up(request)

    @activity.defn(name="enrichment.start_due")
    async def start_due(self) -> DueStarted:
        """Start a page of the rounds that are due."""
        return await self._rounds.start_due()
