"""Kill -9 the worker while Gmail takes a mail from it: the next one asks first, and the mail is sent once."""

import asyncio
import signal
from pathlib import Path

from api.app import create_app
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from services.wiring import Services
from tests.faults.test_kill import worker
from tests.product import FAST, OWNER, Product, free_port, served, simulator, with_google

IDA = "ida@northwind.example"


async def test_a_mail_whose_worker_is_killed_is_sent_once(settings: Settings, tmp_path: Path) -> None:
    port = free_port()
    accounts = MboxAccount(OWNER), MboxAccount(IDA, None, "Ida Okafor")
    async with simulator(tmp_path / "gmail", *accounts, quota=FAST) as gmail:
        configured = with_google(settings, gmail, port).model_copy(update={"heartbeat": 5})
        services = await Services.build(configured)
        async with served(create_app(configured), port) as url:
            browser = await Product(configured, services, gmail, url).browser().sign_in()
            log = tmp_path / "worker.log"
            with worker(configured, log) as process:
                mailbox = await browser.connect()
                await browser.synced(mailbox)
                await browser.grant(mailbox, "send")
                await gmail.fault(match=r"^messages\.send$", kind="latency", seconds=2)
                body = {"to": [IDA], "subject": "Lunch", "text": "Half past twelve?"}
                started = (await browser.http.post(f"/api/v1/mailboxes/{mailbox}/messages", json=body)).json()
                async with asyncio.timeout(60):
                    while (await gmail.control("GET", "faults"))[0]["struck"] == 0:
                        await asyncio.sleep(0.05)
                process.send_signal(signal.SIGKILL)
            await gmail.fault()
            with worker(configured, log):
                async with asyncio.timeout(120):
                    while (await browser.get(f"outbox/{started['outbox_id']}"))["state"] != "done":
                        await asyncio.sleep(0.2)
            for account, label in ((OWNER, "SENT"), (IDA, "INBOX")):
                found = (await gmail.snapshot(account)).values()
                assert sum(label in message["labelIds"] for message in found) == 1, account
            assert (await gmail.bill())["methods"]["messages.send"]["requests"] == 1
        await services.close()
