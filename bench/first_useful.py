"""Seconds from the consent to the first 100 messages and their people, seen through the API, at the limits of 2026.

`python -m bench.first_useful [RUNS]`. Each run is a new mailbox of 3,000 messages on a stack of its own.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from base import leaving, logging
from bench.harness import running, until
from bench.mailbox import write

MESSAGES = 3_000
USEFUL = 100  # messages, with their people


async def measure(mbox: Path, folder: Path) -> tuple[float, float]:
    """Seconds until the first 100 messages were listed by the API, and until their people were, too."""
    async with running(folder, mbox, "2026") as bench:
        browser = await bench.browser().sign_in()
        started = time.perf_counter()
        mailbox = await browser.connect()

        async def messages() -> bool:
            return len((await browser.get("messages", limit=USEFUL))["items"]) == USEFUL

        async def people() -> bool:
            return bool((await browser.get("contacts"))["items"])

        await until(messages)
        seen = time.perf_counter() - started
        await browser.until(mailbox, lambda m: m["counts"]["extracted"] >= USEFUL)
        await until(people)
        return seen, time.perf_counter() - started


def main() -> None:
    """Print both, of every run."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mbox = folder / "bench.mbox"
        write(mbox, MESSAGES)
        runs = [
            asyncio.run(measure(mbox, folder / str(n))) for n in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
        ]
    for place, what in enumerate(("messages", "messages and their people")):
        times = [run[place] for run in runs]
        spread = f"{len(times)} runs, {min(times):.2f} to {max(times):.2f}"
        print(f"the first {USEFUL} {what}: {statistics.median(times):.2f} s ({spread})")


if __name__ == "__main__":
    leaving.run(main)
