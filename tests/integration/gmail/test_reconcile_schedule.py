"""Comparisons by the clock: who is due is compared, each once a night, by one schedule for all."""

from datetime import timedelta
from pathlib import Path

from base.clock import now
from base.ids import new_id
from base.settings import Settings
from models.contracts.core.jobs import DueStarted
from services.gmail.reconcile_schedule import next_night
from tests.integration.gmail.rounds import Connected, people
from tests.integration.tenants import as_owner
from tests.product import Product
from tests.stack import TemporalNamespace
from workflows.core.options import Queue
from workflows.core.schedules import SCHEDULES, ensure_schedules
from workflows.gmail.reconcile import ReconcileDueWorkflow


async def start_due(kith: Product) -> DueStarted:
    """What the schedule starts every ten minutes."""
    result: DueStarted = await kith.services.core.client.execute_workflow(
        ReconcileDueWorkflow.run, id=f"reconcile-due-{new_id()}", task_queue=Queue.WORKFLOWS
    )
    return result


async def compared(one: Connected) -> bool:
    """Has the mailbox ever been compared?"""
    health = await one.browser.get(f"mailboxes/{one.id}/health")
    return health["reconciled_at"] is not None


async def test_a_new_mailbox_is_planned_and_one_that_is_due_is_compared(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", "ben", "cleo") as (kith, everybody):
        ada, ben, cleo = everybody
        assert await start_due(kith) == DueStarted(started=0)
        async with await as_owner(kith.settings) as owner:
            rows = await (
                await owner.execute("SELECT mailbox_id, next_reconcile_at FROM directory_mailboxes")
            ).fetchall()
            assert {row[0] for row in rows} == {one.ref.mailbox_id for one in everybody}
            for mailbox_id, planned in rows:
                assert planned == next_night(mailbox_id, now())
            due = "UPDATE directory_mailboxes SET next_reconcile_at = now() WHERE mailbox_id = ANY(%s)"
            await owner.execute(due, [[ada.ref.mailbox_id, ben.ref.mailbox_id]])
        assert await start_due(kith) == DueStarted(started=2)
        for one in everybody:
            await one.idle()
        assert [await compared(one) for one in (ada, ben, cleo)] == [True, True, False]
        assert await start_due(kith) == DueStarted(started=0), "they are planned for the next night"


async def test_schedules_are_made_once_and_what_was_paused_stays_paused(temporal: TemporalNamespace) -> None:
    await ensure_schedules(temporal.client)
    handle = temporal.client.get_schedule_handle("reconcile-due")
    await handle.pause()
    await ensure_schedules(temporal.client)
    for recurring in SCHEDULES:
        found = (await temporal.client.get_schedule_handle(recurring.id).describe()).schedule
        assert found.state.paused == (recurring.id == "reconcile-due")
        assert found.spec.intervals[0].every == recurring.every
        assert found.policy.overlap.name == "SKIP"
        assert (found.policy.catchup_window or timedelta.max) <= recurring.every
