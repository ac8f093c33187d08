"""Whatever goes wrong on the way: a mail is sent once, or it says why it is not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from tests.integration.sending.writer import IDA, Writer, writer
from tests.product import OWNER


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path) as ready:
        yield ready


async def test_a_mail_whose_answer_is_lost_is_sent_once(robin: Writer, subtests: pytest.Subtests) -> None:
    sent = []
    for kind, times in [("lose_answer", 1), ("truncate", 1), ("reset", 2)]:
        with subtests.test(kind):
            await robin.kith.gmail.fault(match=r"^messages\.send$", kind=kind, times=times)
            sent.append((await robin.done(await robin.send()))["source_id"])
            assert sorted(await robin.at_gmail()) == sorted(sent)
            assert len(await robin.at_gmail("INBOX", IDA)) == len(sent)


async def test_a_mail_that_its_owner_throws_away_before_its_answer_is_known_is_sent_once(robin: Writer) -> None:
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="lose_answer", times=1)
    outbox_id = await robin.send()
    async with asyncio.timeout(20):
        while not (sent := await robin.at_gmail()):
            await asyncio.sleep(0.02)
    path = f"accounts/{OWNER}/messages/{sent[0]}/labels"
    await robin.kith.gmail.control("POST", path, json={"add": ["TRASH"], "remove": ["INBOX"]})
    assert (await robin.done(outbox_id))["source_id"] == sent[0]
    assert len(await robin.at_gmail("INBOX", IDA)) == 1


async def test_what_passes_is_waited_for(robin: Writer, subtests: pytest.Subtests) -> None:
    faults: list[dict[str, Any]] = [
        {"status": 500},
        {"status": 503, "retry_after": 1},
        {"status": 429, "reason": "rateLimitExceeded", "retry_after": 1},
        {"status": 403, "reason": "userRateLimitExceeded", "retry_after": 1},
    ]
    sent = []
    for fault in faults:
        with subtests.test(fault=fault):
            await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", times=1, **fault)
            sent.append((await robin.done(await robin.send()))["source_id"])
            assert sorted(await robin.at_gmail()) == sorted(sent)
            assert (await robin.browser.get(f"mailboxes/{robin.mailbox_id}"))["status"] == "healthy"


async def test_a_refusal_says_why_and_can_be_retried_or_discarded(robin: Writer) -> None:
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", status=400, reason="invalidArgument")
    first, second = await robin.send(), await robin.send("second")
    for outbox_id in (first, second):
        item = await robin.ended(outbox_id)
        assert item["state"] == "failed"
        assert "invalidArgument" in item["error"]
    assert await robin.send("second") == second, "it is there, and says that it has failed"
    job_id = f"u:{(await robin.browser.get('me'))['id']}:send:{first}"
    job = await robin.browser.get(f"jobs/{job_id}")
    assert job["state"] == "failed"
    await robin.kith.gmail.fault()
    assert (await robin.post(f"outbox/{first}/retry")).status_code == 202
    await robin.done(first)
    failed = await robin.browser.get(f"jobs/{job_id}", run_id=job["run_id"])
    assert "invalidArgument" in failed["error"], "what an earlier run failed for is told of that run"
    assert (await robin.post(f"outbox/{first}/retry")).json()["code"] == "AlreadySent"
    assert (await robin.browser.http.delete(f"/api/v1/outbox/{second}")).status_code == 204
    assert await robin.ended(second) is None
    body = {"to": [f"Ida Okafor <{IDA}>"], "subject": "Lunch", "text": "Half past twelve?"}
    again = await robin.post(f"mailboxes/{robin.mailbox_id}/messages", body, "second")
    assert (again.status_code, again.json()["code"]) == (409, "GivenUp")
    assert "discarded" in again.json()["detail"]
    assert len(await robin.at_gmail()) == 1


async def test_a_grant_that_is_revoked_ends_it_with_a_reason(robin: Writer) -> None:
    await robin.kith.gmail.control("POST", f"accounts/{OWNER}/revoke")
    outbox_id = await robin.send()
    item = await robin.ended(outbox_id)
    assert item["state"] == "failed"
    assert "Reconnect" in item["error"]
    assert await robin.browser.connect() == robin.mailbox_id
    assert (await robin.post(f"outbox/{outbox_id}/retry")).json()["code"] == "WritingNotAllowed"
    await robin.browser.grant(robin.mailbox_id, "send")
    assert (await robin.post(f"outbox/{outbox_id}/retry")).status_code == 202
    await robin.done(outbox_id)
    assert len(await robin.at_gmail()) == 1


async def test_a_right_that_google_took_back_leaves_the_mailbox_readable(robin: Writer) -> None:
    fault = {"status": 403, "reason": "insufficientPermissions"}
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", **fault)
    item = await robin.ended(await robin.send())
    assert item["state"] == "failed"
    assert "does not let Kith write" in item["error"]
    assert (await robin.browser.get(f"mailboxes/{robin.mailbox_id}"))["status"] == "healthy"


async def test_a_thread_that_is_gone_does_not_keep_the_answer_back(robin: Writer) -> None:
    (question,) = (await robin.browser.get("messages"))["items"]
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", status=404, reason="notFound", times=1)
    item = await robin.done(await robin.send(reply_to_message_id=question["id"]))
    assert await robin.at_gmail() == [item["source_id"]]


@pytest.mark.parametrize("erase", [False, True])
async def test_disconnecting_does_not_lose_what_waits_in_silence(robin: Writer, erase: bool) -> None:
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="status", status=500)
    outbox_id = await robin.send()
    async with asyncio.timeout(30):
        while (await robin.browser.get(f"outbox/{outbox_id}"))["state"] != "sending":
            await asyncio.sleep(0.05)
    await robin.browser.http.delete(f"/api/v1/mailboxes/{robin.mailbox_id}", params={"erase": erase})
    item = await robin.ended(outbox_id)
    if erase:
        async with asyncio.timeout(60):
            while item is not None:
                item = await robin.ended(outbox_id)
    else:
        assert item["state"] == "failed"
        assert "disconnected" in item["error"]
    await robin.kith.idle(robin.browser, outbox_id)
    await robin.kith.gmail.fault()
    assert await robin.at_gmail() == []
