"""Do small mailboxes finish as if alone while a large one backfills? At the limits of 2026, on one worker of each role.

`python -m bench.fairness [SMALL [LARGE]]`: SMALL mailboxes of 100 messages are connected at once, first alone, then (as
many again) while one of LARGE messages backfills.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from base import leaving, logging
from bench.harness import Bench, running
from bench.mailbox import write

MESSAGES = 100


async def finish(bench: Bench, addresses: list[str]) -> list[float]:
    """Seconds from each connection to a complete mailbox, all connected at once."""
    browsers = {address: await bench.browser().sign_in(address) for address in addresses}

    async def one(address: str) -> float:
        started = time.perf_counter()
        mailbox = await browsers[address].connect(address)
        await browsers[address].synced(mailbox, seconds=600)
        return time.perf_counter() - started

    return await asyncio.gather(*(one(address) for address in addresses))


async def measure(folder: Path, small: int, large: int) -> None:
    """Both, on one stack."""
    mbox, other = folder / "small.mbox", folder / "large.mbox"
    write(mbox, MESSAGES)
    write(other, large, seed=2)
    addresses = [f"person{number}@small.example" for number in range(2 * small)]
    async with running(folder, other, "2026", dict.fromkeys(addresses, mbox)) as bench:
        alone = await finish(bench, addresses[:small])
        robin = await bench.browser().sign_in()
        mailbox = await robin.connect()
        await robin.until(mailbox, lambda m: m["counts"]["stored"] >= MESSAGES)
        beside = await finish(bench, addresses[small:])
        state = await robin.get(f"mailboxes/{mailbox}")
    assert state["status"] == "backfilling", state
    for name, times in (("alone", alone), ("beside the large one", beside)):
        print(f"{name}: median {statistics.median(times):.2f} s, last {max(times):.2f} s of {small} mailboxes")
    ratio = statistics.median(beside) / statistics.median(alone)
    print(
        f"ratio of the medians {ratio:.2f}; the large one had {state['counts']['stored']} of {large} messages by then"
    )


def main() -> None:
    """Print both, and the ratio."""
    logging.configure("WARNING")
    small, large = (*map(int, sys.argv[1:3]), *(20, 5_000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), small, large))


if __name__ == "__main__":
    leaving.run(main)
