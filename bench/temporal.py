"""What a backfill and an incremental sync cost at Temporal: billable actions, heartbeats included, and history events.

`python -m bench.temporal [N [SCALE]]`: 10,000 messages with quotas off and 20 pushes, then N (10,000) at the limits of
2026, which allow some 400 a minute: Google's minute and the time that an activity may be silent are SCALE (10) times as
short, so that as many heartbeats are sent as in real time. Actions are counted from the histories as Temporal Cloud's
page "Actions" has it (starts, signals, activities with their retries, timers, children); heartbeats that reached the
server by the server's own metrics.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from temporalio.api.enums.v1 import EventType

from base import leaving, logging
from bench.harness import Bench, idle, running
from bench.mailbox import write
from tests.integration.gmail.test_sync import mail
from tests.product import FAST, Browser

MESSAGES = 10_000
PUSHES = 20
SILENCE = 120  # seconds, as it is in production
_BILLED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
    EventType.EVENT_TYPE_MARKER_RECORDED,
}
_HEARTBEATS = re.compile(
    r'^service_requests\S*operation="RecordActivityTaskHeartbeat"\S*service_name="frontend"\S* (\S+)$', re.MULTILINE
)


@dataclass(frozen=True)
class Cost:
    """Of every workflow so far."""

    actions: int
    events: int
    heartbeats: int

    def since(self, before: "Cost") -> "Cost":
        """What came after `before`."""
        return Cost(self.actions - before.actions, self.events - before.events, self.heartbeats - before.heartbeats)


async def cost(bench: Bench, browser: Browser) -> Cost:
    """Histories and heartbeats."""
    actions = events = 0
    for job in await browser.every("jobs"):
        history = await bench.temporal.get_workflow_handle(job["id"], run_id=job["run_id"]).fetch_history()
        kinds: Counter[Any] = Counter(event.event_type for event in history.events)
        retries = sum(
            event.activity_task_started_event_attributes.attempt - 1
            for event in history.events
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
        )
        # A signal that starts its workflow is one action with the start.
        with_start = min(kinds[EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED], 1)
        actions += sum(kinds[kind] for kind in _BILLED) + retries - with_start
        events += len(history.events)
    async with httpx.AsyncClient() as client:
        metrics = (await client.get(bench.metrics_url)).text
    heartbeats = int(sum(float(value) for value in _HEARTBEATS.findall(metrics)))
    return Cost(actions + heartbeats, events, heartbeats)


async def measure(mbox: Path, folder: Path, quota: str, name: str, *, silence: float, pushes: bool) -> None:
    """Print the cost of a backfill, and of single mails that arrive."""
    async with running(folder, mbox, quota, heartbeat=silence) as bench:
        browser = await bench.browser().sign_in()
        mailbox = await browser.connect()
        state = await browser.synced(mailbox, seconds=7200)
        await idle(browser)
        stored = state["counts"]["stored"]
        first = await cost(bench, browser)
        per = 1000 / stored
        print(
            f"{name}, {stored} messages: {per * first.actions:.1f} actions ({first.heartbeats} heartbeats in all) and "
            f"{per * first.events:.1f} events per 1,000 messages",
            flush=True,
        )
        if not pushes:
            return
        for number in range(PUSHES):
            await bench.gmail.deliver(mail(1_000_000 + number))
            await browser.until(mailbox, lambda m, n=number: m["counts"]["stored"] == stored + n + 1)  # type: ignore[misc]
            await idle(browser)
        more = (await cost(bench, browser)).since(first)
        print(f"one mail that arrives: {more.actions / PUSHES:.1f} actions, {more.events / PUSHES:.1f} events")


def main() -> None:
    """Measure at the limits of 2026, and with quotas off."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mbox = folder / "bench.mbox"
        messages, scale = (*map(int, sys.argv[1:3]), *(MESSAGES, 10)[len(sys.argv) - 1 :])
        write(mbox, messages)
        large = folder / "large.mbox"
        write(large, MESSAGES)
        slow = f"2026:minute={60 // scale}"
        asyncio.run(measure(large, folder / "fast", FAST, "quotas off", silence=SILENCE, pushes=True))
        asyncio.run(measure(mbox, folder / "slow", slow, "the limits of 2026", silence=SILENCE / scale, pushes=False))


if __name__ == "__main__":
    leaving.run(main)
