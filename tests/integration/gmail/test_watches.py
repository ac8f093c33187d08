"""Watches are renewed in time, in their order, each for itself."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import ScheduleOverlapPolicy

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.gmail.rounds import connect, people, renew
from tests.product import product
from workflows.core.schedules import ensure_schedules

NO_RIGHT = (
    "Error sending test message to Cloud PubSub projects/kith-dev/topics/gmail : User not authorized to perform "
    "this action."
)


async def test_watches_are_renewed_in_the_order_in_which_they_end(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", "ben", "cy", "dee") as (kith, everybody):
        ada, ben, cy, dee = everybody
        for somebody, days in ((ada, 3), (ben, -1), (cy, 2), (dee, 6.5)):
            await somebody.watch_ends(days)
        before = await dee.state()
        found = await renew(kith, most=1)
        assert (found.done, found.failed, found.skipped) == (3, 0, 0)
        ends = {somebody.address[:3].strip("@"): (await somebody.state())["watch_expires_at"] for somebody in everybody}
        assert ends["dee"] == before["watch_expires_at"], "it was renewed less than a day ago"
        assert ends["ben"] < ends["cy"] < ends["ada"], "Gmail counts the week from the renewal on"
        assert ends["ben"] > datetime.now(UTC) + timedelta(days=6.9)
        assert (await renew(kith)).mailboxes == 0


async def test_a_mailbox_that_fails_is_told_so_and_does_not_stop_the_others(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", "ben", "cy") as (kith, (ada, ben, cy)):
        for somebody, days in ((ben, 1), (ada, 2), (cy, 3)):
            await somebody.watch_ends(days)
        await kith.gmail.control("POST", f"accounts/{ada.address}/revoke")
        await kith.gmail.fault(match="^watch$", kind="status", status=503, times=1)
        found = await renew(kith, most=1)
        assert (found.done, found.failed) == (1, 2)
        lost, away, well = [await somebody.state() for somebody in (ada, ben, cy)]
        assert lost["status"] == "reconnect"
        assert "Reconnect" in lost["watch_error"]
        assert away["status"] == "healthy"
        assert "503" in away["watch_error"]
        assert well["watch_error"] is None
        assert well["watch_expires_at"] > datetime.now(UTC) + timedelta(days=6.9)
        again = await renew(kith)
        assert (again.done, again.failed, again.skipped) == (1, 0, 1), "who has to reconnect is not asked again"
        assert (await ben.state())["watch_error"] is None


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 403, "reason": "forbidden", "message": NO_RIGHT},
        {"status": 404, "reason": "notFound", "message": "Error sending test message to Cloud PubSub: no such topic."},
        {"status": 400, "reason": "invalidArgument", "message": "Invalid topicName does not match projects/x/topics/*"},
    ],
    ids=lambda fault: str(fault["status"]),
)
async def test_a_topic_that_cannot_be_used_is_not_the_mailboxs_fault(
    settings: Settings, tmp_path: Path, fault: dict[str, object]
) -> None:
    address = "ada@marlow.example"
    async with product(settings, tmp_path, MboxAccount(address)) as kith:
        await kith.gmail.fault(match="^watch$", kind="status", **fault)
        ada = await connect(kith, address)
        state = await ada.state()
        assert state["status"] == "healthy", "it is copied all the same"
        assert str(fault["message"]) in state["watch_error"]
        assert (await renew(kith)).failed == 1
        assert (await ada.state())["status"] == "healthy"
        await kith.gmail.fault()
        assert (await renew(kith)).done == 1
        assert (await ada.state())["watch_error"] is None


async def test_without_a_topic_nothing_is_watched(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada", changed={"gmail_topic": None}) as (kith, (ada,)):
        assert (await renew(kith)).mailboxes == 0
        assert (await ada.state())["watch_expires_at"] is None
        assert "watch" not in (await kith.gmail.bill(ada.address))["methods"]


async def test_the_schedules_are_made_once_and_start_the_work(settings: Settings, tmp_path: Path) -> None:
    async with people(settings, tmp_path, "ada") as (kith, (ada,)):
        client = kith.services.core.client
        for _ in range(2):
            await ensure_schedules(client)
        for name in ("watch-renewal", "safety-poll"):
            schedule = (await client.get_schedule_handle(name).describe()).schedule
            assert schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
            assert (schedule.policy.catchup_window or timedelta.max) <= timedelta(minutes=10)
        await ada.watch_ends(1)
        handle = client.get_schedule_handle("watch-renewal")
        await handle.trigger()
        async with asyncio.timeout(30):
            while not (started := (await handle.describe()).info.recent_actions):
                await asyncio.sleep(0.1)
        run = client.get_workflow_handle(started[0].action.workflow_id)  # type: ignore[attr-defined]
        assert (await run.result())["done"] == 1
        assert (await ada.state())["watch_expires_at"] > datetime.now(UTC) + timedelta(days=6.9)
