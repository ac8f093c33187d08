"""Comparing with Gmail: what is missing, too many or labelled otherwise is found and healed, and nothing else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from services.mail.message_rows import message_id
from tests.integration.gmail.reconciling import NOTHING, PRICE, behind_its_back, copied, counts, reconciled
from tests.integration.gmail.test_sync import assert_exact
from tests.integration.tenants import as_owner
from tests.product import OWNER, Product, product


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def test_an_exact_copy_is_found_exact_at_the_price_of_the_lists(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING
    assert found["compared"] == len(ids)
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE
    await assert_exact(kith, user, mailbox)


async def test_whatever_was_lost_comes_again(kith: Product) -> None:
    """Rows of messages; a row of the ledger; and a message that was taken for deleted."""
    browser, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "DELETE FROM messages WHERE source_id = ANY(%s)", ids[:2])
    await behind_its_back(kith, "DELETE FROM ledger WHERE source_id = %s", ids[3])
    await behind_its_back(kith, "UPDATE ledger SET state = 'gone' WHERE source_id = %s", ids[4])
    await behind_its_back(kith, "DELETE FROM messages WHERE source_id = %s", ids[4])
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"missing": 4, "healed": 4}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 4 * 20
    assert (await browser.get(f"mailboxes/{mailbox}"))["counts"]["stored"] == len(ids)
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING
    threads = await browser.every("threads")
    assert sum(thread["message_count"] for thread in threads) == len(ids)


_COPY = """
    INSERT INTO messages SELECT (jsonb_populate_record(m, %s)).* FROM messages m WHERE source_id = %s
"""
_LISTED = """
    INSERT INTO ledger (user_id, mailbox_id, source_id, thread_id, state, position)
    SELECT user_id, mailbox_id, source_id, thread_id, %s, 0 FROM messages WHERE source_id = %s
"""


async def test_rows_that_gmail_does_not_know_go_only_after_gmail_was_asked_for_them(kith: Product) -> None:
    """Whatever the ledger says of them."""
    browser, user, mailbox, ids = await copied(kith)
    foreign: dict[str, str | None] = {
        "00000000000000aa": "stored",
        "00000000000000ab": "gone",
        "00000000000000ac": None,
    }
    for key, state in foreign.items():
        other = {"id": str(message_id(UUID(mailbox), key)), "source_id": key, "thread_id": key}
        await behind_its_back(kith, _COPY, Jsonb(other), ids[1])
        if state is not None:
            await behind_its_back(kith, _LISTED, state, key)
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"extra": 3, "healed": 3}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 3 * 20
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING


async def test_labels_changed_behind_its_back_are_gmails_again(kith: Product) -> None:
    browser, user, mailbox, ids = await copied(kith)
    await behind_its_back(kith, "UPDATE messages SET labels = '{INBOX,STARRED}' WHERE source_id = %s", ids[0])
    await behind_its_back(kith, "UPDATE messages SET labels = '{Label_99}' WHERE source_id = %s", ids[1])
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"relabelled": 2}
    # A label that nobody has heard of is asked for, once.
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 1 + 2 * 20
    await assert_exact(kith, user, mailbox)
    assert counts(await reconciled(kith, browser, mailbox)) == NOTHING


async def test_many_labels_are_put_right_without_asking_for_a_message(kith: Product) -> None:
    browser, user, mailbox, _ = await copied(kith, messages=110)
    await behind_its_back(kith, "UPDATE messages SET labels = '{SPAM,BLUE_STAR}'")
    before = (await kith.gmail.bill())["units"]
    found = await reconciled(kith, browser, mailbox)
    assert counts(found) == NOTHING | {"relabelled": 110}
    assert found["units"] == (await kith.gmail.bill())["units"] - before == PRICE + 1
    stored = await kith.stored(user, mailbox)
    assert {tuple(message["labelIds"]) for message in stored.values()} == {("BLUE_STAR", "INBOX", "UNREAD")}
    assert all(thread["unread"] for thread in await browser.every("threads"))
    await behind_its_back(kith, "UPDATE messages SET labels = array_remove(labels, 'BLUE_STAR')")
    await assert_exact(kith, user, mailbox)
    async with await as_owner(kith.settings) as owner:
        planned = await (await owner.execute("SELECT next_reconcile_at - now() FROM directory_mailboxes")).fetchone()
    assert planned is not None
    assert timedelta(minutes=55) < planned[0] <= timedelta(hours=1), "lists were believed: they are compared again soon"
