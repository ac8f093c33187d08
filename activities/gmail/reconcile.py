"""Activities that compare mailboxes with Gmail."""

from typing import TYPE_CHECKING

from temporalio import activity

from models.contracts.core.jobs import DueStarted
from models.contracts.gmail.reconcile import ReconcileBegun, ReconcileListed, ReconcileRun, Reconciliation

if TYPE_CHECKING:
    from services.gmail.reconcile import Reconciler
    from services.gmail.reconcile_schedule import DueReconciliations


class ReconcileActivities:
    """What ReconcileWorkflow and ReconcileDueWorkflow do."""

    def __init__(self, reconciler: "Reconciler", due: "DueReconciliations") -> None:
        self._reconciler = reconciler
        self._due = due

    @activity.defn(name="reconcile.begin")
    async def begin(self, run: ReconcileRun) -> ReconcileBegun:
        """Follow the history up to now."""
        return await self._reconciler.begin(run)

    @activity.defn(name="reconcile.list")
    async def list_ids(self, run: ReconcileRun) -> ReconcileListed:
        """Keep Gmail's lists: of all messages, and of those with each label."""
        return await self._reconciler.list_ids(run)

    @activity.defn(name="reconcile.heal")
    async def heal(self, run: ReconcileRun) -> Reconciliation | None:
        """Compare, fetch what differs, and write down what was found."""
        details = activity.info().heartbeat_details
        return await self._reconciler.heal(run, spent=int(details[0]) if details else 0)

    @activity.defn(name="reconcile.start_due")
    async def start_due(self) -> DueStarted:
        """Start a page of the comparisons that are due."""
        return await self._due.start()
