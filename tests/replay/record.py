"""Record the histories of every workflow: `make histories`, after a change that is guarded with a patch."""

import asyncio
import re
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from pydantic import ByteSize, SecretStr
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from base import leaving
from base.ids import new_id
from base.settings import Settings
from devstack.simulator.config import MboxAccount
from devstack.vendors.server import running
from devstack.vendors.world import World
from tests.enriching import vendor_settings
from tests.integration.gmail.test_sync import mail
from tests.integration.mail.test_downloads import letter
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack
from workers.roles import WORKFLOWS
from workflows.core.options import Queue
from workflows.core.schedules import SCHEDULES
from workflows.core.upgrade import ensure_upgraded

FOLDER = Path(__file__).parent / "histories"
# Who ran it, on which machine and from which folder: nothing that a replay looks at.
_STRING = r'"(?:[^"\\]|\\.)*"'
_IDENTITY = re.compile(rf'"[^"\\]*@{re.escape(socket.gethostname())}[^"\\]*"')
_TRACE = re.compile(rf'"stackTrace": {_STRING}')


async def record() -> None:
    """Run every workflow once on real servers, and keep what Temporal recorded, in the clear."""
    with (
        mock.patch("services.wiring.data_converter", return_value=pydantic_data_converter),
        tempfile.TemporaryDirectory() as folder,
    ):
        stack = Stack(Path(folder))
        try:
            await _record(stack, Path(folder))
        finally:
            await stack.stop()


async def _record(stack: Stack, folder: Path) -> None:
    temporal = await stack.temporal()
    async with stack.database() as database:
        settings = database.model_copy(
            update={
                "home": folder,
                "redis_url": SecretStr(await stack.redis_url()),
                "temporal_address": temporal.address,
                "temporal_namespace": temporal.namespace,
            }
        )
        with running(World()) as vendors:
            rule = {"attachments_ahead": ByteSize(1_000)} | vendor_settings(vendors)
            await _live(settings, folder, rule, temporal.client)


async def _live(settings: Settings, folder: Path, rule: dict[str, Any], client: Client) -> None:
    async with product(settings, folder, MboxAccount(OWNER), changed=rule) as kith:
        for number in range(3):
            await kith.gmail.deliver(mail(number))
        browser = await kith.browser().sign_in()
        mailbox = await browser.connect()
        await browser.synced(mailbox)
        await kith.gmail.deliver(mail(9))
        await browser.until(mailbox, lambda m: m["counts"]["stored"] == 4)
        await browser.http.post("/api/v1/imports", files={"file": ("a.mbox", b"From a Mon Jan 1\n" + mail(1))})
        await _ended(browser)
        await _people(browser)
        await kith.gmail.control("POST", f"accounts/{OWNER}/expire-history")
        await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
        await _ended(browser)
        await _write(kith, browser, mailbox)
        await _enrich(browser, mailbox)
        await browser.grant(mailbox, "contacts")
        await browser.http.put(f"/api/v1/mailboxes/{mailbox}/google-contacts")
        await _ended(browser)
        await kith.gmail.deliver(letter(("a.bin", "application/octet-stream", b"small")))
        await browser.until(mailbox, lambda m: m["counts"]["stored"] >= 6)
        await _ended(browser)
        await kith.gmail.control("POST", f"accounts/{OWNER}/revoke")
        await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
        await _ended(browser)
        for recurring in SCHEDULES:
            await client.execute_workflow(recurring.workflow, id=recurring.id, task_queue=Queue.WORKFLOWS)
        await _ended(browser)
        await browser.http.delete(f"/api/v1/mailboxes/{mailbox}", params={"erase": True})
        await _ended(browser)
        await _upgrade(client)
        await _keep(client)


async def _enrich(browser: Browser, mailbox: str) -> None:
    """Whoever was written to is asked about by a round, then anew by a person."""
    for source in ("dns", "gravatar"):
        await browser.http.patch("/api/v1/enrichment/sources", json={"source": source, "enabled": True})
    contact = (await browser.get("contacts"))["items"][0]
    letter = {"to": [contact["address"]], "text": "?"}
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/messages", json=letter)
    while not (await browser.get(f"contacts/{contact['id']}"))["sent"]:
        await asyncio.sleep(0.1)
    await browser.http.post("/api/v1/enrichment/refresh")
    await _ended(browser)
    await browser.http.post(f"/api/v1/contacts/{contact['id']}/enrich", params={"again": True})
    await _ended(browser)


async def _people(browser: Browser) -> None:
    """Import a file of people, and take it back; another is nobody's."""
    card = b"BEGIN:VCARD\nFN:Noor Haddad\nEMAIL:noor@haddad.example\nEND:VCARD\n"
    sent = await browser.http.post("/api/v1/contacts/imports", files={"file": ("a.vcf", card)})
    await _ended(browser)
    await browser.http.delete(f"/api/v1/contacts/imports/{sent.json()['import']['id']}")
    await _ended(browser)
    await browser.http.post("/api/v1/contacts/imports", files={"file": ("b.csv", b"Name,E-mail 1 - Value\n")})
    await _ended(browser)


async def _upgrade(client: Client) -> None:
    """A job of an older Kith, about a mailbox that is gone, is ended."""
    await client.start_workflow("Unknown", id=f"u:{new_id()}:mailbox:{new_id()}", task_queue="nobody-polls")
    await ensure_upgraded(client, [])
    await client.get_workflow_handle("upgrade").result()


async def _write(kith: Product, browser: Browser, mailbox: str) -> None:
    """Send two mails, of which Gmail refuses one, and change labels."""
    await browser.grant(mailbox)
    for fault in ({}, {"match": r"^messages\.send$", "kind": "status", "status": 400}):
        await kith.gmail.fault(**fault)
        await browser.http.post(f"/api/v1/mailboxes/{mailbox}/messages", json={"to": [OWNER], "text": "?"})
        await _ended(browser)
    await kith.gmail.fault()
    message = (await browser.get("messages", mailbox_id=mailbox))["items"][0]
    await browser.http.post(f"/api/v1/messages/{message['id']}/archive")
    await _ended(browser)


async def _ended(browser: Browser) -> None:
    while any(job["state"] == "running" for job in await browser.every("jobs")):
        await asyncio.sleep(0.1)


async def _keep(client: Client) -> None:
    """The histories as `<type>-<n>.json`, the oldest first; of those with the same course, the first."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    courses: dict[str, list[Sequence[object]]] = {}
    ours = {workflow.__name__ for workflow in WORKFLOWS}
    jobs = [job async for job in client.list_workflows() if job.workflow_type in ours]
    for job in sorted(jobs, key=lambda job: job.start_time):
        history = await client.get_workflow_handle(job.id, run_id=job.run_id).fetch_history()
        course = [event.event_type for event in history.events]
        known = courses.setdefault(job.workflow_type, [])
        if course not in known:
            known.append(course)
            anonymous = _TRACE.sub('"stackTrace": ""', _IDENTITY.sub('"recorder"', history.to_json()))
            (FOLDER / f"{job.workflow_type}-{len(known)}.json").write_text(anonymous + "\n")


if __name__ == "__main__":
    leaving.run(lambda: asyncio.run(record()))
