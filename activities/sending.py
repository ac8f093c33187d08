"""Activities that write to Gmail."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.sending import Delivery, ModifyInput, ModifyResult, OutboxFailure, OutboxRef

if TYPE_CHECKING:
    from services.sending.delivery import Deliverer
    from services.sending.labels import Relabeller


class OutboxActivities:
    """What SendWorkflow and ModifyWorkflow do."""

    def __init__(self, deliverer: "Deliverer", relabeller: "Relabeller") -> None:
        self._deliverer = deliverer
        self._relabeller = relabeller

    @activity.defn(name="outbox.deliver")
    async def deliver(self, item: OutboxRef) -> Delivery:
        """Take one mail of the outbox to Gmail, once."""
        return await self._deliverer.deliver(item)

    @activity.defn(name="outbox.fail")
    async def fail(self, failure: OutboxFailure) -> None:
        """Write on it why nobody tries any more."""
        await self._deliverer.fail(failure.item, failure.reason)

    @activity.defn(name="labels.modify")
    async def modify(self, request: ModifyInput) -> ModifyResult:
        """Change labels at Gmail, and apply its answer."""
        return await self._relabeller.modify(request)
