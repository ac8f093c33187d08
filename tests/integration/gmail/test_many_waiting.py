"""More mailboxes wait for quota than any process had slots for: a person's mail and a push go through meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from base.ids import derived_id
from base.settings import Settings
from integrations.gmail.errors import RateLimited
from integrations.google.grants import Tokens
from models.contracts.core.lanes import Lane
from models.contracts.mail.mailboxes import MailboxRef, Provider
from models.queries.mail.mailboxes import MailboxQueries
from tests.integration.gmail.test_sync import mail
from tests.integration.sending.writer import Writer, writer
from tests.integration.tenants import as_owner
from tests.product import Product

WAITING = 120
PAUSE = 55.0  # seconds: short enough to be waited for in a slot


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path) as found:
        yield found


async def backfill_that_waits(kith: Product, number: int) -> None:
    """Somebody connects a mailbox of which Gmail wants to hear nothing for a while."""
    services, address = kith.services, f"person{number}@waiting.example"
    user_id = await services.accounts.sign_in.ensure_user(address)
    ref = MailboxRef(user_id=user_id, mailbox_id=derived_id(user_id, "mailbox", Provider.GMAIL, address))
    keys = await services.core.keyring.user_keys(user_id)
    tokens = Tokens("access", "refresh", [])
    sealed = keys.encrypt("mailboxes", "credentials", ref.mailbox_id, tokens.dump())
    async with services.core.database.tenant(user_id) as session:
        await MailboxQueries(session, user_id).connect(ref.mailbox_id, Provider.GMAIL, address, sealed, [])
    await services.gmail.governor.refused(ref, RateLimited(timedelta(seconds=PAUSE)), Lane.BACKFILL, 0)
    await services.core.starter.start_backfill(ref, 1)


async def waiting(kith: Product) -> int:
    """Backfills that have begun, and have noted that they wait."""
    async with await as_owner(kith.settings) as owner:
        rows = await owner.execute("SELECT count(*) FROM mailboxes WHERE paused_until > now()")
        found = await rows.fetchone()
    return int(found[0]) if found else 0


async def test_a_person_and_a_push_pass_by_all_who_wait_for_quota(robin: Writer) -> None:
    kith = robin.kith
    for number in range(WAITING):
        await backfill_that_waits(kith, number)
    async with asyncio.timeout(PAUSE):
        while await waiting(kith) < WAITING:
            await asyncio.sleep(0.1)
    sent = await robin.done(await robin.send())
    assert sent["state"] == "done"
    stored = (await robin.browser.get(f"mailboxes/{robin.mailbox_id}"))["counts"]["stored"]
    await kith.gmail.deliver(mail(1_000))
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] > stored)
    assert await waiting(kith) == WAITING, "they wait still"
