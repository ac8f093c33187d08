"""ReconcileWorkflow compares a mailbox with Gmail and heals it; ReconcileDueWorkflow starts those that are due."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from temporalio import workflow

from activities.gmail.reconcile import ReconcileActivities
from models.contracts.core.jobs import DueStarted, Progress
from models.contracts.core.lanes import Lane
from models.contracts.gmail.reconcile import (
    ReconcileBegun,
    ReconcileInput,
    ReconcileListed,
    ReconcileRun,
    Reconciliation,
)
from workflows.core.calls import call, start_due
from workflows.core.options import LONG, SHORT
from workflows.core.signal_loop import SignalLoop

PAGES = 50  # of due mailboxes in one run; the next run goes on


def _same(run: ReconcileRun, told: Sequence[Any]) -> ReconcileRun:
    return run


def _also_spent(run: ReconcileRun, told: Sequence[Any]) -> ReconcileRun:
    """Units that were spent before a long wait for more."""
    return replace(run, units=run.units + int(told[0])) if told else run


@workflow.defn
class ReconcileWorkflow(SignalLoop):
    """One comparison a mailbox at a time; one that is asked for by signal while it runs follows it."""

    @workflow.init
    def __init__(self, request: ReconcileInput) -> None:
        super().__init__()
        self._mailbox = request.mailbox
        self._found: Reconciliation | None = None
        self._progress = Progress(phase="asking Gmail what has changed")

    @workflow.signal
    def again(self) -> None:
        """The mailbox was listed anew: compare it from the beginning."""
        self._ask()

    @workflow.query
    def progress(self) -> Progress:
        """What it is doing."""
        return self._progress

    @workflow.run
    async def run(self, request: ReconcileInput) -> Reconciliation | None:
        """Returns what the last comparison found; None where the mailbox is listed anew first.

        Fails when Gmail cannot be asked. That says nothing against the copy, so the mailbox's status stays as it is.
        """
        await self._follow()
        return self._found

    async def _act(self) -> bool:
        self._found = await self._compare()
        return True

    def _state(self) -> ReconcileInput:
        return ReconcileInput(mailbox=self._mailbox)

    async def _compare(self) -> Reconciliation | None:
        run = ReconcileRun(mailbox=self._mailbox, run=workflow.uuid4())
        begun: ReconcileBegun = await self._call(ReconcileActivities.begin, run)
        if begun.postponed:
            self._report("waiting until the mailbox is listed")
            return None
        self._report("listing the mailbox and its labels")
        run = replace(run, since=begun.since, units=begun.units)
        listed: ReconcileListed = await self._call(ReconcileActivities.list_ids, run)
        self._report("comparing, and fetching what is missing", total=listed.messages)
        found: Reconciliation | None = await self._call(
            ReconcileActivities.heal, replace(run, units=run.units + listed.units), _also_spent
        )
        if found is not None:
            self._report("done", done=found.compared, total=found.compared)
        return found

    def _report(self, phase: str, *, done: int = 0, total: int | None = None) -> None:
        self._progress = Progress(phase=phase, done=done, total=total)
        workflow.set_current_details(phase)

    async def _call(self, activity: Any, run: ReconcileRun, resumed: Any = _same) -> Any:
        return await call(activity, run, LONG, Lane.BACKFILL, self._mailbox.user_id, resumed=resumed)


@workflow.defn
class ReconcileDueWorkflow:
    """Started by a schedule: pages through the directory of all users' mailboxes."""

    @workflow.run
    async def run(self) -> DueStarted:
        """Returns how many comparisons it started."""
        total = await start_due(ReconcileActivities.start_due, SHORT, PAGES)
        workflow.set_current_details(f"{total.started} comparisons started")
        return total
