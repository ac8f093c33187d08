"""Sending mail: built once, sent once, threaded, and told of where it cannot be sent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from tests.integration.sending.writer import IDA, Writer, writer
from tests.integration.tenants import as_owner, mail, mbox, upload
from tests.product import OWNER


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path, "send") as ready:
        yield ready


async def test_a_mail_arrives_as_it_was_written(robin: Writer) -> None:
    subject, text = "Größe 😀 " * 20, "Grüße\nÄ\n.\nFrom here\n"
    outbox_id = await robin.send(cc=["x@bücher.example"], bcc=["eve@example.net"], subject=subject.strip(), text=text)
    item = await robin.done(outbox_id)
    assert item["recipients"] == [IDA, "x@bücher.example", "eve@example.net"]
    assert item["subject"] == subject.strip()
    assert [item["source_id"]] == await robin.at_gmail()
    sent = robin.raw(item["source_id"])
    assert sent["from"] == f"Robin Marlow <{OWNER}>"
    assert (sent["to"], sent["cc"]) == (f"Ida Okafor <{IDA}>", "x@xn--bcher-kva.example")
    assert sent["subject"] == subject.strip()
    assert sent.get_content().replace("\r\n", "\n") == text
    assert sent["message-id"].endswith("@marlow.example>")
    (arrived,) = await robin.at_gmail("INBOX", IDA)
    assert robin.raw(arrived, IDA)["bcc"] is None
    # And it comes back to the copy like any other mail.
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 2)


async def test_a_reply_joins_its_thread(robin: Writer) -> None:
    (question,) = (await robin.browser.get("messages"))["items"]
    item = await robin.done(await robin.send(to=[], subject=None, reply_to_message_id=question["id"]))
    assert item["thread_id"] == question["thread_id"]
    assert item["recipients"] == [IDA]
    sent = robin.raw(item["source_id"])
    assert sent["subject"] == "Re: Harvest"
    answered = f"<harvest.{'0' * 80}@northwind.example>"
    assert sent["in-reply-to"] == answered
    assert sent["references"].split() == ["<root@northwind.example>", answered]
    snapshot = await robin.kith.gmail.snapshot()
    assert {message["threadId"] for message in snapshot.values()} == {question["thread_id"]}
    await robin.browser.until(robin.mailbox_id, lambda m: m["counts"]["stored"] == 2)
    thread = await robin.browser.get(f"threads/{robin.mailbox_id}/{question['thread_id']}")
    assert [message["outgoing"] for message in thread["messages"]] == [False, True]


async def test_the_same_request_twice_is_one_mail(robin: Writer) -> None:
    first = await robin.send("one")
    await robin.done(first)
    assert await robin.send("one") == first
    other = await robin.send("two")
    assert other != first
    await robin.done(other)
    assert len(await robin.at_gmail()) == 2
    items = await robin.browser.every("outbox")
    assert [item["id"] for item in items] == [other, first]


async def test_a_key_is_bound_to_its_mail_and_outlives_it(robin: Writer) -> None:
    first = await robin.send("one")
    body = {"to": [IDA], "subject": "Lunch", "text": "Another text is another request."}
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body, "one")
    assert (answer.status_code, answer.json()["code"]) == (422, "KeyReused")
    assert answer.json()["field"] == "Idempotency-Key"
    await robin.done(first)
    await robin.kith.services.core.redis.flushdb()
    assert await robin.send("one") == first
    assert (await robin.browser.http.delete(f"/api/v1/outbox/{first}")).status_code == 204
    assert await robin.send("one") == first, "the key is known although the mail is forgotten"
    assert await robin.ended(first) is None
    assert await robin.calls("messages.send") == 1


async def test_the_same_request_twice_at_once_is_one_mail(robin: Writer) -> None:
    ids = await asyncio.gather(*(robin.send("one") for _ in range(8)))
    assert len(set(ids)) == 1
    await robin.done(ids[0])
    await robin.kith.idle(robin.browser, ids[0])
    assert await robin.calls("messages.send") == 1


async def test_what_cannot_be_sent_is_named_and_not_kept(robin: Writer) -> None:
    changes: list[tuple[dict[str, Any], str, int]] = [
        ({"subject": "Hi\r\nBcc: eve@example.net"}, "subject", 422),
        ({"to": [IDA, "ida@northwind.example\r\nBcc: eve@example.net"]}, "to.1", 422),
        ({"cc": ["nobody"]}, "cc.0", 422),
        ({"to": []}, "to", 422),
        ({"reply_to_message_id": "no id"}, "reply_to_message_id", 422),
        ({"text": "ä" * 140_000}, "text", 413),
        ({"subject": "x" * 600}, "subject", 413),
        ({"reply_to_message_id": "00000000-0000-4000-8000-000000000000"}, "", 404),
        ({"text": "x" * 2_000_000}, "", 413),
    ]
    for changed, field, status in changes:
        body = {"to": [IDA], "subject": "Lunch", "text": "?"} | changed
        answer = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body)
        assert (answer.status_code, answer.json().get("field", "")) == (status, field), answer.text
    assert (await robin.browser.get("outbox"))["items"] == []


async def test_nobody_sends_from_a_file_or_a_mailbox_that_is_disconnected(robin: Writer) -> None:
    imported = (await upload(robin.browser, mbox(mail(1, IDA)))).json()["mailbox_id"]
    for mailbox_id in (imported, robin.mailbox_id):
        if mailbox_id == robin.mailbox_id:
            await robin.browser.http.delete(f"/api/v1/mailboxes/{mailbox_id}")
        answer = await robin.post(f"mailboxes/{mailbox_id}/messages", {"to": [IDA]})
        assert (answer.status_code, answer.json()["code"]) == (409, "Conflict")


async def test_an_answer_comes_from_the_mailbox_that_has_the_question(robin: Writer) -> None:
    imported = (await upload(robin.browser, mbox(mail(1, IDA)))).json()["mailbox_id"]
    await robin.browser.synced(imported)
    (question,) = (await robin.browser.get("messages", mailbox_id=imported))["items"]
    body = {"text": "?", "reply_to_message_id": question["id"]}
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body)
    assert (answer.status_code, answer.json()["field"]) == (422, "reply_to_message_id")


async def test_the_outbox_is_encrypted(robin: Writer) -> None:
    outbox_id = await robin.send(subject="Pomegranates", text="in secret")
    await robin.done(outbox_id)
    async with await as_owner(robin.kith.settings) as owner:
        row = await (await owner.execute("SELECT raw FROM outbox WHERE id = %s", [outbox_id])).fetchone()
    assert row is not None
    assert b"Pomegranates" not in row[0]
    assert b"secret" not in row[0]
    assert IDA.encode() not in row[0]


async def test_what_an_answer_begins_with(robin: Writer) -> None:
    (question,) = (await robin.browser.get("messages"))["items"]
    start = await robin.browser.get(f"messages/{question['id']}/answer")
    assert start["reply"] == {"to": [f"Ida Okafor <{IDA}>"], "cc": []}
    assert start["reply_all"] is None
    assert start["quote"].endswith(f"Ida Okafor <{IDA}> wrote:\n\n> How was it?")
    refused = await robin.browser.http.get(f"/api/v1/messages/{question['id']}/answer?timezone=Mars/Olympus")
    assert (refused.status_code, refused.json()["field"]) == (422, "timezone")
