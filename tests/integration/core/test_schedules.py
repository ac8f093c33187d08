"""Schedules go on: each of their workflows gets the result of the one before."""

import asyncio
from pathlib import Path

from temporalio.client import Client, ScheduleActionExecutionStartWorkflow, WorkflowExecutionStatus

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.product import OWNER, product
from workflows.core.schedules import SCHEDULES, ensure_schedules


async def test_every_schedule_runs_again_and_again(settings: Settings, tmp_path: Path) -> None:
    async with product(settings, tmp_path, MboxAccount(OWNER)) as kith:
        client = kith.services.core.client
        await ensure_schedules(client)
        await asyncio.gather(*(runs(client, recurring.id) for recurring in SCHEDULES))


async def runs(client: Client, schedule_id: str) -> None:
    handle = client.get_schedule_handle(schedule_id)
    for _ in range(3):
        before = len((await handle.describe()).info.recent_actions)
        await handle.trigger()
        async with asyncio.timeout(60):
            while len((await handle.describe()).info.recent_actions) == before:
                await asyncio.sleep(0.05)
        started = (await handle.describe()).info.recent_actions[-1].action
        assert isinstance(started, ScheduleActionExecutionStartWorkflow)
        run = client.get_workflow_handle(started.workflow_id, run_id=started.first_execution_run_id)
        async with asyncio.timeout(60):
            await run.result()
        assert (await run.describe()).status is WorkflowExecutionStatus.COMPLETED
