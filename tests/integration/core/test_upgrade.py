"""An upgrade: jobs of an older Kith are ended, and what they had to do is done by others, exactly."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus

from api.app import create_app
from base.ids import new_id
from base.settings import Settings
from devstack.ports import any_free
from devstack.simulator.config import MboxAccount
from models.contracts.core.jobs import kind_of
from models.contracts.core.search_attributes import CURRENT_GENERATION, GENERATION
from models.contracts.core.upgrade import UpgradeInput, UpgradeResult, older_jobs
from models.contracts.mail.mailboxes import MailboxRef
from services.core.upgrade import Upgrade
from services.wiring import Services
from tests.integration.core.older_kith import older_kith
from tests.integration.gmail.test_sync import assert_exact, connected, mail
from tests.integration.sending.writer import IDA
from tests.integration.tenants import mbox
from tests.product import FAST, OWNER, Browser, Product, Simulator, served, simulator, with_google
from tests.workers_here import workers
from workflows.core.options import Queue
from workflows.core.schedules import SCHEDULES, ensure_schedules
from workflows.core.starter import TemporalStarter
from workflows.core.upgrade import ensure_upgraded

CLOCKED = [recurring.id for recurring in SCHEDULES]
MAILS = 260


@contextlib.asynccontextmanager
async def running(settings: Settings, gmail: Simulator) -> AsyncIterator[Product]:
    """The API, without workers."""
    services = await Services.build(settings)
    async with served(create_app(settings), settings.port) as url:
        yield Product(settings, services, gmail, url)
    await services.close()


async def begin(client: Client) -> None:
    """What a worker of workflows does as it starts."""
    await ensure_schedules(client)
    await ensure_upgraded(client, CLOCKED)


async def jobs(client: Client, query: str | None = None) -> dict[str, WorkflowExecution]:
    """{run: job}"""
    return {job.run_id or "": job async for job in client.list_workflows(query)}


async def settled(client: Client) -> dict[str, WorkflowExecution]:
    """{run: job} once Temporal's list, which is a moment behind, has what each personal job has come to."""
    async with asyncio.timeout(60):
        while True:
            listed = await jobs(client)
            running = [job for job in listed.values() if job.status is WorkflowExecutionStatus.RUNNING]
            found = [await client.get_workflow_handle(job.id, run_id=job.run_id).describe() for job in running]
            if all(job.status is WorkflowExecutionStatus.RUNNING for job in found):
                return listed
            await asyncio.sleep(0.1)


async def in_the_clear(client: Client) -> set[str]:
    """Runs of which somebody without a key can read anything but search attributes."""
    found = set()
    for run_id, job in (await jobs(client)).items():
        history = await client.get_workflow_handle(job.id, run_id=run_id).fetch_history()
        if any(b"json/plain" in without_attributes(event).SerializeToString() for event in history.events):
            found.add(run_id)
    return found


def without_attributes(event: HistoryEvent) -> HistoryEvent:
    kept = HistoryEvent()
    kept.CopyFrom(event)
    for _, attributes in kept.ListFields():
        if hasattr(attributes, "search_attributes"):
            attributes.ClearField("search_attributes")
        # A schedule hands on what its run before gave, once: counts, and that run may have been an older Kith's.
        if hasattr(attributes, "last_completion_result"):
            attributes.ClearField("last_completion_result")
    return kept


async def begun(gmail: Simulator, settings: Settings) -> tuple[Browser, UUID, str, list[str]]:
    """An older Kith copies half a mailbox; then its workers are gone, and people go on asking. The jobs of these."""
    for number in range(MAILS):
        await gmail.deliver(mail(number))
    await gmail.fault(match="^batch$", kind="latency", seconds=1)
    with older_kith():
        async with running(settings, gmail) as kith:
            client = kith.services.core.client
            await ensure_schedules(client)
            async with workers(kith.services):
                browser, user, mailbox = await connected(kith)
                await browser.grant(mailbox)
                state = await browser.until(mailbox, lambda m: m["counts"]["stored"], every=0.05)
            assert state["counts"]["stored"] < MAILS, "half of it is to be left"
            letter = {"to": [IDA], "subject": "Lunch", "text": "Half past twelve?"}
            sent = await browser.http.post(f"/api/v1/mailboxes/{mailbox}/messages", json=letter)
            file = {"file": ("a.mbox", mbox(*(mail(500 + number) for number in range(30))))}
            imported = await browser.http.post("/api/v1/imports", files=file)
            await kith.services.core.starter.wake_mailbox(MailboxRef(user_id=user, mailbox_id=UUID(mailbox)), 0)
            await client.start_workflow("SafetyPollWorkflow", id="safety-poll", task_queue=Queue.WORKFLOWS)
    await gmail.fault()
    return browser, user, mailbox, [sent.json()["job_id"], imported.json()["job_id"]]


async def test_what_an_older_kith_had_begun_is_done_exactly(settings: Settings, tmp_path: Path) -> None:
    accounts = MboxAccount(OWNER, None, "Robin Marlow"), MboxAccount(IDA, None, "Ida Okafor")
    async with simulator(tmp_path / "gmail", *accounts, quota=FAST) as gmail:
        configured = with_google(settings, gmail, any_free())
        browser, user, mailbox, asked = await begun(gmail, configured)
        async with running(configured, gmail) as kith:
            client = kith.services.core.client
            older = await jobs(client, older_jobs(CLOCKED))
            kinds = {kind_of(job.id) for job in older.values()}
            assert kinds >= {"backfill", "mailbox", "send", "import", "safety-poll"}
            second = await Services.build(configured)
            async with workers(kith.services), workers(second):
                await asyncio.gather(*(begin(client) for _ in range(3)))
                result = await client.get_workflow_handle("upgrade", result_type=UpgradeResult).result()
                state = await browser.synced(mailbox)
                for asked_for in asked:
                    await completed(browser, asked_for)
                await kith.idle(browser, mailbox)
            await second.close()
            assert (state["status"], state["counts"]["stored"]) == ("healthy", MAILS + 1)
            await assert_exact(kith, user, mailbox)
            assert len(await gmail.snapshot(IDA)) == 1, "sent once"
            (imported,) = [found for found in await browser.every("mailboxes") if found["id"] != mailbox]
            assert imported["counts"]["stored"] == 30
            now = await settled(client)
            ended = {run_id for run_id, job in now.items() if job.status is WorkflowExecutionStatus.TERMINATED}
            assert ended <= set(older), "no job of today is ended"
            assert len(ended) == result.ended
            # What the clock starts may have been done before it was found: there is nothing in it to be refused.
            expected = {kind for kind in kinds if not kind.startswith(tuple(CLOCKED))}
            assert {kind_of(older[run_id].id) for run_id in ended} >= expected
            completed_or_ended = {WorkflowExecutionStatus.COMPLETED, WorkflowExecutionStatus.TERMINATED}
            personal = {job.id: job for job in now.values() if job.id.startswith("u:")}
            assert [name for name, job in personal.items() if job.status not in completed_or_ended] == []
            assert await in_the_clear(client) & set(await jobs(client, f"{GENERATION} = {CURRENT_GENERATION}")) == set()
            for clocked in CLOCKED:
                assert (await client.get_schedule_handle(clocked).describe()).id == clocked
            await begin(client)
            assert len(await jobs(client, "WorkflowId = 'upgrade'")) == 1, "nothing is left to upgrade"


async def completed(browser: Browser, job_id: str) -> None:
    async with asyncio.timeout(60):
        while (state := (await browser.get(f"jobs/{job_id}"))["state"]) in {"running", "terminated"}:
            await asyncio.sleep(0.1)
    assert state == "completed"


async def shown(client: Client, query: str, wanted: set[str]) -> None:
    """Temporal's list is a moment behind."""
    async with asyncio.timeout(30):
        while {job.id for job in (await jobs(client, query)).values()} != wanted:
            await asyncio.sleep(0.1)


class Crash(Exception):
    """The worker dies."""


async def test_a_worker_that_dies_meanwhile_loses_nothing_and_two_at_once_end_the_same(
    settings: Settings, tmp_path: Path
) -> None:
    services = await Services.build(settings)
    client = services.core.client
    bare = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
    user = new_id()
    names = [f"u:{user}:backfill:{new_id()}:1" for _ in range(6)]
    for name in [*names, f"u:{user}:unheard-of:1", "somebody-elses"]:
        await bare.start_workflow("BackfillWorkflow", "plain", id=name, task_queue=Queue.WORKFLOWS)
    starter = TemporalStarter(client, replacing=True)
    dies = iter([False, False, False, True])

    async def restart(owner: UUID, words: Sequence[str]) -> bool:
        if next(dies, False):
            raise Crash
        ref = MailboxRef(user_id=owner, mailbox_id=UUID(words[0]))
        await starter.start_backfill(ref, int(words[1]))
        return True

    upgrade, request = Upgrade(client, {"backfill": restart}), UpgradeInput(clocked=CLOCKED)
    with pytest.raises(Crash):
        await upgrade.run(request)
    await asyncio.gather(upgrade.run(request), upgrade.run(request))
    assert (await upgrade.run(request)).ended == 0
    runs = "ExecutionStatus = 'Running'"
    await shown(client, runs, {*names, "somebody-elses"})
    await shown(client, f"{runs} AND {GENERATION} = {CURRENT_GENERATION}", set(names))
    await services.close()
