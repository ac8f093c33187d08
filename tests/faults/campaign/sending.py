"""Somebody who writes while everything goes wrong: what was accepted goes out once, and says so."""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import text
from temporalio.client import Client

from models.database import Database
from tests.product import OWNER, Browser, Simulator

# Of a minute and of fifteen seconds. A slow Gmail is done within both together.
SCALED = {"gmail_write_timeout": 3, "gmail_write_settles": 4}
_SLOW = 5.5  # seconds: nobody waits so long
_PATIENCE = 60.0  # seconds until the API takes a mail


def faults(chance: random.Random) -> list[dict[str, Any]]:
    """What goes wrong with sending all the time: a Gmail that is slow, answers that are lost."""
    slow = {"match": "^messages.send$", "kind": "latency", "every": chance.randint(1, 3)}
    found = [slow | {"seconds": chance.choice([0.5, _SLOW]), "times": 4}]
    if chance.random() < 0.5:
        kind = chance.choice(["lose_answer", "truncate", "reset"])
        found.append({"match": "^messages.send$", "kind": kind, "every": 2, "times": 2})
    return found


@dataclass
class Mails:
    """What was written in one run, to an account at the simulator that nobody else writes to."""

    gmail: Simulator
    browser: Browser
    recipient: str
    mailbox: str = ""
    accepted: dict[str, str] = field(default_factory=dict)  # the outbox's id of each, by its key

    async def send(self, key: str) -> None:
        """Ask until it is accepted, as a program would: with the same key."""
        body = {"to": [self.recipient], "subject": f"Letter {key}", "text": f"Number {key}"}
        path = f"/api/v1/mailboxes/{self.mailbox}/messages"
        async with asyncio.timeout(_PATIENCE):
            while key not in self.accepted:
                try:
                    answer = await self.browser.http.post(path, json=body, headers={"idempotency-key": key})
                    if answer.status_code == 202:
                        self.accepted[key] = str(answer.json()["outbox_id"])
                except httpx.HTTPError:  # the API is away
                    pass
                await asyncio.sleep(0.2)

    async def flaws(self, deleted: Collection[str]) -> list[str]:
        """What is wrong when nothing moves any more; none where each mail was sent once. `deleted`: at Gmail, since."""
        items = {item["id"]: item for item in await self.browser.every("outbox")}
        if set(items) != set(self.accepted.values()):
            return [f"{len(self.accepted)} mails were accepted, {len(items)} are in the outbox"]
        found = [f"a mail is {item['state']}: {item['error']}" for item in items.values() if item["state"] != "done"]
        sent = await self.gmail.snapshot(OWNER)
        found += [
            f"{key} is not at Gmail"
            for key in {item["source_id"] for item in items.values()} - set(sent) - set(deleted)
        ]
        arrived = len(await self.gmail.snapshot(self.recipient))
        if arrived != len(self.accepted):
            found.append(f"{len(self.accepted)} mails were accepted, {arrived} have arrived")
        return found


async def hasten_the_relay(database: Database, temporal: Client) -> None:
    """What waits without a job is due now, not in a quarter of a minute: until a relay has taken it, it stays due.

    One that runs already may have looked before, and another is not started beside it.
    """
    async with database.directory() as session:
        await session.execute(text("UPDATE directory_effects SET due_at = now()"))
    due = text("SELECT EXISTS (SELECT 1 FROM directory_effects WHERE due_at <= now())")
    while True:
        await temporal.get_schedule_handle("outbox-relay").trigger()
        await asyncio.sleep(0.5)
        async with database.directory() as session:
            if not await session.scalar(due):
                return
