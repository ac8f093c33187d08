"""Somebody who writes: a mailbox that Kith may write to, and what became of what was written."""

import asyncio
import contextlib
import email
import email.policy
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from devstack.simulator.store import Store
from tests.product import OWNER, Browser, Product, product

IDA = "ida@northwind.example"
QUESTION = (
    f"From: Ida Okafor <{IDA}>\r\nTo: {OWNER}\r\nSubject: Harvest\r\n"
    f"Message-ID: <harvest.{'0' * 80}@northwind.example>\r\n"
    "References: <root@northwind.example>\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\n\r\nHow was it?\r\n"
).encode()


@dataclass
class Writer:
    """The mailbox of OWNER with one letter from Ida in it, who has an account at the simulator too."""

    kith: Product
    browser: Browser
    mailbox_id: str
    folder: Path

    async def post(self, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        """A POST below /api/v1."""
        return await self.browser.http.post(
            f"/api/v1/{path}", json=body, headers={"idempotency-key": key} if key else {}
        )

    async def send(self, key: str | None = None, **mail: Any) -> str:
        """Send a mail, to Ida unless `mail` says otherwise. Returns its id in the outbox."""
        mail = {"to": [f"Ida Okafor <{IDA}>"], "subject": "Lunch", "text": "Half past twelve?"} | mail
        answer = await self.post(f"mailboxes/{self.mailbox_id}/messages", mail, key)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["outbox_id"])

    async def ended(self, outbox_id: str) -> Any:
        """The mail in the outbox, once nothing more happens to it; None where it is no longer there."""
        async with asyncio.timeout(60):
            while True:
                answer = await self.browser.http.get(f"/api/v1/outbox/{outbox_id}")
                if answer.status_code == 404:
                    return None
                if answer.json()["state"] in {"done", "failed"}:
                    return answer.json()
                await asyncio.sleep(0.05)

    async def done(self, outbox_id: str) -> Any:
        """The same; it is done."""
        item = await self.ended(outbox_id)
        assert item["state"] == "done", item
        return item

    async def at_gmail(self, label: str = "SENT", account: str = OWNER) -> list[str]:
        """Ids of the messages with a label."""
        found = await self.kith.gmail.snapshot(account)
        return [key for key, message in found.items() if label in message["labelIds"]]

    def raw(self, key: str, account: str = OWNER) -> EmailMessage:
        """A message as Gmail has it."""
        store = Store(self.folder / "gmail")
        with contextlib.closing(store):
            row = store.need(
                "SELECT c.raw FROM contents c JOIN messages m USING (seq) JOIN accounts a ON a.id = m.account "
                "WHERE m.id = ? AND a.email = ?",
                *(int(key, 16), account),
            )
        return email.message_from_bytes(row["raw"], policy=email.policy.default)

    async def calls(self, method: str) -> int:
        """How often Gmail has served a method to the owner."""
        found = (await self.kith.gmail.bill())["methods"]
        return int(found.get(method, {}).get("requests", 0))


@contextlib.asynccontextmanager
async def writer(
    settings: Settings, folder: Path, right: str | None = "modify", **changed: Any
) -> AsyncIterator[Writer]:
    """Kith, with settings that are `changed`, and a mailbox with this right to it."""
    accounts = MboxAccount(OWNER, None, "Robin Marlow"), MboxAccount(IDA, None, "Ida Okafor")
    async with product(settings, folder, *accounts, changed={"gmail_write_settles": 0.5} | changed) as kith:
        await kith.gmail.deliver(QUESTION)
        browser = await kith.browser().sign_in()
        mailbox_id = await browser.connect()
        await browser.synced(mailbox_id)
        if right is not None:
            await browser.grant(mailbox_id, right)
        yield Writer(kith, browser, mailbox_id, folder)
