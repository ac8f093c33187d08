"""Taking a mail back: for a while nothing goes out; then either it is taken back or it is sent, never both."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from base.clock import now
from base.settings import Settings
from tests.integration.sending.writer import IDA, Writer, writer
from tests.integration.tenants import as_owner


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path, "send", send_delay=2) as ready:
        yield ready


async def test_what_is_taken_back_comes_back_and_is_never_sent(robin: Writer) -> None:
    mail = {"to": [f"Ida Okafor <{IDA}>"], "cc": ["bo@bücher.example"], "subject": "Größe", "text": "Grüße\n\n> Fine."}
    answer = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", mail, "one")
    queued = answer.json()
    left = datetime.fromisoformat(queued["undo_until"]) - now()
    assert timedelta(0) < left < timedelta(seconds=3)
    assert 0 < queued["undo_seconds"] <= 2
    item = await robin.browser.get(f"outbox/{queued['outbox_id']}")
    assert (item["undo_until"], item["recipients"]) == (queued["undo_until"], [IDA, "bo@bücher.example"])
    back = await robin.post(f"outbox/{queued['outbox_id']}/undo")
    assert back.json() == mail | {"bcc": [], "attachments": []}
    assert (await robin.browser.get("outbox"))["items"] == []
    assert (await robin.post(f"outbox/{queued['outbox_id']}/undo")).status_code == 404
    await robin.kith.idle(robin.browser, queued["outbox_id"])  # its job has seen that nothing is to be done
    assert await robin.calls("messages.send") == 0
    assert await told(robin, queued["outbox_id"]) == 2, "other tabs hear that it is there, and that it is gone"


async def test_the_key_of_what_was_taken_back_sends_nothing_and_says_so(robin: Writer) -> None:
    first = await robin.send("one")
    assert (await robin.post(f"outbox/{first}/undo")).status_code == 200
    body = {"to": [f"Ida Okafor <{IDA}>"], "subject": "Lunch", "text": "Half past twelve?"}
    again = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body, "one")
    assert (again.status_code, again.json()["code"]) == (409, "GivenUp")
    assert again.json()["field"] == "Idempotency-Key"
    assert "taken back" in again.json()["detail"]
    assert "new key" in again.json()["detail"]
    other = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body | {"text": "?"}, "one")
    assert (other.status_code, other.json()["code"]) == (422, "KeyReused")
    await robin.done(await robin.send("two"))
    assert await robin.calls("messages.send") == 1


async def told(robin: Writer, outbox_id: str) -> int:
    """How often those who look at the outbox were told of a mail."""
    async with await as_owner(robin.kith.settings) as owner:
        found = await owner.execute("SELECT 1 FROM domain_events WHERE data->>'outbox_id' = %s", [outbox_id])
        return found.rowcount


async def test_nobody_need_wait_for_it_and_then_it_is_too_late(robin: Writer) -> None:
    outbox_id = await robin.send()
    assert await robin.calls("messages.send") == 0
    item = await robin.done(outbox_id)
    assert item["undo_until"] is None
    late = await robin.post(f"outbox/{outbox_id}/undo")
    assert (late.status_code, late.json()["code"]) == (409, "TooLateToUndo")
    assert await robin.calls("messages.send") == 1


async def test_what_could_not_be_sent_is_taken_back_to_be_changed(robin: Writer) -> None:
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", status=400, reason="invalidArgument")
    mail = {"to": [f"Ida Okafor <{IDA}>"], "cc": [], "subject": "Lunch", "text": "Half past twelve?"}
    first = (await robin.post(f"mailboxes/{robin.mailbox_id}/messages", mail, "one")).json()["outbox_id"]
    failed = await robin.ended(first)
    assert (failed["state"], failed["editable"]) == ("failed", True)
    await robin.kith.gmail.fault()
    back = await robin.post(f"outbox/{first}/undo")
    assert back.json() == mail | {"bcc": [], "attachments": []}
    assert (await robin.browser.get("outbox"))["items"] == []
    assert (await robin.post(f"outbox/{first}/undo")).status_code == 404
    again = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", mail, "one")
    assert (again.status_code, again.json()["code"]) == (409, "GivenUp")
    await robin.done(await robin.send("two"))
    assert len(await robin.at_gmail()) == 1


async def test_undoing_and_sending_never_both_happen(robin: Writer) -> None:
    """Ten mails are each taken back a little earlier or later around the moment at which it goes out, ten far later."""

    async def raced(number: int) -> tuple[str, bool]:
        body = {"to": [IDA], "subject": f"{number}", "text": "?"}
        queued: Any = (await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body)).json()
        after = 20 * (number - 5) if number < 10 else 500 * (number - 9)
        until = datetime.fromisoformat(queued["undo_until"]) + timedelta(milliseconds=after)
        await asyncio.sleep(max((until - now()).total_seconds(), 0))
        answer = await robin.post(f"outbox/{queued['outbox_id']}/undo")
        assert answer.status_code in {200, 409}, answer.text
        return queued["outbox_id"], answer.status_code == 200

    raced_all = await asyncio.gather(*map(raced, range(20)))
    for outbox_id, undone in raced_all:
        if not undone:
            await robin.done(outbox_id)
        await robin.kith.idle(robin.browser, outbox_id)
    taken_back = sum(undone for _, undone in raced_all)
    assert 0 < taken_back < 20
    assert await robin.calls("messages.send") == len(await robin.at_gmail()) == 20 - taken_back
