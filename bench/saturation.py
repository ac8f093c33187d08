"""How much of the rate that Gmail allows a backfill uses, and how late live mail is, with and without stray refusals.

`python -m bench.saturation [MINUTES [PERCENT …]]`: the limits of 2026 are enforced by the simulator, with Google's
minute scaled to a few seconds for both sides; PERCENT (0, 1 and 2) of all requests, parts of batches too, are refused
at random with 429 and 403 though nobody has asked for too much. Measured from the first request on, over every whole
minute in which the backfill ran: a sliding minute allows as many units at the start of each. Mail keeps arriving in the
same mailbox, and is measured from its delivery to the event on the live page.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from base import leaving, logging
from bench.harness import Bench, running
from bench.live import received
from bench.mailbox import write
from tests.integration.gmail.test_sync import mail
from tests.product import Browser

MINUTE = 15  # seconds that stand for Google's minute
LIMIT = 6_000  # units a minute
UNITS_A_MESSAGE = 15.4  # of the generated mailboxes, about
EVERY = MINUTE / 6  # seconds between two mails
LATEST = 5  # messages that may have arrived just now
PATIENCE = 60.0  # seconds for one mail
ASKED = "^(messages|threads|history|labels|getProfile)"  # methods
_numbers = count(1_000_000)


async def stray(bench: Bench, percent: float) -> None:
    """From now on so many of all requests are refused, half of them with 429."""
    every = int(200 / percent) if percent else 0
    kinds = [(429, "rateLimitExceeded"), (403, "userRateLimitExceeded")] if percent else []
    faults = [
        {
            "match": ASKED,
            "kind": "status",
            "status": status,
            "reason": reason,
            "every": every,
            "seen": place * every // 2,
        }
        for place, (status, reason) in enumerate(kinds)
    ]
    await bench.gmail.control("POST", "faults", json=faults)


async def live(bench: Bench, browser: Browser, address: str, found: list[float]) -> None:
    """Deliver mails until cancelled, and note how late each is on the page."""
    async with received(browser) as moments:
        await asyncio.sleep(1)  # the stream is open
        while True:
            started = time.perf_counter()
            await bench.gmail.deliver(mail(next(_numbers)), account=address)
            async with asyncio.timeout(PATIENCE):
                found.append(await moments.get() - started)
            await asyncio.sleep(EVERY)


async def measure(bench: Bench, address: str, percent: float) -> None:
    """Copy a mailbox, and print what became of it."""
    await stray(bench, percent)
    browser = await bench.browser().sign_in(address)
    started = time.perf_counter()  # a moment before the first request
    mailbox = await browser.connect(address)
    late: list[float] = []
    arriving = asyncio.create_task(live(bench, browser, address, late))
    spent: list[int] = []
    while True:
        await asyncio.sleep(started + (len(spent) + 1) * MINUTE - time.perf_counter())
        bill = await bench.gmail.bill(address)
        state = await browser.get(f"mailboxes/{mailbox}")
        if arriving.done():
            await arriving
        if state["list_complete"] and state["counts"]["stored"] >= state["counts"]["listed"] - LATEST:
            break
        spent.append(bill["units"])
    arriving.cancel()
    await asyncio.gather(arriving, return_exceptions=True)
    await stray(bench, 0)
    p99, refused = statistics.quantiles(late, n=100)[98], bill["refused_429"] + bill["refused_403"]
    print(
        f"{percent:g} % stray refusals: {spent[-1]} units in {len(spent)} whole minutes, "
        f"{spent[-1] / (LIMIT * len(spent)):.3f} of the allowed rate; {refused} refused by the limits; "
        f"{len(late)} mails meanwhile, median {statistics.median(late):.2f} s, p99 {p99:.2f} s",
        flush=True,
    )


async def run(minutes: int, percents: list[float], folder: Path) -> None:
    """One mailbox after the other, on one stack."""
    warm, mbox = folder / "warm.mbox", folder / "bench.mbox"
    write(warm, 50)
    write(mbox, int(minutes * LIMIT / UNITS_A_MESSAGE))
    addresses = {f"stray{place}@bench.example": percent for place, percent in enumerate(percents)}
    async with running(folder, warm, f"2026:minute={MINUTE}", dict.fromkeys(addresses, mbox)) as bench:
        first = await bench.browser().sign_in()
        await first.synced(await first.connect())  # what is done once
        for address, percent in addresses.items():
            await measure(bench, address, percent)


def main() -> None:
    """Print the share of the allowed rate, and the latency of live mail, for each share of stray refusals."""
    logging.configure("WARNING")
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    percents = [float(argument) for argument in sys.argv[2:]] or [0, 1, 2]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(minutes, percents, Path(folder)))


if __name__ == "__main__":
    leaving.run(main)
