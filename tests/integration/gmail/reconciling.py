"""A mailbox that is compared with Gmail, and what is done to its copy before."""

import asyncio
from typing import Any
from uuid import UUID

from tests.integration.gmail.test_sync import connected, mail
from tests.integration.tenants import as_owner
from tests.product import Browser, Product

NOTHING = {"missing": 0, "extra": 0, "healed": 0, "relabelled": 0}
LABELS = 14  # that every account of the simulator has
PRICE = 2 * 2 + 1 + 5 + 5 * LABELS  # history twice, labels.list, a page of all, a page of each label


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
    """What was wrong."""
    return {name: found[name] for name in NOTHING}


async def copied(kith: Product, messages: int = 6) -> tuple[Browser, UUID, str, list[str]]:
    """A mailbox whose copy is complete, and the ids of its messages."""
    ids = [await kith.gmail.deliver(mail(number)) for number in range(messages)]
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    return browser, user, mailbox, ids


async def reconciled_by_itself(browser: Browser, mailbox: str) -> Any:
    """The health, once a comparison that nobody asked for has ended."""
    async with asyncio.timeout(60):
        while True:
            health = await browser.get(f"mailboxes/{mailbox}/health")
            if health["reconciled_at"] is not None:
                return health
            await asyncio.sleep(0.1)


async def struck(kith: Product, times: int) -> None:
    """Wait until the fault has struck so often."""
    async with asyncio.timeout(30):
        while (await kith.gmail.control("GET", "faults"))[0]["struck"] < times:
            await asyncio.sleep(0.01)


async def behind(kith: Product, question: str) -> object:
    """What the database says, past Kith."""
    async with await as_owner(kith.settings) as owner:
        row = await (await owner.execute(question)).fetchone()
    assert row is not None
    return row[0]
