"""Messages a second through the whole path with quotas off, and what one costs in mailboxes of different sizes.

`python -m bench.sync [N …]`, or `make bench`: without arguments 1,000, 10,000 and 100,000 messages, each the mailbox of
another person, one after the other on the same running product, which has copied a small one before. The whole path:
from HTTP to committed rows with contacts, in processes of their own as in production, the simulator beside it. The mail
is real (`bench/real_mailbox.py`); where that file is not there, or with `generated` as the first argument, it is made.
References in the same run: reading alone, and the mean cost a message of all sizes. On two cores the goals are 400
messages a second, and 3 ms of computing a message in all processes of Kith, its database, Redis and Temporal.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from base import leaving, logging
from bench import mailbox, real_mailbox
from bench.harness import SIMULATOR, Bench, running
from services.imports import isolated
from services.imports.letters import mbox_letter
from services.imports.mbox import Splitter
from tests.product import OWNER

SIZES = (1_000, 10_000, 100_000)
WARM = 300  # messages that are copied before anything is measured: processes have opened and imported what they need
FIRST_LOOK, LOOK = 0.05, 0.2  # seconds: looking costs the API
REFERENCE = 1_000  # messages that are read alone, at most
GENERATED = "generated"

Write = Callable[[Path, int], None]  # makes a file of so many messages


def read_alone(mbox: Path) -> float:
    """Seconds of computing that reading one takes: of what the parser's processes do, on one core."""
    splitter = Splitter()
    letters = [mbox_letter(message) for message in [*splitter.feed(mbox.read_bytes()), *splitter.finish()][:REFERENCE]]
    started = time.process_time()
    for letter in letters:
        isolated.mbox(*letter.parts)
    return (time.process_time() - started) / len(letters)


@dataclass(frozen=True)
class Copied:
    """A first sync with contacts, from the click on. `cpu` is in seconds, `memory` in MB at most, by process."""

    messages: int
    seconds: float
    begun: float  # seconds until the first messages were there,
    at_once: int  # as many as this
    events: int
    cpu: dict[str, float]
    memory: dict[str, float]

    @property
    def cost(self) -> float:
        """Seconds a message, once mail comes."""
        return (self.seconds - self.begun) / (self.messages - self.at_once)


async def whole_path(bench: Bench, address: str) -> Copied:
    """Copy somebody's mailbox."""
    browser = await bench.browser().sign_in(address)
    before = bench.cpu_seconds()
    started = time.perf_counter()
    async with bench.memory() as memory:
        mailbox = await browser.connect(address)
        first = await browser.until(mailbox, lambda m: m["counts"]["stored"] > 0, every=FIRST_LOOK)
        begun = time.perf_counter() - started
        state = await browser.synced(mailbox, seconds=3600, every=LOOK)
    seconds = time.perf_counter() - started
    used = {name: total - before[name] for name, total in bench.cpu_seconds().items()}
    stored, at_once = state["counts"]["stored"], first["counts"]["stored"]
    return Copied(stored, seconds, begun, at_once, await bench.history_events(browser), used, memory)


async def measure(folder: Path, sizes: list[int], write: Write) -> None:
    """Copy a mailbox of each size, and print what it took."""
    warm = folder / "warm.mbox"
    write(warm, WARM)
    people = {size: [f"person{size}-{number}@bench.example" for number in range(_repeats(size))] for size in sizes}
    mailboxes = {address: folder / f"{size}.mbox" for size in sizes for address in people[size]}
    for size in sizes:
        write(folder / f"{size}.mbox", size)
    print(f"reading alone: {1000 * read_alone(folder / f'{sizes[0]}.mbox'):.2f} ms a message", flush=True)
    async with running(folder, warm, others=mailboxes) as bench:
        await whole_path(bench, OWNER)
        costs = []
        for addresses in people.values():
            runs = [await whole_path(bench, address) for address in addresses]
            copied = sorted(runs, key=lambda run: run.cost)[len(runs) // 2]
            costs.append(copied.cost)
            _print(copied)
    mean = sum(costs) / len(costs)
    print("cost a message over the mean of all sizes:", ", ".join(f"{cost / mean:.2f}" for cost in costs))


def _repeats(size: int) -> int:
    """A small mailbox is copied several times, and the median taken: its seconds are few."""
    return max(1, min(5, 10_000 // size))


def _print(copied: Copied) -> None:
    stored = copied.messages
    print(
        f"{stored} messages in {copied.seconds:.2f} s: {stored / copied.seconds:.0f} a second; "
        f"{1000 * copied.events / stored:.1f} history events per 1,000"
    )
    print(f"  the first were there after {copied.begun:.2f} s; from then on {1000 * copied.cost:.2f} ms a message")
    each = {name: 1000 * spent / stored for name, spent in copied.cpu.items()}
    beside = each.pop(SIMULATOR)
    shares = ", ".join(f"{name} {spent:.2f}" for name, spent in sorted(each.items(), key=lambda one: -one[1]))
    print(f"  CPU ms a message: {sum(each.values()):.2f} in all: {shares}; beside it the simulator {beside:.2f}")
    memory = ", ".join(f"{name} {size:.0f}" for name, size in copied.memory.items())
    print(f"  most memory, MB: {memory}", flush=True)


def main() -> None:
    """Print the figures, and the ratios."""
    logging.configure("WARNING")
    arguments = sys.argv[1:]
    made = arguments[:1] == [GENERATED] or not real_mailbox.REAL.exists()
    if made and arguments[:1] != [GENERATED]:
        print(f"{real_mailbox.REAL} is not there: generated mail instead")
    sizes = [int(argument) for argument in arguments if argument != GENERATED] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), sizes, mailbox.write if made else real_mailbox.write))


if __name__ == "__main__":
    leaving.run(main)
