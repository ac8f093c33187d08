"""Waiting for quota: what is shown ends with the wait, whoever dies meanwhile, and a long wait holds nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from temporalio.api.enums.v1 import EventType

from base.errors import QuotaWait
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from integrations.gmail.errors import RateLimited
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus
from models.contracts.people.extraction import ExtractionInput
from services.gmail import governor
from tests.integration.gmail.test_sync import connected, mail
from tests.product import OWNER, Browser, Product, product

PAUSE = 2.0  # seconds


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Product]:
    monkeypatch.setattr(governor, "_NOTED", 0.1)
    async with product(settings, tmp_path, MboxAccount(OWNER)) as running:
        yield running


async def asks_to_wait(kith: Product, ref: MailboxRef, seconds: float = PAUSE) -> None:
    """Gmail does, for this mailbox."""
    await kith.services.gmail.governor.refused(ref, RateLimited(timedelta(seconds=seconds)), Lane.BACKFILL, 0)


async def synced(kith: Product) -> tuple[Browser, MailboxRef]:
    browser, user_id, mailbox_id = await connected(kith)
    await browser.synced(mailbox_id)
    await kith.idle(browser, mailbox_id)
    return browser, MailboxRef(user_id=user_id, mailbox_id=UUID(mailbox_id))


async def killed_while_it_waits(kith: Product, browser: Browser, ref: MailboxRef) -> None:
    """Somebody who waits for quota, and has said so, is gone without a word."""
    waiting = asyncio.create_task(kith.services.gmail.governor.acquire(ref, 1, Lane.PUSH))
    await browser.until(str(ref.mailbox_id), lambda m: m["status"] == "paused", every=0.05)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_pause_that_nobody_takes_back_ends_by_itself(kith: Product) -> None:
    browser, ref = await synced(kith)
    await asks_to_wait(kith, ref)
    await killed_while_it_waits(kith, browser, ref)
    shown = await browser.get(f"mailboxes/{ref.mailbox_id}")
    assert shown["status"] == "paused"
    assert shown["status_reason"].startswith("Gmail asks to wait until ")
    assert "goes on by itself" in (await browser.get(f"mailboxes/{ref.mailbox_id}/health"))["verdict"]
    after = await browser.until(str(ref.mailbox_id), lambda m: m["status"] != "paused", seconds=PAUSE + 5)
    assert (after["status"], after["status_reason"]) == ("healthy", None)
    assert (await browser.get("mailboxes"))["items"][0]["status"] == "healthy"
    assert (await browser.get(f"mailboxes/{ref.mailbox_id}/health"))["level"] == "ok"


async def test_who_looks_for_people_does_not_wait_for_a_pause(kith: Product) -> None:
    browser, ref = await synced(kith)
    board, extraction = kith.services.mail.status_board, kith.services.people.extraction
    await asks_to_wait(kith, ref)
    await killed_while_it_waits(kith, browser, ref)
    async with asyncio.timeout(PAUSE):
        assert (await extraction.run(ExtractionInput(mailbox=ref))).complete, "its copy is complete"
    await board.show(ref, MailboxStatus.BACKFILLING, "fetching the rest, newest first")
    await asks_to_wait(kith, ref, 3600)
    with pytest.raises(QuotaWait):
        await kith.services.gmail.governor.acquire(ref, 1, Lane.BACKFILL)
    async with asyncio.timeout(10):
        assert (await extraction.run(ExtractionInput(mailbox=ref))).complete, "the copy tells when it goes on"


async def test_a_long_wait_holds_no_slot_and_is_no_failure(kith: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(governor, "_HELD", 0.5)
    browser, ref = await synced(kith)
    for number in range(3):
        await kith.gmail.deliver(mail(number))
    await asks_to_wait(kith, ref, PAUSE)
    started = await browser.http.post(f"/api/v1/mailboxes/{ref.mailbox_id}/sync")
    handle = kith.services.core.client.get_workflow_handle(started.json()["job_id"])
    async with asyncio.timeout(60):
        while not any(
            event.event_type == EventType.EVENT_TYPE_TIMER_STARTED for event in (await handle.fetch_history()).events
        ):
            await asyncio.sleep(0.05)
    assert not (await handle.describe()).raw_description.pending_activities
    assert (await browser.get(f"mailboxes/{ref.mailbox_id}"))["status"] == "paused"
    await browser.until(str(ref.mailbox_id), lambda m: m["counts"]["stored"] == 3 and m["status"] == "healthy")
    await handle.result()
    (activity, *_) = [
        event.activity_task_started_event_attributes
        for event in (await handle.fetch_history()).events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
    ]
    assert activity.attempt == 1


async def test_who_waits_long_in_a_request_is_told_when_to_come_back(kith: Product) -> None:
    await kith.gmail.deliver(mail(1))
    browser, ref = await synced(kith)
    (message,) = await browser.every("messages")
    await asks_to_wait(kith, ref, 3600)
    answer = await browser.http.get(f"/api/v1/messages/{message['id']}/raw")
    assert answer.status_code == 503
    assert 3500 < int(answer.headers["retry-after"]) <= 3600
