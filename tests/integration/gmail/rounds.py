"""Mailboxes of several users, and the hands of their clocks."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.gmail.watches import RoundInput, RoundResult
from models.contracts.mail.mailboxes import MailboxRef
from tests.integration.tenants import as_owner
from tests.product import Browser, Product, product
from workflows.core.options import Queue
from workflows.gmail.watches import SafetyPollWorkflow, WatchRenewalWorkflow


@dataclass
class Connected:
    """Somebody with a mailbox that is in sync."""

    kith: Product
    browser: Browser
    address: str
    id: str
    ref: MailboxRef

    async def state(self) -> dict[str, Any]:
        """What Kith notes of pushes and polls, and when something is due."""
        async with await as_owner(self.kith.settings) as owner:
            rows = await owner.cursor(row_factory=dict_row).execute(
                """SELECT w.*, d.watch_expires_at, d.next_poll_at, m.status, m.history_id FROM mailboxes m
                   LEFT JOIN watches w ON w.mailbox_id = m.id LEFT JOIN directory_mailboxes d ON d.mailbox_id = m.id
                   WHERE m.id = %s""",
                [self.id],
            )
            found = await rows.fetchone()
        assert found is not None
        return found

    async def long_ago(self) -> None:
        """Whatever happened to the mailbox was an hour ago, so it is due to be asked."""
        async with await as_owner(self.kith.settings) as owner:
            for change in (
                "UPDATE mailboxes SET last_sync_at = last_sync_at - interval '1 hour' WHERE id = %s",
                """UPDATE watches SET last_push_at = last_push_at - interval '1 hour',
                   last_poll_at = last_poll_at - interval '1 hour', untold_at = untold_at - interval '1 hour'
                   WHERE mailbox_id = %s""",
                "UPDATE directory_mailboxes SET next_poll_at = now() - interval '1 hour' WHERE mailbox_id = %s",
            ):
                await owner.execute(change, [self.id])

    async def watch_ends(self, days: float) -> None:
        """Its watch ends in so many days."""
        async with await as_owner(self.kith.settings) as owner:
            await owner.execute(
                """UPDATE directory_mailboxes SET watch_expires_at = now() + %s * interval '1 day'
                   WHERE mailbox_id = %s""",
                [days, self.id],
            )

    async def idle(self) -> None:
        """Wait until none of its jobs runs."""
        await self.kith.idle(self.browser, self.id)


@contextlib.asynccontextmanager
async def people(
    settings: Settings, folder: Path, *names: str, **options: Any
) -> AsyncIterator[tuple[Product, list[Connected]]]:
    """Kith with a connected mailbox for each name. `options` are those of `product`."""
    addresses = [f"{name}@marlow.example" for name in names]
    accounts = [MboxAccount(address, None, address) for address in addresses]
    async with product(settings, folder, *accounts, **options) as kith:
        yield kith, [await connect(kith, address) for address in addresses]


async def connect(kith: Product, address: str) -> Connected:
    """Somebody connects a mailbox."""
    browser = await kith.browser().sign_in(address)
    mailbox = await browser.connect(address)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    ref = MailboxRef(user_id=UUID((await browser.get("me"))["id"]), mailbox_id=UUID(mailbox))
    return Connected(kith, browser, address, mailbox, ref)


async def renew(kith: Product, most: int = 100) -> RoundResult:
    """What the schedule starts every hour, with pages of `most` mailboxes."""
    result: RoundResult = await kith.services.core.client.execute_workflow(
        WatchRenewalWorkflow.run, RoundInput(most=most), id=f"watch-renewal-{new_id()}", task_queue=Queue.WORKFLOWS
    )
    return result


async def poll(kith: Product, most: int = 100) -> RoundResult:
    """What the schedule starts every two minutes."""
    result: RoundResult = await kith.services.core.client.execute_workflow(
        SafetyPollWorkflow.run, RoundInput(most=most), id=f"safety-poll-{new_id()}", task_queue=Queue.WORKFLOWS
    )
    return result
