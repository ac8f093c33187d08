"""Comparing with Gmail: what is missing, too many or labelled otherwise is found and healed, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.gmail.reconcile import ReconcileRun
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.gmail.reconcile_lists import ALL, ListPlace, ReconcileListQueries
from services.gmail.reconcile import PartialList
from services.mail.message_rows import message_id
from tests.integration.gmail.test_sync import assert_exact, connected, mail
from tests.integration.tenants import as_owner
from tests.product import OWNER, Browser, Product, product

NOTHING = {"missing": 0, "extra": 0, "healed": 0, "relabelled": 0}
LABELS = 14  # that every account of the simulator has
PRICE = 2 * 2 + 1 + 5 + 5 * LABELS  # history twice, labels.list, a page of all, a page of each label


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def behind_its_back(kith: Product, statement: str, *values: object) -> None:
    """Change the database past Kith."""
    async with await as_owner(kith.settings) as owner:
        assert (await owner.execute(statement, values)).rowcount > 0


async def reconciled(kith: Product, browser: Browser, mailbox: str) -> dict[str, int]:
    """Compare now. Returns what was found, as the health says it."""
    answer = await browser.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
    assert answer.status_code == 202, answer.text
    await kith.idle(browser, mailbox)
    job = await browser.get(f"jobs/{answer.json()['job_id']}")
    assert job["state"] == "completed", job
    health = await browser.get(f"mailboxes/{mailbox}/health")
    found: dict[str, int] = health["reconciliation"]
    return found


def counts(found: dict[str, int]) -> dict[str, int]:
    return {name: found[name] for name in NOTHING}


async def copied(kith: Product, messages: int = 6) -> tuple[Browser, UUID, str, list[str]]:
    """A mailbox whose copy is complete, and the ids of its messages."""
    ids = [await kith.gmail.deliver(mail(number)) for number in range(messages)]
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    return browser, user, mailbox, ids


async def test_an_exact_copy_is_found_exact_at_the_price_of_the_lists(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING
    assert found["compared"] == len(ids)
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE
    await assert_exact(kith, user, mailbox)


async def test_a_row_deleted_behind_its_back_comes_again(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "DELETE FROM messages WHERE source_id = ANY(%s)", ids[:2])
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"missing": 2, "healed": 2}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 2 * 20
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING
    threads = await browser.every("threads")
    assert sum(thread["message_count"] for thread in threads) == len(ids)


async def test_a_lost_ledger_row_comes_again(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "DELETE FROM ledger WHERE source_id = %s", ids[3])
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING | {"missing": 1, "healed": 1}
    assert (await browser.get(f"mailboxes/{mailbox}"))["counts"]["stored"] == len(ids)
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING


async def test_a_message_taken_for_deleted_comes_again(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "UPDATE ledger SET state = 'gone' WHERE source_id = %s", ids[0])
    await behind_its_back(kith, "DELETE FROM messages WHERE source_id = %s", ids[0])
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING | {"missing": 1, "healed": 1}
    await assert_exact(kith, user, mailbox)


_COPY = """
    INSERT INTO messages SELECT (jsonb_populate_record(m, %s)).* FROM messages m WHERE source_id = %s
"""
_LISTED = """
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, state, position)
    SELECT user_id, mailbox_id, source_id, thread_id, %s, 0 FROM messages WHERE source_id = %s
"""


@pytest.mark.parametrize("state", ["stored", "gone", None])
async def test_a_row_that_gmail_does_not_know_goes_only_after_gmail_was_asked_for_it(
    kith: Product, state: str | None
) -> None:
    browser, user, mailbox, ids = await copied(kith)
    foreign = "00000000000000aa"
    other = {"id": str(message_id(UUID(mailbox), foreign)), "source_id": foreign, "thread_id": foreign}
    await behind_its_back(kith, _COPY, Jsonb(other), ids[1])
    if state is not None:
        await behind_its_back(kith, _LISTED, state, foreign)
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"extra": 1, "healed": 1}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 20
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING


async def test_labels_changed_behind_its_back_are_gmails_again(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "UPDATE messages SET labels = '{INBOX,STARRED}' WHERE source_id = %s", ids[0])
    await behind_its_back(kith, "UPDATE messages SET labels = '{Label_99}' WHERE source_id = %s", ids[1])
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"relabelled": 2}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 2 * 20
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING


async def test_many_labels_are_put_right_without_asking_for_a_message(kith: Product) -> None:
    browser, user, mailbox, _ = await copied(kith, messages=110)
    await behind_its_back(kith, "UPDATE messages SET labels = '{SPAM,BLUE_STAR}'")
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"relabelled": 110}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE
    stored = await kith.stored(user, mailbox)
    assert {tuple(message["labelIds"]) for message in stored.values()} == {("BLUE_STAR", "INBOX", "UNREAD")}
    assert all(thread["unread"] for thread in await browser.every("threads"))
    await behind_its_back(kith, "UPDATE messages SET labels = array_remove(labels, 'BLUE_STAR')")
    await assert_exact(kith, user, mailbox)
    async with await as_owner(kith.settings) as owner:
        planned = await (await owner.execute("SELECT next_reconcile_at - now() FROM directory_mailboxes")).fetchone()
    assert planned is not None
    assert timedelta(minutes=55) < planned[0] <= timedelta(hours=1), "lists were believed: they are compared again soon"


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


async def reconciled_by_itself(browser: Browser, mailbox: str) -> Any:
    """The health, once a comparison that nobody asked for has ended."""
    async with asyncio.timeout(60):
        while True:
            health = await browser.get(f"mailboxes/{mailbox}/health")
            if health["reconciled_at"] is not None:
                return health
            await asyncio.sleep(0.1)


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


async def struck(kith: Product, times: int) -> None:
    """Wait until the fault has struck so often."""
    async with asyncio.timeout(30):
        while (await kith.gmail.control("GET", "faults"))[0]["struck"] < times:
            await asyncio.sleep(0.01)


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


async def behind(kith: Product, question: str) -> object:
    """What the database says, past Kith."""
    async with await as_owner(kith.settings) as owner:
        row = await (await owner.execute(question)).fetchone()
    assert row is not None
    return row[0]


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
