"""Changing labels: at Gmail first, here as soon as it is true, and confirmed by the history for nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from base.settings import Settings
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.sending.label_changes import RelabellingQueries
from tests.integration.sending.writer import QUESTION, Writer, writer
from tests.integration.tenants import user_id
from tests.product import OWNER


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path) as ready:
        yield ready


async def the_message(robin: Writer) -> Any:
    (found,) = (await robin.browser.get("messages", anywhere=True))["items"]
    return found


async def job(robin: Writer, path: str, body: Any = None, key: str | None = None) -> Any:
    """Start a change. Returns its job, once it has ended."""
    answer = await robin.post(path, body, key)
    assert answer.status_code == 202, answer.text
    return await ended(robin, answer.json()["job_id"])


async def ended(robin: Writer, job_id: str) -> Any:
    """A job, once it has ended."""
    async with asyncio.timeout(60):
        while True:
            found = await robin.browser.get(f"jobs/{job_id}")
            if found["state"] != "running":
                return found
            await asyncio.sleep(0.05)


async def equal(robin: Writer) -> bool:
    """Has Kith what Gmail has?"""
    truth = await robin.kith.gmail.snapshot()
    wanted = {key: {**value, "labelIds": sorted(value["labelIds"])} for key, value in truth.items()}
    return await robin.kith.stored(await user_id(robin.browser), robin.mailbox_id) == wanted


async def test_every_shortcut_is_shown_when_its_job_is_done(robin: Writer) -> None:
    message = await the_message(robin)
    for shortcut, labels in (
        ("read", ["INBOX"]),
        ("archive", []),
        ("inbox", ["INBOX"]),
        ("archive", []),
        ("unread", ["UNREAD"]),
        ("trash", ["TRASH", "UNREAD"]),
        ("untrash", ["UNREAD"]),
    ):
        assert (await job(robin, f"messages/{message['id']}/{shortcut}"))["state"] == "completed"
        assert (await the_message(robin))["labels"] == labels
        assert await equal(robin)
        (thread,) = (await robin.browser.get("threads", anywhere=True))["items"]
        assert thread["unread"] == ("UNREAD" in labels)


async def test_labels_are_added_and_removed_and_the_history_confirms_them_without_a_fetch(robin: Writer) -> None:
    message = await the_message(robin)
    fetched = await robin.calls("messages.get")
    body = {"add": ["STARRED", "IMPORTANT"], "remove": ["UNREAD"]}
    assert (await job(robin, f"messages/{message['id']}/labels", body))["state"] == "completed"
    assert (await the_message(robin))["labels"] == ["IMPORTANT", "INBOX", "STARRED"]
    await robin.post(f"mailboxes/{robin.mailbox_id}/sync")
    await robin.kith.idle(robin.browser, robin.mailbox_id)
    assert (await the_message(robin))["labels"] == ["IMPORTANT", "INBOX", "STARRED"]
    assert await equal(robin)
    assert await robin.calls("messages.get") == fetched
    assert await robin.calls("messages.modify") == 1


async def test_a_thread_changes_as_a_whole(robin: Writer) -> None:
    await robin.kith.gmail.deliver(QUESTION.replace(b"Message-ID: <harvest", b"Message-ID: <again"))
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 2)
    (thread,) = (await robin.browser.get("threads"))["items"]
    path = f"threads/{robin.mailbox_id}/{thread['id']}"
    assert (await job(robin, f"{path}/archive"))["state"] == "completed"
    assert [message["labels"] for message in (await robin.browser.get("messages", anywhere=True))["items"]] == [
        ["UNREAD"]
    ] * 2
    assert (await job(robin, f"{path}/read"))["state"] == "completed"
    assert (await robin.browser.get("threads"))["items"][0]["unread"] is False
    assert (await job(robin, f"{path}/inbox"))["state"] == "completed"
    assert (await robin.browser.get("threads", label="INBOX"))["items"][0]["id"] == thread["id"]
    assert await equal(robin)
    assert await robin.calls("threads.modify") == 3


async def test_many_threads_change_each_on_its_own_and_those_that_cannot_say_why(robin: Writer) -> None:
    for number in range(2):
        other = f"From: ida@northwind.example\r\nTo: {OWNER}\r\nSubject: Another {number}\r\n\r\nHello.\r\n"
        await robin.kith.gmail.deliver(other.encode())
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 3)
    file = {
        "file": ("one.mbox", b"From - Mon Jun 01 10:00:00 2026\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\nA\n")
    }
    imported = (await robin.browser.http.post("/api/v1/imports", files=file)).json()["mailbox_id"]
    await robin.browser.synced(imported)
    threads = (await robin.browser.get("threads"))["items"]
    keys = [{"mailbox_id": thread["mailbox_id"], "thread_id": thread["id"]} for thread in threads]
    unknown = {"mailbox_id": str(UUID(int=7)), "thread_id": "none"}
    first, again = [
        await robin.post("threads/changes", {"shortcut": "archive", "threads": [*keys, unknown]}, "k") for _ in range(2)
    ]
    assert first.status_code == 202, first.text
    assert again.json() == first.json(), "asked for once more with the key, nothing more is done"
    items = first.json()["items"]
    assert [{"mailbox_id": one["mailbox_id"], "thread_id": one["thread_id"]} for one in items] == [*keys, unknown]
    why = {one["thread_id"]: one["refusal"]["code"] for one in items if one["job_id"] is None}
    of_file = next(thread["id"] for thread in threads if thread["mailbox_id"] == imported)
    assert why == {of_file: "Conflict", "none": "NotFound"}
    for one in items:
        if one["job_id"] is not None:
            assert (await ended(robin, one["job_id"]))["state"] == "completed"
    assert all("INBOX" not in labels["labelIds"] for labels in (await robin.kith.gmail.snapshot()).values())
    assert await robin.calls("threads.modify") == 3
    assert await equal(robin)
    for wrong in ([], keys * 30):
        answer = await robin.post("threads/changes", {"shortcut": "archive", "threads": wrong})
        assert (answer.status_code, answer.json()["field"]) == (422, "threads")


async def test_the_same_change_with_the_same_key_is_one_job(robin: Writer) -> None:
    message = await the_message(robin)
    path = f"messages/{message['id']}/archive"
    first, again = await robin.post(path, key="k"), await robin.post(path, key="k")
    assert first.json()["job_id"] == again.json()["job_id"]
    assert (await robin.post(path, key="l")).json()["job_id"] != first.json()["job_id"]
    assert (await robin.post(f"messages/{message['id']}/read", key="k")).json()["job_id"] != first.json()["job_id"]


async def test_a_key_is_bound_to_its_labels_and_holds_when_the_change_is_done(robin: Writer) -> None:
    message = await the_message(robin)
    path, body = f"messages/{message['id']}/labels", {"add": ["STARRED"]}
    first = await job(robin, path, body, "k")
    assert first["state"] == "completed"
    answer = await robin.post(path, {"add": ["IMPORTANT"]}, "k")
    assert (answer.status_code, answer.json()["code"]) == (422, "KeyReused")
    assert answer.json()["field"] == "Idempotency-Key"
    await robin.kith.services.core.redis.flushdb()
    await job(robin, path, {"remove": ["STARRED"]}, "l")
    again = await asyncio.gather(*(job(robin, path, body, "k") for _ in range(4)))
    assert {(one["id"], one["run_id"]) for one in again} == {(first["id"], first["run_id"])}
    assert "STARRED" not in (await the_message(robin))["labels"], "asked for once more, it is not done once more"
    assert await robin.calls("messages.modify") == 2


async def test_a_lost_answer_and_a_busy_gmail_change_nothing_twice(robin: Writer) -> None:
    message = await the_message(robin)
    await robin.kith.gmail.fault(match=r"^messages\.modify$", kind="lose_answer", times=1)
    assert (await job(robin, f"messages/{message['id']}/archive"))["state"] == "completed"
    fault = {"status": 403, "reason": "rateLimitExceeded", "retry_after": 1, "times": 1}
    await robin.kith.gmail.fault(match=r"^messages\.trash$", kind="status", **fault)
    assert (await job(robin, f"messages/{message['id']}/trash"))["state"] == "completed"
    assert (await the_message(robin))["labels"] == ["TRASH", "UNREAD"]
    assert await equal(robin)


async def test_what_gmail_refuses_is_not_shown(robin: Writer) -> None:
    message = await the_message(robin)
    refused = await job(robin, f"messages/{message['id']}/labels", {"add": ["SENT"]})
    assert refused["state"] == "failed"
    assert "Invalid label: SENT" in refused["error"]
    assert (await the_message(robin))["labels"] == message["labels"]


async def test_an_answer_that_is_older_than_the_copy_is_not_applied(robin: Writer) -> None:
    """The history may have told of a later change while Gmail's answer was on its way."""
    message, user = await the_message(robin), await user_id(robin.browser)
    ref = MailboxRef(user_id=user, mailbox_id=UUID(robin.mailbox_id))
    database = robin.kith.services.core.database
    async with database.tenant(user) as session:
        queries = RelabellingQueries(session, user)
        before = await queries.versions(ref, source_id=message["source_id"], thread_id=None)
    await robin.kith.gmail.control(
        "POST", f"accounts/{OWNER}/messages/{message['source_id']}/labels", json={"add": ["STARRED"], "remove": []}
    )
    async with asyncio.timeout(30):
        while "STARRED" not in (await the_message(robin))["labels"]:
            await asyncio.sleep(0.05)
    async with database.tenant(user) as session:
        queries = RelabellingQueries(session, user)
        for message_id, version in before.items():
            assert await queries.confirm(message_id, ["INBOX"], version) is None
        now = await queries.versions(ref, source_id=message["source_id"], thread_id=None)
        assert now[UUID(message["id"])] > before[UUID(message["id"])]
    assert await equal(robin)


async def test_what_is_no_change_is_named(robin: Writer) -> None:
    message = await the_message(robin)
    for body, field in (
        ({}, "add"),
        ({"add": [""]}, "add"),
        ({"remove": ["x" * 300]}, "remove"),
        ({"add": ["A"] * 101}, "add"),
    ):
        answer = await robin.post(f"messages/{message['id']}/labels", body)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
