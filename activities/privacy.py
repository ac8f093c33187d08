"""Activities that take a mailbox out of Kith."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.effects import EffectRef
from models.contracts.privacy import EraseStep, Leaving

if TYPE_CHECKING:
    from services.privacy.leaving import Leave


class LeavingActivities:
    """What LeaveWorkflow does."""

    def __init__(self, leave: "Leave") -> None:
        self._leave = leave

    @activity.defn(name="leaving.stop")
    async def stop(self, ref: EffectRef) -> Leaving:
        """Cancel what copies the mailbox."""
        return await self._leave.stop(ref)

    @activity.defn(name="leaving.give_back")
    async def give_back(self, ref: EffectRef) -> None:
        """Give the grant back to Google."""
        await self._leave.give_back(ref)

    @activity.defn(name="leaving.erase")
    async def erase(self, ref: EffectRef) -> EraseStep:
        """Erase a piece of the copy, or what is left of it when no message is."""
        return await self._leave.erase(ref)

    @activity.defn(name="leaving.finish")
    async def finish(self, ref: EffectRef) -> None:
        """Note that all is done."""
        await self._leave.finish(ref)
