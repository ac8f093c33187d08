"""Importing mbox files: the same ledger, the same people, and nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from temporalio.service import RPCError, RPCStatusCode

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.mail.mailboxes import MailboxRef
from tests.integration.tenants import as_owner
from tests.product import OWNER, Browser, Product, product
from tests.shared_mail import HAM, TORTURE, needs_mail
from workflows.core.options import Queue
from workflows.core.outbox_relay import OutboxRelayWorkflow
from workflows.core.starter import TemporalStarter

FIRST = b"From a@b.example Mon Jun  1 10:00:00 2026\n"


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def imported(browser: Browser, content: bytes, name: str = "mail.mbox") -> tuple[Any, Any]:
    """(mailbox, job) after an upload has been read."""
    answer = await browser.http.post("/api/v1/imports", files={"file": (name, content)})
    assert answer.status_code == 202, answer.text
    started = answer.json()
    async with asyncio.timeout(120):
        while (job := await browser.get(f"jobs/{started['job_id']}"))["state"] == "running":
            await asyncio.sleep(0.05)
    mailbox_id = started["mailbox_id"]
    if job["state"] == "completed":
        return await browser.synced(mailbox_id), job
    return await browser.get(f"mailboxes/{mailbox_id}"), job


def people(contacts: list[Any]) -> set[tuple[Any, ...]]:
    return {(c["name"], c["address"], c["kind"], c["company"], c["sent"], c["received"]) for c in contacts}


@needs_mail
async def test_real_mail_imported_and_synced_gives_the_same_people(settings: Settings, tmp_path: Path) -> None:
    other = "robin.too@marlow.example"
    async with product(settings, tmp_path, MboxAccount(OWNER, HAM), MboxAccount(other)) as kith:
        syncing = await kith.browser().sign_in()
        synced = await syncing.synced(await syncing.connect())
        importing = await kith.browser().sign_in(other)
        mailbox, _ = await imported(importing, HAM.read_bytes())
        assert synced["counts"]["stored"] == mailbox["counts"]["stored"] == 1000
        assert synced["counts"]["dead"] == mailbox["counts"]["dead"] == 0
        await kith.idle(syncing, synced["id"])  # who is the same person is found out last
        await kith.idle(importing, mailbox["id"])
        by_sync = people(await syncing.every("contacts", kind="all"))
        by_import = people(await importing.every("contacts", kind="all"))
        assert len(by_sync) > 200
        assert by_import == by_sync


@pytest.mark.parametrize("how", ["away", "lost"])
async def test_a_file_whose_start_went_wrong_is_read_all_the_same(
    kith: Product, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    start = TemporalStarter.start_import

    async def failing(starter: TemporalStarter, ref: MailboxRef, import_id: UUID) -> str:
        if how == "lost":
            await start(starter, ref, import_id)
        raise RPCError("", RPCStatusCode.DEADLINE_EXCEEDED, b"")

    browser = await kith.browser().sign_in()
    with monkeypatch.context() as wrong:
        wrong.setattr(TemporalStarter, "start_import", failing)
        content = FIRST + b"Message-ID: <1@b.example>\nFrom: a@b.example\nSubject: 1\n\nHello.\n"
        answer = await browser.http.post("/api/v1/imports", files={"file": ("mail.mbox", content)})
        assert answer.status_code == 202, answer.text
    async with await as_owner(kith.settings) as owner:
        await owner.execute("UPDATE directory_effects SET due_at = now() - interval '1 s'")
    await kith.services.core.client.execute_workflow(OutboxRelayWorkflow.run, id="relay", task_queue=Queue.WORKFLOWS)
    mailbox = await browser.synced(answer.json()["mailbox_id"])
    assert mailbox["counts"]["stored"] == 1
    async with await as_owner(kith.settings) as owner:
        waiting = await (await owner.execute("SELECT count(*) FROM directory_effects")).fetchone()
    assert waiting == (0,), "nobody looks after it any more"


@needs_mail
async def test_a_second_import_adds_nothing(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    first, _ = await imported(browser, HAM.read_bytes())
    await kith.idle(browser, first["id"])  # who is the same person is found out last
    first = await browser.get(f"mailboxes/{first['id']}")
    before = people(await browser.every("contacts", kind="all"))
    second, job = await imported(browser, HAM.read_bytes(), "again.mbox")
    await kith.idle(browser, first["id"])
    second = await browser.get(f"mailboxes/{second['id']}")
    assert second["id"] == first["id"]
    assert second["counts"] == first["counts"]
    assert people(await browser.every("contacts", kind="all")) == before
    assert job["progress"]["done"] == 1000


@needs_mail
async def test_malformed_mail_is_stored_or_dead_and_harms_no_neighbour(settings: Settings, tmp_path: Path) -> None:
    good = b"From: ida@northwind.example\nTo: x@y.example\nSubject: good\n\nstill here\n"
    mbox = b"\n".join(FIRST + part.read_bytes() + b"\n" + FIRST + good for part in TORTURE)
    async with product(settings, tmp_path, MboxAccount(OWNER)) as kith:
        for part in TORTURE:
            await kith.gmail.deliver(part.read_bytes())
        browser = await kith.browser().sign_in()
        synced = await browser.synced(await browser.connect())
        assert synced["counts"]["stored"] + synced["counts"]["dead"] == len(TORTURE)
        assert synced["counts"]["stored"] >= len(TORTURE) - 1
        mailbox, _ = await imported(browser, mbox)
        found = await browser.every("messages", mailbox_id=mailbox["id"])
        assert "good" in {message["subject"] for message in found}
        # Files that hold a line of their own beginning with "From " are more than one message of an mbox.
        assert mailbox["counts"]["stored"] + mailbox["counts"]["dead"] >= len(TORTURE)


async def test_a_message_larger_than_gmail_takes_is_dead_with_its_reason(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    huge = FIRST + b"From: a@b.example\nSubject: huge\n\n" + b"x" * 99 + b"\n" + b"line of mail\n" * (60 * 2**20 // 13)
    small = b"\n" + FIRST + b"From: a@b.example\nSubject: small\n\nhello\n"
    mailbox, _ = await imported(browser, huge + small)
    assert (mailbox["counts"]["stored"], mailbox["counts"]["dead"]) == (1, 1)
    letters = (await browser.get(f"mailboxes/{mailbox['id']}/dead"))["items"]
    assert "at most 50 MB" in letters[0]["error"]


async def test_a_truncated_file_keeps_what_is_there(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    whole = b"".join(FIRST + f"From: a@b.example\nSubject: {n}\n\nbody {n}\n\n".encode() for n in range(5))
    mailbox, _ = await imported(browser, whole[:-4])
    assert mailbox["counts"]["stored"] == 5


async def test_what_is_no_mbox_is_refused_and_leaves_nothing(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    wrong = {
        b"": "empty",
        b"%PDF-1.7 not mail\n" * 100_000: "is not an mbox",
        b"PK\x03\x04" + bytes(90): "unpack it",
        b"From: a@b.example\nSubject: one letter\n\nFrom here on.\n": "is not an mbox",
    }

    async def refused() -> None:
        for content, message in wrong.items():
            answer = await browser.http.post("/api/v1/imports", files={"file": ("mail.mbox", content)})
            assert answer.status_code == 422, content[:20]
            assert message in answer.json()["detail"]

    async def nobodys(fields: dict[str, str], files: list[tuple[str, Any]]) -> None:
        answer = await browser.http.post("/api/v1/imports", data=fields, files=files)
        assert (answer.status_code, answer.json()["field"]) == (422, "owner"), answer.text
        assert "'nobody' is not a mail address" in answer.json()["detail"]

    await refused()
    # Before the file, which is not even looked at, and after it.
    await nobodys({"owner": "nobody"}, [("file", ("mail.mbox", b"PK not mail"))])
    await nobodys({}, [("file", ("mail.mbox", FIRST + b"From: a@b.example\n\nhi\n")), ("owner", (None, "nobody"))])
    assert (await browser.get("mailboxes"))["items"] == []
    assert (await browser.get("imports/space"))["used"] == 0
    mailbox, job = await imported(browser, FIRST + b"From: a@b.example\n\nhello\n")
    await refused()
    assert (await browser.get(f"mailboxes/{mailbox['id']}"))["status"] == "healthy"
    file = await browser.get(f"imports/{job['id'].rpartition(':')[2]}")
    assert (file["read_bytes"], file["read"], file["filename"]) == (file["size"], 1, "mail.mbox")
    assert file["finished_at"]


async def test_takeouts_ids_labels_and_threads_are_kept(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    takeout = (
        b"From 1735000000000000001@xxx Mon Jun 01 10:00:00 +0000 2026\n"
        b'X-GM-THRID: 1735000000000000001\nX-Gmail-Labels: Inbox,Unread,"Trips, 2026"\n'
        b"From: ida@northwind.example\nTo: robin@marlow.example\nSubject: First\n"
        b"Date: Mon, 1 Jun 2026 10:00:00 +0000\n\n>From the start\n"
    )
    mailbox, _ = await imported(browser, takeout)
    message = (await browser.get("messages", mailbox_id=mailbox["id"]))["items"][0]
    assert message["source_id"] == message["thread_id"] == f"{1735000000000000001:016x}"
    assert sorted(message["labels"]) == ["INBOX", "Trips, 2026", "UNREAD"]
    whole = await browser.get(f"messages/{message['id']}")
    assert [(one["id"], one["name"]) for one in (await browser.get("labels"))["items"]] == [("Trips, 2026",) * 2]
    (found,) = (await browser.get("messages", q='start label:"trips, 2026"'))["items"]
    assert found["id"] == message["id"]
    assert whole["text"].startswith("From the start")
