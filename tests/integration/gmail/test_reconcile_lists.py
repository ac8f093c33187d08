"""Comparing with lists that are not complete, not new or not alone: nothing is deleted on the word of half a list."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.gmail.reconcile import ReconcileRun
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.gmail.reconcile_lists import ALL, ListPlace, ReconcileListQueries
from services.gmail.reconcile import PartialList
from tests.integration.gmail.reconciling import (
    LABELS,
    NOTHING,
    behind,
    behind_its_back,
    copied,
    counts,
    reconciled,
    reconciled_by_itself,
    struck,
)
from tests.integration.gmail.test_sync import assert_exact, connected, mail
from tests.product import OWNER, Product, product


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def test_what_no_history_told_of_is_put_right_after_it_has_expired(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await kith.gmail.control("POST", f"accounts/{OWNER}/expire-tokens")
    await kith.gmail.fault(match="history.list", kind="status", status=503)
    await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{ids[0]}/labels", json={"add": ["STARRED"]})
    await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{ids[1]}")
    await kith.gmail.control("POST", f"accounts/{OWNER}/expire-history")
    await kith.gmail.fault()
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
    health = await reconciled_by_itself(browser, mailbox)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)
    assert health["reconciliation"]["relabelled"] == 1
    assert (await browser.get(f"mailboxes/{mailbox}"))["counts"]["gone"] == 1


async def test_a_comparison_that_meets_an_expired_history_lists_anew_and_compares_then(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await kith.gmail.fault(match="history.list", kind="status", status=503)
    await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{ids[1]}")
    await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{ids[2]}/labels", json={"remove": ["UNREAD"]})
    await kith.gmail.control("POST", f"accounts/{OWNER}/expire-history")
    await kith.gmail.fault()
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
    health = await reconciled_by_itself(browser, mailbox)
    await kith.idle(browser, mailbox)
    await assert_exact(kith, user, mailbox)
    assert health["reconciliation"]["relabelled"] == 1


async def test_what_comes_goes_and_changes_meanwhile_counts_as_nothing(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await kith.gmail.fault(match="messages.list", kind="latency", seconds=0.2)
    answer = await browser.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
    for number in range(4):
        await struck(kith, 3 * number + 1)
        await kith.gmail.deliver(mail(50 + number))
        await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{ids[number]}/labels", json={"add": ["STARRED"]})
    await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{ids[5]}")
    await kith.idle(browser, mailbox)
    assert (await browser.get(f"jobs/{answer.json()['job_id']}"))["state"] == "completed"
    assert counts((await browser.get(f"mailboxes/{mailbox}/health"))["reconciliation"]) == NOTHING
    await assert_exact(kith, user, mailbox)
    await kith.gmail.fault()
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING


def letters(number: int) -> bytes:
    """An mbox of so many mails."""
    return b"".join(b"From - Mon Jun 01 10:00:00 2026\n" + mail(n) + b"\n" for n in range(number))


async def test_half_a_list_deletes_nothing_and_goes_on_where_it_stopped(settings: Settings, tmp_path: Path) -> None:
    mbox = tmp_path / "many.mbox"
    mbox.write_bytes(letters(600))
    async with product(settings, tmp_path, MboxAccount(OWNER, mbox, "Robin Marlow")) as kith:
        browser, user, mailbox = await connected(kith)
        await browser.synced(mailbox)
        await kith.idle(browser, mailbox)
        before = (await kith.gmail.bill())["methods"]
        # Every second page fails, the second of the list of all mail first.
        await kith.gmail.fault(match="messages.list", kind="status", status=503, every=2, times=2)
        answer = await browser.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
        await struck(kith, 1)
        assert len(await kith.stored(user, mailbox)) == 600
        assert (await browser.get(f"mailboxes/{mailbox}"))["counts"]["stored"] == 600
        await kith.idle(browser, mailbox)
        assert (await browser.get(f"jobs/{answer.json()['job_id']}"))["state"] == "completed"
        health = await browser.get(f"mailboxes/{mailbox}/health")
        assert counts(health["reconciliation"]) == NOTHING
        await assert_exact(kith, user, mailbox)
        bill = (await kith.gmail.bill())["methods"]
        labelled = sum(len(message["labelIds"]) for message in (await kith.gmail.snapshot()).values())
        pages = 2 + LABELS + labelled // 500
        listed = bill["messages.list"]["requests"] - before["messages.list"]["requests"]
        assert listed <= pages + 2, "a page that was kept was listed again"
        assert bill["messages.get"] == before["messages.get"]


async def test_nothing_is_compared_with_a_list_that_is_not_complete(kith: Product) -> None:
    _, user, mailbox, ids = await copied(kith)
    reconciler, ref = kith.services.gmail.reconciler, MailboxRef(user_id=user, mailbox_id=UUID(mailbox))
    run = ReconcileRun(mailbox=ref, run=new_id())
    run = replace(run, since=(await reconciler.begin(run)).since)
    async with kith.services.core.database.tenant(user) as session:
        lists = ReconcileListQueries(session, ref, run.run)
        await lists.open_lists([ALL])
        await lists.keep_page(ListPlace(ALL, 0, ""), [(ids[0], ids[0])], next_token="more")
    with pytest.raises(PartialList):
        await reconciler.heal(run, spent=0)
    assert await behind(kith, "SELECT count(*) FROM ledger WHERE state = 'stored'") == len(ids)


async def test_a_list_that_names_a_message_twice_is_read_as_if_once(kith: Product) -> None:
    _, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "DELETE FROM messages WHERE source_id = %s", ids[0])
    reconciler, ref = kith.services.gmail.reconciler, MailboxRef(user_id=user, mailbox_id=UUID(mailbox))
    run = ReconcileRun(mailbox=ref, run=new_id())
    run = replace(run, since=(await reconciler.begin(run)).since)
    async with kith.services.core.database.tenant(user) as session:
        lists = ReconcileListQueries(session, ref, run.run)
        await lists.open_lists([ALL])
        await lists.keep_page(ListPlace(ALL, 0, ""), [(key, key) for key in ids[:4]], next_token="more")
        await lists.keep_page(ListPlace(ALL, 1, "more"), [(key, key) for key in [ids[0], *ids[3:]]], next_token=None)
    found = await reconciler.heal(run, spent=0)
    assert found is not None
    assert (found.missing, found.healed, found.extra, found.relabelled) == (1, 1, 0, 0)
    await assert_exact(kith, user, mailbox)


async def test_two_wakes_before_a_new_listing_has_begun_make_one_listing(kith: Product) -> None:
    browser, user, mailbox, _ = await copied(kith)
    await kith.gmail.control("POST", f"accounts/{OWNER}/expire-history")
    await kith.gmail.fault(match="getProfile", kind="latency", seconds=1)
    for _ in range(3):
        await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
        await asyncio.sleep(0.2)  # inside the second that the listing takes to begin
    await kith.idle(browser, mailbox)
    jobs = await browser.every("jobs")
    assert {job["state"] for job in jobs} == {"completed"}, jobs
    await assert_exact(kith, user, mailbox)
