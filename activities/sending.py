"""Activities that write to Gmail."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.effects import EffectFailure, EffectKind, EffectRef, EffectResult

if TYPE_CHECKING:
    from services.sending.delivery import Deliverer
    from services.sending.relabelling import Relabeller


class OutboxActivities:
    """What SendWorkflow and ModifyWorkflow do."""

    def __init__(self, deliverer: "Deliverer", relabeller: "Relabeller") -> None:
        self._deliverer = deliverer
        self._relabeller = relabeller

    @activity.defn(name="outbox.deliver")
    async def deliver(self, ref: EffectRef) -> EffectResult:
        """Take one mail of the outbox to Gmail, once."""
        return await self._deliverer.deliver(ref)

    @activity.defn(name="labels.modify")
    async def modify(self, ref: EffectRef) -> EffectResult:
        """Change labels at Gmail, and apply its answer."""
        return await self._relabeller.modify(ref)

    @activity.defn(name="outbox.fail")
    async def fail(self, failure: EffectFailure) -> EffectResult:
        """Write down why nobody tries any more."""
        service = self._deliverer if failure.effect.kind is EffectKind.SEND else self._relabeller
        return await service.fail(failure.effect, failure.reason)
