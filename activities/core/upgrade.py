"""The activity that ends jobs of an older Kith."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.upgrade import UpgradeInput, UpgradeResult

if TYPE_CHECKING:
    from services.core.upgrade import Upgrade


class UpgradeActivities:
    """What UpgradeWorkflow does."""

    def __init__(self, upgrade: "Upgrade") -> None:
        self._upgrade = upgrade

    @activity.defn(name="core.upgrade")
    async def upgrade(self, request: UpgradeInput) -> UpgradeResult:
        """End the jobs of an older Kith, and start their work anew."""
        return await self._upgrade.run(request)
