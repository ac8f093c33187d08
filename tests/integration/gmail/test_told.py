"""What a sync says of itself: live mail one by one, a backfill in batches, changes by their thread."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.gmail.test_sync import connected, mail
from tests.product import OWNER, Product, product

MAILS = 450


async def said(kith: Product, user: UUID, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
    """(number, type, data) of what was said after that number, in order."""
    async with kith.services.core.database.tenant(user) as session:
        rows = await session.execute(
            text("SELECT number, type, data FROM domain_events WHERE number > :after ORDER BY number"), {"after": after}
        )
        return [(row[0], row[1], row[2]) for row in rows]


async def one(kith: Product, user: UUID, after: int, event_type: str) -> tuple[int, dict[str, Any]]:
    """The one event of this type after that number, once it is said."""
    async with asyncio.timeout(30):
        while not (found := [event for event in await said(kith, user, after) if event[1] == event_type]):
            await asyncio.sleep(0.05)
    assert len(found) == 1
    return found[0][0], found[0][2]


async def test_live_mail_is_told_one_by_one_and_a_backfill_in_batches(settings: Settings, tmp_path: Path) -> None:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as kith:
        for number in range(MAILS):
            await kith.gmail.deliver(mail(number))
        browser, user, mailbox = await connected(kith)
        await browser.synced(mailbox)
        await kith.idle(browser, mailbox)
        events = await said(kith, user)
        told = Counter(event_type for _, event_type, _ in events)
        assert told["email.received"] == 0, "nobody looks at them one by one"
        assert 0 < told["sync.progress"] < MAILS / 10, told
        source_id = await kith.gmail.deliver(mail(1_000_001))
        newest, data = await one(kith, user, events[-1][0], "email.received")
        message = (await browser.get(f"messages/{data['message_id']}"))["thread_id"]
        assert data == {"mailbox_id": mailbox, "message_id": data["message_id"], "thread_id": message}
        await kith.gmail.control("POST", f"accounts/{OWNER}/messages/{source_id}/labels", json={"add": ["STARRED"]})
        newest, data = await one(kith, user, newest, "email.changed")
        assert data == {"mailbox_id": mailbox, "thread_id": message}
        await kith.gmail.control("DELETE", f"accounts/{OWNER}/messages/{source_id}")
        _, data = await one(kith, user, newest, "email.changed")
        assert data == {"mailbox_id": mailbox, "thread_id": message}
