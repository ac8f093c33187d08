"""What Gmail answers that cannot be stored: asked again a few times, with pauses; it stops nobody, and is not lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from base.errors import Unavailable
from base.settings import Settings
from bench.mailbox import write
from devstack.simulator.config import MboxAccount
from models.contracts.core.lanes import Lane
from models.contracts.gmail.copying import BackfillInput, FetchInput
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.mail import ledger
from models.queries.mail.ledger import MAX_ATTEMPTS, OLDER, LedgerQueries
from services.gmail import history
from services.gmail.planner import LedgerEntry
from tests.integration.gmail.test_sync import assert_exact, connected, mail
from tests.product import OWNER, Browser, Product, product

NEVER = 10**15  # a history id that no answer has
MANY = 250  # messages


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Product]:
    monkeypatch.setattr(ledger, "WAIT", 0.05)
    mbox = tmp_path / "robin.mbox"
    write(mbox, MANY)
    async with product(settings, tmp_path, MboxAccount(OWNER, mbox), pushes=False) as running:
        yield running


async def copied(kith: Product) -> tuple[Browser, MailboxRef]:
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    return browser, MailboxRef(user_id=user, mailbox_id=UUID(mailbox))


async def forget(kith: Product, ref: MailboxRef, most: int, history_id: int = 0) -> list[str]:
    """Have some messages listed, and no copy of them. Returns their ids."""
    async with kith.services.core.database.tenant(ref.user_id) as session:
        rows = await session.execute(
            text("""
                UPDATE ledger SET state = 'listed', attempts = 0, history_id = greatest(history_id, :history_id)
                WHERE mailbox_id = :id AND source_id IN
                    (SELECT source_id FROM ledger WHERE mailbox_id = :id ORDER BY position LIMIT :most)
                RETURNING source_id
            """),
            {"id": ref.mailbox_id, "most": most, "history_id": history_id},
        )
        ids = [row[0] for row in rows]
        await session.execute(
            text("DELETE FROM messages WHERE mailbox_id = :id AND source_id = ANY(:ids)"),
            {"id": ref.mailbox_id, "ids": ids},
        )
    return ids


async def state(kith: Product, ref: MailboxRef, source_id: str) -> tuple[str, int, str | None]:
    async with kith.services.core.database.tenant(ref.user_id) as session:
        found = await session.execute(
            text("SELECT state, attempts, error FROM ledger WHERE mailbox_id = :id AND source_id = :key"),
            {"id": ref.mailbox_id, "key": source_id},
        )
        row = found.one()
        return row[0], row[1], row[2]


async def gets(kith: Product) -> int:
    """How many messages and threads were asked for so far."""
    methods = (await kith.gmail.bill())["methods"]
    return sum(methods[name]["requests"] for name in ("messages.get", "threads.get") if name in methods)


@pytest.mark.parametrize("live", [True, False], ids=["live", "backfill"])
async def test_an_answer_older_than_the_history_is_asked_for_a_few_times_and_then_looked_at(
    kith: Product, live: bool
) -> None:
    browser, ref = await copied(kith)
    (source_id,) = await forget(kith, ref, 1, NEVER)
    before = await gets(kith)
    backfill = FetchInput(backfill=BackfillInput(mailbox=ref, generation=1), newest=None, limit=5_000)
    async with asyncio.timeout(30):
        while (await state(kith, ref, source_id))[0] == "listed":
            try:
                await (kith.services.gmail.history.sync(ref) if live else kith.services.gmail.backfill.fetch(backfill))
            except Unavailable as error:
                await asyncio.sleep(
                    (timedelta(minutes=1) if error.retry_after is None else error.retry_after).total_seconds()
                )
    assert await state(kith, ref, source_id) == ("dead", MAX_ATTEMPTS, OLDER)
    assert await gets(kith) - before == MAX_ATTEMPTS
    async with kith.services.core.database.tenant(ref.user_id) as session:  # Gmail's copies are up to date again
        await session.execute(text("UPDATE ledger SET history_id = 0 WHERE source_id = :key"), {"key": source_id})
    await browser.http.post(f"/api/v1/mailboxes/{ref.mailbox_id}/reconcile")
    await kith.idle(browser, str(ref.mailbox_id))
    assert (await state(kith, ref, source_id))[0] == "stored"
    await assert_exact(kith, ref.user_id, str(ref.mailbox_id))


async def test_messages_of_a_deleted_thread_are_asked_for_in_batches_that_gmail_takes(kith: Product) -> None:
    _, ref = await copied(kith)
    thread = "1" * 16
    lost = [(f"{number:016x}", thread) for number in range(1, 151)]
    async with kith.services.core.database.tenant(ref.user_id) as session:
        await LedgerQueries(session, ref).add(lost, generation=1, position=None)
    done = await kith.services.gmail.backfill._fetcher.fetch(
        ref, [LedgerEntry(*ids) for ids in lost], generation=1, lane=Lane.BACKFILL
    )
    assert (done.gone, done.failed) == (150, 0)


@pytest.mark.parametrize("times", [1, 3, None], ids=["once", "three times", "always"])
async def test_a_refused_batch_fails_no_mailbox(kith: Product, times: int | None) -> None:
    browser, ref = await copied(kith)
    ids = await forget(kith, ref, 3)
    await kith.gmail.fault(match="^batch$", kind="status", status=400, times=times)
    await browser.http.post(f"/api/v1/mailboxes/{ref.mailbox_id}/sync")
    async with asyncio.timeout(60):
        while any([(await state(kith, ref, source_id))[0] == "listed" for source_id in ids]):
            await asyncio.sleep(0.1)
    await kith.idle(browser, str(ref.mailbox_id))
    assert (await browser.get(f"mailboxes/{ref.mailbox_id}"))["status"] == "healthy"
    states = [(await state(kith, ref, source_id))[0] for source_id in ids]
    assert states == ["dead" if times is None else "stored"] * 3


async def test_mail_that_comes_during_a_long_drain_goes_first(kith: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    _, ref = await copied(kith)
    monkeypatch.setattr(history, "LOOK", 0.2)
    ids = await forget(kith, ref, MANY)
    await kith.gmail.fault(match="^batch$", kind="latency", seconds=0.4)
    draining = asyncio.create_task(kith.services.gmail.history.sync(ref))
    await asyncio.sleep(0.6)
    fresh = await kith.gmail.deliver(mail(1))
    async with asyncio.timeout(10):
        while fresh not in await kith.stored(ref.user_id, str(ref.mailbox_id)):
            await asyncio.sleep(0.02)
    left = [source_id for source_id in ids if source_id not in await kith.stored(ref.user_id, str(ref.mailbox_id))]
    assert left, "the drain goes on"
    await kith.gmail.fault()
    await draining
    await assert_exact(kith, ref.user_id, str(ref.mailbox_id))
