"""Whatever ends a worker or keeps Gmail while a mail goes out: the next attempt waits, asks, and it is sent once."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from api.app import create_app
from base.settings import Settings
from devstack.ports import any_free
from devstack.simulator.config import MboxAccount
from services.wiring import Services
from tests.faults.test_kill import worker
from tests.forked import Process
from tests.integration.tenants import as_owner
from tests.product import FAST, OWNER, Browser, Product, Simulator, served, simulator, with_google
from tests.stack import Stack

IDA = "ida@northwind.example"


@dataclass
class Sender:
    """Somebody whose mailbox may send; workers are the test's."""

    settings: Settings
    gmail: Simulator
    browser: Browser
    mailbox: str
    log: Path
    sent: list[str] = field(default_factory=list)

    def worker(self, longest: float, settles: float = 1) -> contextlib.AbstractContextManager[Process]:
        """A worker process of all roles.

        `longest` and `settles` stand for a minute and fifteen seconds: a test need not wait as long as a person.
        """
        scaled = {"heartbeat": 5, "gmail_write_timeout": longest, "gmail_write_settles": settles}
        return worker(self.settings.model_copy(update=scaled), self.log)

    async def send(self, hold: float = 0) -> str:
        """A mail to Ida. With `hold` no worker may run yet, and it can be taken back for so many seconds."""
        body = {"to": [IDA], "subject": "Lunch", "text": "Half past twelve?"}
        answer = await self.browser.http.post(f"/api/v1/mailboxes/{self.mailbox}/messages", json=body)
        self.sent.append(str(answer.json()["outbox_id"]))
        if hold:
            async with await as_owner(self.settings) as owner:
                until = "UPDATE effects SET held_until = clock_timestamp() + make_interval(secs => %s) WHERE id = %s"
                await owner.execute(until, [hold, self.sent[-1]])
        return self.sent[-1]

    async def waiting(self, outbox_id: str) -> None:
        """Until a worker has seen that it can still be taken back."""
        me = (await self.browser.get("me"))["id"]
        async with asyncio.timeout(60):
            while not (job := await self.browser.get(f"jobs/u:{me}:send:{outbox_id}"))["waits"]:
                await asyncio.sleep(0.05)
        assert job["attempts"] == [], "to wait is no failure"

    async def struck(self) -> None:
        """Until Gmail has a request that it does not answer yet."""
        async with asyncio.timeout(60):
            while (await self.gmail.control("GET", "faults"))[0]["struck"] == 0:
                await asyncio.sleep(0.05)

    async def done(self, outbox_id: str) -> None:
        """Until it is done: then every mail has gone out, and arrived, once, and Gmail was asked for it once."""
        async with asyncio.timeout(120):
            while (await self.browser.get(f"outbox/{outbox_id}"))["state"] != "done":
                await asyncio.sleep(0.2)
        for account, label in ((OWNER, "SENT"), (IDA, "INBOX")):
            found = (await self.gmail.snapshot(account)).values()
            assert sum(label in message["labelIds"] for message in found) == len(self.sent), account
        assert (await self.gmail.bill())["methods"]["messages.send"]["requests"] == len(self.sent)


@pytest.fixture(scope="module")
async def robin(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sender]:
    """Kith without workers, and a mailbox that is copied already."""
    folder, port = tmp_path_factory.mktemp("sending"), any_free()
    accounts = MboxAccount(OWNER), MboxAccount(IDA, None, "Ida Okafor")
    async with stack.settings(folder) as settings, simulator(folder / "gmail", *accounts, quota=FAST) as gmail:
        configured = with_google(settings, gmail, port)
        services = await Services.build(configured)
        async with served(create_app(configured), port) as url:
            browser = await Product(configured, services, gmail, url).browser().sign_in()
            sender = Sender(configured, gmail, browser, "", folder / "worker.log")
            with sender.worker(60):
                sender.mailbox = await browser.connect()
                await browser.synced(sender.mailbox)
                await browser.grant(sender.mailbox, "send")
            yield sender
        await services.close()


async def test_a_mail_whose_worker_is_killed_is_sent_once(robin: Sender) -> None:
    await robin.gmail.fault(match=r"^messages\.send$", kind="latency", seconds=4, times=1)
    with robin.worker(6) as process:
        outbox_id = await robin.send()
        await robin.struck()
        process.send_signal(signal.SIGKILL)
    with robin.worker(6):  # it has to wait until the request, of which nobody hears, has surely ended
        await robin.done(outbox_id)


async def test_a_mail_that_can_be_taken_back_survives_its_worker(robin: Sender) -> None:
    """A worker is killed while two wait: the one is taken back meanwhile and never sent, the other one once."""
    kept, undone = await robin.send(hold=20), await robin.send(hold=20)
    with robin.worker(10) as process:
        await robin.waiting(kept)
        await robin.waiting(undone)
        process.send_signal(signal.SIGKILL)
    assert (await robin.browser.http.post(f"/api/v1/outbox/{undone}/undo")).status_code == 200
    robin.sent.remove(undone)
    with robin.worker(10):
        await robin.done(kept)


async def test_a_mail_whose_worker_drains_is_sent_once(robin: Sender) -> None:
    """Gmail takes longer than a worker may drain; another one stands by."""
    await robin.gmail.fault(match=r"^messages\.send$", kind="latency", seconds=12, times=1)
    with robin.worker(14) as process:
        outbox_id = await robin.send()
        await robin.struck()
        process.send_signal(signal.SIGTERM)
        with robin.worker(14):
            await robin.done(outbox_id)
            assert await asyncio.to_thread(process.wait, 60) == 0, robin.log.read_text()
            await robin.done(outbox_id)  # still: what was on its way has arrived by now


async def test_a_gmail_that_is_done_when_nobody_waits_any_more_is_asked(robin: Sender) -> None:
    """It takes forty seconds where nobody waits for longer than thirty: here six, and three."""
    await robin.gmail.fault(match=r"^messages\.send$", kind="latency", seconds=6, times=1)
    with robin.worker(3, settles=5):
        await robin.done(await robin.send())


async def test_a_mail_whose_answer_is_lost_is_sent_once(robin: Sender) -> None:
    await robin.gmail.fault(match=r"^messages\.send$", kind="lose_answer", times=1)
    with robin.worker(10):
        await robin.done(await robin.send())
