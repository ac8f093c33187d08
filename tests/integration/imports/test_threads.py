"""Threads of imported mail: however many messages name the same first one, no page has to load them all."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from services.imports.threads import MOST
from tests.integration.imports.test_import import imported
from tests.product import OWNER, Product, product


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


def gathered(first: int, last: int) -> bytes:
    """Mail that refers to the same first message, and one letter that has nothing to do with it."""
    mails = [
        f"From a@b.example Mon Jun  1 10:00:00 2026\nMessage-ID: <{n}@evil.example>\nReferences: <root@evil.example>\n"
        f"From: mallory@evil.example\nTo: {OWNER}\nDate: Mon, 1 Jun 2026 {n // 60:02}:{n % 60:02}:00 +0000\n"
        f"Subject: {n}\n\nhello\n\n"
        for n in range(first, last)
    ]
    return "".join(mails).encode()


async def test_a_first_message_that_everybody_names_gathers_no_thread_without_end(kith: Product) -> None:
    browser = await kith.browser().sign_in()

    state, _ = await imported(browser, gathered(0, 530))
    threads = await browser.every("threads", mailbox_id=state["id"])

    assert state["counts"]["stored"] == 530
    assert sorted(thread["message_count"] for thread in threads) == [30] + [MOST] * 5
    await imported(browser, gathered(0, 530), "again.mbox")
    assert await browser.every("threads", mailbox_id=state["id"]) == threads
    state, _ = await imported(browser, gathered(530, 640), "more.mbox")
    threads = await browser.every("threads", mailbox_id=state["id"])
    assert sorted(thread["message_count"] for thread in threads) == [40] + [MOST] * 6


async def test_a_thread_comes_page_by_page_the_newest_first(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    state, _ = await imported(browser, gathered(0, 90))
    [thread] = await browser.every("threads", mailbox_id=state["id"])
    path = f"threads/{state['id']}/{thread['id']}"
    subjects: list[str] = []
    query: dict[str, Any] = {}
    for size in (50, 40):
        page = await browser.get(path, **query)
        assert (len(page["messages"]), page["message_count"], page["subject"]) == (size, 90, "89")
        subjects = [message["subject"] for message in page["messages"]] + subjects
        query = {"cursor": page["earlier_cursor"]}

    assert subjects == [str(number) for number in range(90)]
    assert page["earlier_cursor"] is None
    assert (await browser.http.get(f"/api/v1/{path}?cursor=nonsense")).status_code == 422
