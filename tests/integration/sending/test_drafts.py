"""Drafts: kept at Gmail, changed, sent and deleted, each once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from tests.integration.sending.writer import IDA, Writer, writer


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path) as ready:
        yield ready


async def draft(robin: Writer, **changed: Any) -> str:
    body = {"to": [IDA], "subject": "Plan", "text": "First"} | changed
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/drafts", body)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["outbox_id"])


async def change(robin: Writer, draft_id: str, **changed: Any) -> Any:
    body = {"to": [IDA], "subject": "Plan", "text": "First"} | changed
    return await robin.browser.http.put(f"/api/v1/mailboxes/{robin.mailbox_id}/drafts/{draft_id}", json=body)


async def test_a_draft_is_changed_and_sent(robin: Writer) -> None:
    draft_id = await draft(robin)
    first = await robin.done(draft_id)
    assert await robin.at_gmail("DRAFT") == [first["source_id"]]
    assert (await change(robin, draft_id, text="Second")).status_code == 202
    second = await robin.done(draft_id)
    assert await robin.at_gmail("DRAFT") == [second["source_id"]]
    assert robin.raw(second["source_id"]).get_content().strip() == "Second"
    assert (await robin.post(f"mailboxes/{robin.mailbox_id}/drafts/{draft_id}/send")).status_code == 202
    sent = await robin.done(draft_id)
    assert sent["kind"] == "send"
    assert await robin.at_gmail("DRAFT") == []
    assert await robin.at_gmail() == [sent["source_id"]]
    assert (await change(robin, draft_id)).json()["code"] == "AlreadySent"


async def test_a_draft_that_could_not_be_sent_stays_a_draft(robin: Writer) -> None:
    draft_id = await draft(robin)
    await robin.done(draft_id)
    await robin.kith.gmail.fault(match=r"^drafts\.send$", kind="status", status=400, reason="invalidArgument")
    assert (await robin.post(f"mailboxes/{robin.mailbox_id}/drafts/{draft_id}/send")).status_code == 202
    failed = await robin.ended(draft_id)
    assert (failed["kind"], failed["state"], failed["editable"]) == ("send", "failed", False)
    refused = await robin.post(f"outbox/{draft_id}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "StillADraft")
    assert await robin.ended(draft_id) == failed


async def test_the_last_wish_counts_however_fast_they_come(robin: Writer) -> None:
    draft_id = await draft(robin)
    for number in range(5):
        assert (await change(robin, draft_id, text=f"Text {number}")).status_code == 202
    assert (await robin.post(f"mailboxes/{robin.mailbox_id}/drafts/{draft_id}/send")).status_code == 202
    sent = await robin.done(draft_id)
    assert robin.raw(sent["source_id"]).get_content().strip() == "Text 4"
    assert await robin.at_gmail() == [sent["source_id"]]
    assert await robin.at_gmail("DRAFT") == []


async def test_a_draft_is_deleted(robin: Writer) -> None:
    draft_id = await draft(robin)
    await robin.done(draft_id)
    answer = await robin.browser.http.delete(f"/api/v1/mailboxes/{robin.mailbox_id}/drafts/{draft_id}")
    assert answer.status_code == 202
    await robin.kith.idle(robin.browser, draft_id)
    assert await robin.at_gmail("DRAFT") == []
    assert (await robin.browser.get("outbox"))["items"] == []


@pytest.mark.parametrize("method", ["create", "send"])
async def test_a_lost_answer_makes_no_second_draft_and_no_second_mail(robin: Writer, method: str) -> None:
    await robin.kith.gmail.fault(match=rf"^drafts\.{method}$", kind="lose_answer", times=1)
    draft_id = await draft(robin)
    await robin.done(draft_id)
    assert len(await robin.at_gmail("DRAFT")) == 1
    await robin.post(f"mailboxes/{robin.mailbox_id}/drafts/{draft_id}/send")
    await robin.done(draft_id)
    assert await robin.at_gmail("DRAFT") == []
    assert len(await robin.at_gmail()) == 1
    assert len(await robin.at_gmail("INBOX", IDA)) == 1


async def test_a_draft_that_was_deleted_at_gmail_says_so(robin: Writer) -> None:
    draft_id = await draft(robin)
    await robin.done(draft_id)
    await robin.kith.gmail.fault(match=r"^drafts\.", kind="status", status=404, reason="notFound")
    await change(robin, draft_id, text="Second")
    item = await robin.ended(draft_id)
    assert item["state"] == "failed"
    assert "no longer at Gmail" in item["error"]


async def test_a_draft_may_lack_recipients_but_is_not_sent_without(robin: Writer) -> None:
    draft_id = await draft(robin, to=[])
    await robin.done(draft_id)
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/drafts/{draft_id}/send")
    assert (answer.status_code, answer.json()["field"]) == (422, "to")


async def test_a_key_is_bound_to_its_draft(robin: Writer) -> None:
    path, body = f"mailboxes/{robin.mailbox_id}/drafts", {"to": [IDA], "text": "First"}
    first = await robin.post(path, body, "one")
    await robin.done(first.json()["outbox_id"])
    assert (await robin.post(path, body, "one")).json() == first.json()
    answer = await robin.post(path, body | {"text": "Second"}, "one")
    assert (answer.status_code, answer.json()["code"]) == (422, "KeyReused")
    assert len(await robin.at_gmail("DRAFT")) == 1
