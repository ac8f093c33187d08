"""The activity that looks after what waits in the outbox machine."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.effects import RelayPage, RelayResult

if TYPE_CHECKING:
    from services.core.outbox_relay import OutboxRelay


class RelayActivities:
    """What OutboxRelayWorkflow does."""

    def __init__(self, relay: "OutboxRelay") -> None:
        self._relay = relay

    @activity.defn(name="outbox.relay")
    async def relay(self, page: RelayPage) -> RelayResult:
        """See to it that a page of what waits has jobs."""
        return await self._relay.page(page)
