"""Temporal is away, or its answer is: what was accepted is done once, and nothing is forgotten."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.service import RPCError, RPCStatusCode

from api.app import create_app
from base.clock import now
from base.settings import Settings
from devstack.ports import any_free
from models.contracts.core.effects import EffectRef, RelayPage, RelayResult
from models.queries.core.effects import GRACE
from tests.integration.sending.writer import IDA, Writer, writer
from tests.integration.tenants import as_owner
from tests.product import served
from workflows.core.options import Queue
from workflows.core.outbox_relay import OutboxRelayWorkflow
from workflows.core.schedules import SCHEDULES
from workflows.core.starter import TemporalStarter


@pytest.fixture
async def robin(settings: Settings, tmp_path: Path) -> AsyncIterator[Writer]:
    async with writer(settings, tmp_path) as ready:
        yield ready


class Starts:
    """Starts of jobs go wrong, one after the other: "away", "lost" (it starts, nobody hears of it), or "late"."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *how: str) -> None:
        self.left = list(how)
        start = TemporalStarter.start_effect

        async def failing(starter: TemporalStarter, ref: EffectRef, *, wished: bool) -> str:
            kind = self.left.pop(0) if self.left else "well"
            started = "" if kind == "away" else await start(starter, ref, wished=wished)
            if kind == "late":
                await asyncio.sleep(60)
            if kind in {"away", "lost"}:
                raise RPCError("", RPCStatusCode.DEADLINE_EXCEEDED, b"")
            return started

        monkeypatch.setattr(TemporalStarter, "start_effect", failing)


async def later(robin: Writer, wait: timedelta) -> None:
    """So much time passes for the relay."""
    async with await as_owner(robin.kith.settings) as owner:
        await owner.execute("UPDATE directory_effects SET due_at = due_at - %s", [wait])


async def relay(robin: Writer) -> RelayResult:
    """What the clock starts, a little later."""
    await later(robin, GRACE)
    run: Any = await robin.kith.services.core.client.execute_workflow(
        OutboxRelayWorkflow.run, id="relay", task_queue=Queue.WORKFLOWS
    )
    assert isinstance(run, RelayResult)
    return run


async def test_a_start_that_was_lost_or_late_or_never_came_is_made_up_for(
    robin: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = Starts(monkeypatch, "lost", "late", "away")
    outbox_ids = []
    for text in ("lost", "late", "away"):
        begun = time.monotonic()
        outbox_ids.append(await robin.send(key=text, text=text))
        assert time.monotonic() - begun < 10, "a person does not wait for Temporal"
    assert not starts.left
    for outbox_id in outbox_ids[:2]:
        await robin.done(outbox_id)
    assert (await robin.browser.get(f"outbox/{outbox_ids[2]}"))["state"] == "waiting", "kept, and shown"
    assert await relay(robin) == RelayResult(started=1)
    await robin.done(outbox_ids[2])
    assert len(await robin.at_gmail()) == len(await robin.at_gmail("INBOX", IDA)) == 3
    assert await robin.calls("messages.send") == 3


async def test_mail_is_accepted_while_nobody_listens_at_temporals_address(robin: Writer) -> None:
    away = robin.kith.settings.model_copy(update={"temporal_address": f"127.0.0.1:{any_free()}"})
    body = {"to": [IDA], "text": "Half past twelve?"}
    async with served(create_app(away), any_free()) as url, httpx.AsyncClient(base_url=url, timeout=30) as http:
        http.cookies = robin.browser.http.cookies
        answer = await http.post(f"/api/v1/mailboxes/{robin.mailbox_id}/messages", json=body)
    assert answer.status_code == 202, answer.text
    assert await relay(robin) == RelayResult(started=1)
    await robin.done(answer.json()["outbox_id"])
    assert len(await robin.at_gmail()) == 1


async def test_a_wish_whose_signal_was_lost_is_picked_up(robin: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"mailboxes/{robin.mailbox_id}/drafts"
    draft_id = (await robin.post(path, {"to": [IDA], "text": "First"})).json()["outbox_id"]
    await robin.done(draft_id)
    await robin.kith.idle(robin.browser, draft_id)
    Starts(monkeypatch, "away")
    assert (await robin.post(f"{path}/{draft_id}/send")).status_code == 202
    assert await relay(robin) == RelayResult(started=1)
    assert (await robin.done(draft_id))["kind"] == "send"
    assert len(await robin.at_gmail()) == 1


async def test_a_change_of_labels_is_kept_too(robin: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    (message,) = (await robin.browser.get("messages"))["items"]
    Starts(monkeypatch, "away")
    answer = await robin.post(f"messages/{message['id']}/archive", key="k")
    assert answer.status_code == 202
    assert await relay(robin) == RelayResult(started=1)
    async with asyncio.timeout(30):
        while (await robin.browser.get("messages"))["items"][0]["labels"] != ["UNREAD"]:
            await asyncio.sleep(0.05)
    assert (await robin.post(f"messages/{message['id']}/archive", key="k")).json() == answer.json()
    assert await robin.calls("messages.modify") == 1


async def test_the_relay_leaves_alone_what_runs_and_what_is_done(robin: Writer) -> None:
    await robin.done(await robin.send())
    assert await relay(robin) == RelayResult(), "where nothing waits, there is nothing to read"
    await robin.kith.gmail.fault(match=r"^messages\.send$", kind="latency", seconds=3)
    outbox_id = await robin.send()
    assert await relay(robin) == RelayResult(started=1)
    await robin.done(outbox_id)
    await robin.kith.idle(robin.browser, outbox_id)
    assert await robin.calls("messages.send") == 2
    history = await robin.kith.services.core.client.get_workflow_handle(
        f"u:{(await robin.browser.get('me'))['id']}:send:{outbox_id}"
    ).fetch_history()
    assert not [event for event in history.events if event.HasField("workflow_execution_signaled_event_attributes")]


async def test_one_that_cannot_be_started_does_not_stop_the_others(
    robin: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    Starts(monkeypatch, "away", "away", "away", "away")
    sent = [await robin.send() for _ in range(3)]
    await later(robin, GRACE)
    page = RelayPage(before=now(), most=2)
    pages = [await robin.kith.services.core.outbox_relay.page(page) for _ in range(2)]
    assert pages == [RelayResult(started=1, failed=1, more=True), RelayResult(started=1)]
    await later(robin, timedelta(seconds=31))
    assert (await relay(robin)).failed == 0
    for outbox_id in sent:
        await robin.done(outbox_id)
    assert len(await robin.at_gmail()) == 3


def test_what_waits_without_a_job_waits_less_than_a_minute() -> None:
    (every,) = [recurring.every for recurring in SCHEDULES if recurring.id == "outbox-relay"]
    assert GRACE + every * 1.1 < timedelta(minutes=1)
