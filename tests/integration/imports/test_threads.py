"""Threads of a file, by what its mails refer to, over several imports."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.imports.test_import import FIRST, imported
from tests.integration.tenants import as_owner
from tests.product import OWNER, Product, product


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


def mail(number: int, parent: int | None, day: int) -> bytes:
    answers = f"In-Reply-To: <{parent}@north.example>\n" if parent is not None else ""
    head = f"From: ida{number}@north.example\nSubject: {number}\nDate: Mon, {day} Jun 2026 10:00:00 +0000\n"
    return FIRST + f"Message-ID: <{number}@north.example>\n{answers}{head}\nHello {number}.\n\n".encode()


async def test_a_chain_by_in_reply_to_is_one_thread_in_whatever_order_it_comes(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    chain = [mail(1, None, 1), mail(2, 1, 2), mail(3, 2, 3), mail(4, 3, 4)]
    await imported(browser, chain[3], "newest.mbox")
    await imported(browser, chain[1] + mail(9, None, 5), "middle.mbox")
    mailbox, _ = await imported(browser, b"".join(chain), "all.mbox")
    threads = await browser.every("threads", mailbox_id=mailbox["id"])
    assert mailbox["counts"]["stored"] == 5
    # 4 awaited 3, and 2 awaited 1, before 3 came: these were stored as two threads, and stay two.
    assert sorted(thread["message_count"] for thread in threads) == [1, 1, 3]
    again, _ = await imported(browser, b"".join(chain[::-1]).replace(b"@north", b"@west"), "reversed.mbox")
    threads = await browser.every("threads", mailbox_id=again["id"])
    assert sorted(thread["message_count"] for thread in threads) == [1, 1, 3, 4]
    async with await as_owner(kith.settings) as owner:
        awaited = await (await owner.execute("SELECT count(*) FROM awaited_messages")).fetchone()
    assert awaited == (0,), "everybody came"
