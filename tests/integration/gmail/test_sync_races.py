"""What the fault campaign found: moments between two steps, each of which lost something."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from google.oauth2.credentials import Credentials
from pydantic import SecretStr
from redis.asyncio import Redis
from sqlalchemy import text
from temporalio import activity
from temporalio.client import WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from base.heartbeat import heart
from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from integrations.gmail.client import GmailClient
from models.contracts.gmail.copying import BackfillInput, FetchInput, MailboxSyncState, SyncResult
from models.contracts.mail.mailboxes import MailboxRef, MailboxStatus, StatusInput
from models.queries.mail.sync_state import SyncStateQueries
from models.queries.people.extraction import ExtractionQueries
from services.mail.storing import Batch
from services.wiring import Services
from tests.integration.gmail.test_sync import assert_exact, connected, mail
from tests.owner import Owner
from tests.product import OWNER, Product, product
from tests.stack import TemporalNamespace
from workers.sandbox import runner
from workflows.core.options import Queue
from workflows.gmail.mailbox_sync import MailboxSyncWorkflow


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def copy_of(kith: Product, source_id: str) -> list[dict[str, Any]]:
    """What Gmail answers for a message's thread now."""
    granted = await kith.gmail.control("POST", f"accounts/{OWNER}/grants", json={})
    connections = kith.services.gmail.connections
    gmail = GmailClient(kith.gmail.url, Credentials(token=granted["access_token"]), connections)
    answers = await gmail.get_many([("threads", source_id)])
    assert isinstance(answers[0], list)
    return answers[0]


@asynccontextmanager
async def before_the_listing(kith: Product, ref: MailboxRef, source_id: str) -> AsyncIterator[None]:
    """In the block, the listing has not come to this message yet; after it, a copy of it arrives from before."""
    copy = await copy_of(kith, source_id)
    async with kith.services.core.database.tenant(ref.user_id) as session:
        for table in ("messages", "threads", "ledger"):
            await session.execute(text(f"DELETE FROM {table} WHERE mailbox_id = :id"), {"id": ref.mailbox_id})  # noqa: S608
    yield
    await kith.services.mail.store.store_payloads(ref, Batch(copy, generation=1))


async def test_a_copy_that_is_complete_stays_so_whatever_late_attempts_do(kith: Product) -> None:
    """One that was silent for too long may still be at work when the next one has ended."""
    await kith.gmail.deliver(mail(1))
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    request = BackfillInput(mailbox=MailboxRef(user_id=user, mailbox_id=UUID(mailbox)), generation=1)
    await kith.services.gmail.backfill.begin(request)
    await kith.services.gmail.backfill.fetch(FetchInput(backfill=request, limit=10, newest=10))
    assert (await browser.get(f"mailboxes/{mailbox}"))["status"] == "healthy"
    await kith.idle(browser, mailbox)


async def test_a_copy_on_its_way_is_not_kept_after_its_message_was_deleted(kith: Product) -> None:
    source_id = await kith.gmail.deliver(mail(1))
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    ref = MailboxRef(user_id=user, mailbox_id=UUID(mailbox))
    async with before_the_listing(kith, ref, source_id):
        await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{source_id}")
        await kith.services.gmail.history.sync(ref)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)


async def test_a_copy_on_its_way_does_not_bring_old_labels_back(kith: Product) -> None:
    source_id = await kith.gmail.deliver(mail(1))
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    ref = MailboxRef(user_id=user, mailbox_id=UUID(mailbox))
    async with before_the_listing(kith, ref, source_id):
        await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{source_id}/labels", json={"add": ["STARRED"]})
        await kith.services.gmail.history.sync(ref)
    await kith.services.gmail.history.sync(ref)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)


async def test_people_are_found_though_the_worker_died_after_their_mail_was_stored(kith: Product) -> None:
    await kith.gmail.fault(match="^watch$", kind="status", status=404, reason="notFound")  # no push comes in between
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    ref = MailboxRef(user_id=user, mailbox_id=UUID(mailbox))
    await kith.gmail.deliver(mail(1))

    def dies(*told: int) -> None:
        if told == (1,):  # message is stored
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError), heart(dies):
        await kith.services.gmail.history.sync(ref)
    await kith.services.gmail.history.sync(ref)
    await kith.idle(browser, mailbox)
    async with kith.services.core.database.tenant(user) as session:
        assert not await ExtractionQueries(session, ref).any_pending()


async def test_a_listing_that_another_has_replaced_changes_nothing(database: Settings, redis_url: str) -> None:
    settings = database.model_copy(update={"redis_url": SecretStr(redis_url)})
    services = await Services.build(settings, lazy=True)
    owner = await Owner.create(services)
    async with services.core.database.tenant(owner.user_id) as session:
        states = SyncStateQueries(session, owner.refs[0])
        await states.begin(1, 10)
        await states.begin(2, 20)
        await states.set_page(1, "500:x", complete=True)
        await states.finish(1)
        found = await states.get()
        assert (found.generation, found.page_token, found.list_complete, found.backfilled_at) == (2, None, False, None)
        await states.set_page(2, None, complete=True)
        await states.finish(2)
        found = await states.get()
        assert found.list_complete
        assert found.backfilled_at is not None
    await services.close()


async def test_a_wake_up_while_a_sync_fails_is_answered(temporal: TemporalNamespace) -> None:
    ref = MailboxRef(user_id=new_id(), mailbox_id=new_id())
    handle: WorkflowHandle[Any, Any] = temporal.client.get_workflow_handle("follow")
    attempts: list[str] = []

    @activity.defn(name="mail.sync_history")
    async def sync_history(mailbox: MailboxRef) -> SyncResult:
        attempts.append("sync")
        if len(attempts) == 1:
            raise ApplicationError("Gmail refuses this request.", type="GmailRefused", non_retryable=True)
        return SyncResult(history_id=7)

    @activity.defn(name="mailboxes.set_status")
    async def set_status(request: StatusInput) -> None:
        assert request.status is MailboxStatus.FAILED
        await handle.signal(MailboxSyncWorkflow.notify, 0)  # its owner presses "Sync now" just then

    workflows = Worker(
        temporal.client, task_queue=Queue.WORKFLOWS, workflows=[MailboxSyncWorkflow], workflow_runner=runner()
    )
    activities = Worker(temporal.client, task_queue=Queue.LIVE, activities=[sync_history, set_status])
    async with workflows, activities:
        done = await temporal.client.execute_workflow(
            MailboxSyncWorkflow.run, MailboxSyncState(mailbox=ref), id=handle.id, task_queue=Queue.WORKFLOWS
        )
    assert done.syncs == 1
    assert len(attempts) == 2


async def test_an_answer_that_was_lost_is_on_the_bill(kith: Product) -> None:
    for number in range(12):
        await kith.gmail.deliver(mail(number))
    await kith.gmail.fault(match="batch|list|history", kind="lose_answer", times=5, every=2)
    browser, user, mailbox = await connected(kith)
    assert (await browser.synced(mailbox))["counts"]["stored"] == 12
    await kith.idle(browser, mailbox)
    served, billed = (await kith.gmail.bill())["units"], (await browser.get(f"mailboxes/{mailbox}"))["quota_units"]
    assert billed >= served
    await assert_exact(kith, user, mailbox)


async def test_redis_may_have_been_started_anew_between_two_requests(settings: Settings) -> None:
    assert settings.redis_url is not None
    services = await Services.build(settings)
    await services.core.redis.ping()
    async with Redis.from_url(settings.redis_url.get_secret_value()) as other:
        await other.client_kill_filter(skipme=True)
    await services.core.redis.ping()
    await services.close()
