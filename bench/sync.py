"""Messages a second through the whole path with quotas off, and history events per 1,000 messages.

`python -m bench.sync [N]`, or `make bench`. The whole path: from HTTP to committed rows with contacts, in processes of
their own as in production, the simulator's share included. The reference in the same run is parsing alone: the ratio
says what the rest of the path costs.
"""

import asyncio
import sys
import tempfile
import time
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


async def whole_path(mbox: Path, folder: Path) -> tuple[int, float, int, dict[str, float]]:
    """(messages, seconds, history events, CPU seconds by process) of a first sync with contacts, from the click on."""
    async with running(folder, mbox) as bench:
        browser = await bench.browser().sign_in()
        before = bench.cpu_seconds()
        started = time.perf_counter()
        state = await browser.synced(await browser.connect(), seconds=3600)
        seconds = time.perf_counter() - started
        used = {name: total - before[name] for name, total in bench.cpu_seconds().items()}
        return state["counts"]["stored"], seconds, await bench.history_events(browser), used


def main() -> None:
    """Print the figures, and the ratios."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        mbox = Path(folder) / "bench.mbox"
        write(mbox, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
        alone = parse_alone(mbox)
        stored, seconds, events, used = asyncio.run(whole_path(mbox, Path(folder)))
        time.sleep(0.3)  # see cli.py: Temporal's threads need a moment before the interpreter ends
    rate = stored / seconds
    print(
        f"{stored} messages in {seconds:.1f} s: {rate:.0f} a second, {rate / alone:.2f} of parsing alone ({alone:.0f})"
    )
    print(f"{events} history events: {1000 * events / stored:.1f} per 1,000 messages")
    print("CPU ms a message:", ", ".join(f"{name} {1000 * spent / stored:.2f}" for name, spent in used.items()))


if __name__ == "__main__":
    main()
