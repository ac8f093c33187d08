"""Messages a second through the whole path with quotas off, and history events per 1,000 messages.

`python -m bench.sync [N]`, or `make bench`. The whole path: from HTTP to committed rows with contacts, in processes of
their own as in production, the simulator's share included. The reference in the same run is parsing alone: the ratio
says what the rest of the path costs.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from base import logging
from bench.harness import running
from bench.mailbox import write
from services.mbox import Splitter
from services.mime import part_of
from services.parsing import parse

REFERENCE = 2_000  # messages that are parsed alone


def parse_alone(mbox: Path) -> float:
    """Messages a second that are only split and parsed, on one core."""
    splitter = Splitter()
    messages = [*splitter.feed(mbox.read_bytes()), *splitter.finish()][:REFERENCE]
    started = time.perf_counter()
    for message in messages:
        parse(part_of(message.raw or b""))
    return len(messages) / (time.perf_counter() - started)


@dataclass(frozen=True)
class Copied:
    """A first sync with contacts, from the click on. `cpu` is in seconds, `memory` in MB at most, by process."""

    messages: int
    seconds: float
    events: int
    cpu: dict[str, float]
    memory: dict[str, float]


async def whole_path(mbox: Path, folder: Path) -> Copied:
    """Copy a mailbox."""
    async with running(folder, mbox) as bench:
        browser = await bench.browser().sign_in()
        before = bench.cpu_seconds()
        started = time.perf_counter()
        async with bench.memory() as memory:
            state = await browser.synced(await browser.connect(), seconds=3600)
        seconds = time.perf_counter() - started
        used = {name: total - before[name] for name, total in bench.cpu_seconds().items()}
        return Copied(state["counts"]["stored"], seconds, await bench.history_events(browser), used, memory)


def main() -> None:
    """Print the figures, and the ratios."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        mbox = Path(folder) / "bench.mbox"
        write(mbox, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
        alone = parse_alone(mbox)
        copied = asyncio.run(whole_path(mbox, Path(folder)))
        time.sleep(0.3)  # see cli.py: Temporal's threads need a moment before the interpreter ends
    stored, rate = copied.messages, copied.messages / copied.seconds
    print(f"{stored} messages in {copied.seconds:.1f} s: {rate:.0f} a second, {rate / alone:.2f} of parsing alone")
    print(f"{copied.events} history events: {1000 * copied.events / stored:.1f} per 1,000 messages")
    print("CPU ms a message:", ", ".join(f"{name} {1000 * spent / stored:.2f}" for name, spent in copied.cpu.items()))
    print("most memory, MB:", ", ".join(f"{name} {size:.0f}" for name, size in copied.memory.items()))


if __name__ == "__main__":
    main()
