"""From a change in the mailbox to the event on the live page: idle, and while another mailbox backfills.

`python -m bench.live [MAILS]`: that many mails are delivered one after the other, at the limits of 2026; pushes go the
whole way, from Pub/Sub's signed request to the browser's stream.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from base import leaving, logging
from bench.harness import Bench, idle, running
from bench.mailbox import write
from tests.integration.gmail.test_sync import mail
from tests.product import Browser

OTHER = "ida@northwind.example"
PAUSE = 0.3  # seconds between two mails: one sync does not help the next


@asynccontextmanager
async def received(browser: Browser) -> AsyncIterator[asyncio.Queue[float]]:
    """The moments at which `email.received` came over the stream."""
    moments: asyncio.Queue[float] = asyncio.Queue()

    async def listen() -> None:
        async with browser.http.stream("GET", "/api/v1/events", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line == "event: email.received":
                    moments.put_nowait(time.perf_counter())

    listening = asyncio.create_task(listen())
    try:
        yield moments
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def delays(bench: Bench, browser: Browser, mails: range) -> list[float]:
    """Seconds from each delivery to its event."""
    found: list[float] = []
    async with received(browser) as moments:
        await asyncio.sleep(1)  # the stream is open
        for number in mails:
            started = time.perf_counter()
            await bench.gmail.deliver(mail(1_000_000 + number))
            async with asyncio.timeout(60):
                found.append(await moments.get() - started)
            await asyncio.sleep(PAUSE)
    return found


def describe(name: str, found: list[float]) -> float:
    """Print median and p99; returns the p99."""
    p99 = statistics.quantiles(found, n=100)[98]
    print(
        f"{name}: median {1000 * statistics.median(found):.0f} ms, p99 {1000 * p99:.0f} ms of {len(found)}", flush=True
    )
    return p99


async def measure(folder: Path, mails: int) -> None:
    """Both, on one stack."""
    small, large = folder / "small.mbox", folder / "large.mbox"
    write(small, 50)
    write(large, 5_000, seed=2)
    async with running(folder, small, "2026", {OTHER: large}) as bench:
        robin = await bench.browser().sign_in()
        await robin.synced(await robin.connect())
        await idle(robin)
        await delays(bench, robin, range(3))  # what is done once
        quiet = describe("idle", await delays(bench, robin, range(3, 3 + mails)))
        ida = await bench.browser().sign_in(OTHER)
        mailbox = await ida.connect(OTHER)
        loaded = describe("while another backfills", await delays(bench, robin, range(3 + mails, 3 + 2 * mails)))
        state = await ida.get(f"mailboxes/{mailbox}")
        print(f"loaded over idle p99: {loaded / quiet:.2f}; the other had {state['counts']['stored']} by then")


def main() -> None:
    """Print them, and the ratio."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 100))


if __name__ == "__main__":
    leaving.run(main)
