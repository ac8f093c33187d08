"""What reading mail in processes of its own costs and gains: `python -m bench.parsing [MBOX]`.

The same mail, by default ../shared/mail/ham.mbox, read alternately in this process, on one core as before there were
others, and in children, of which there are as many as cores. Ratios of medians, so that a busy machine matters less;
also the memory of a child, how long the first answer takes, and how long this process's event loop was held up at most.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from base import logging
from services.core.isolation.failures import Bounds, Failure
from services.core.isolation.pool import Isolation
from services.imports import isolated
from services.imports.letters import MBOX, mbox_letter
from services.imports.mbox import Splitter
from tests.shared_mail import HAM

ROUNDS = 7
BATCH = 200  # messages of one transaction

Parts = tuple[bytes, ...]


def letters(mbox: Path) -> list[Parts]:
    """The messages of a file as they cross."""
    splitter = Splitter()
    return [mbox_letter(message).parts for message in [*splitter.feed(mbox.read_bytes()), *splitter.finish()]]


@asynccontextmanager
async def loop_held() -> AsyncIterator[Callable[[], float]]:
    """How long nothing else got a turn, at most, in seconds."""
    longest = 0.0

    async def look() -> None:
        nonlocal longest
        while True:
            started = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - started - 0.005)

    task = asyncio.create_task(look())
    try:
        yield lambda: longest
    finally:
        task.cancel()


async def in_process(mail: list[Parts]) -> None:
    """As it was before: in a thread, batch by batch."""
    for start in range(0, len(mail), BATCH):
        await asyncio.to_thread(lambda batch: [isolated.mbox(*parts) for parts in batch], mail[start : start + BATCH])


async def in_children(isolation: Isolation, mail: list[Parts]) -> None:
    """Batch by batch, too."""
    for start in range(0, len(mail), BATCH):
        answers = await isolation.map(MBOX.function, mail[start : start + BATCH], key="bench")
        assert not any(isinstance(answer, Failure) for answer in answers)


async def measure(mbox: Path) -> None:
    """Print the figures."""
    mail = letters(mbox)
    isolation = Isolation(os.cpu_count() or 1, Bounds())
    started = time.perf_counter()
    await isolation.map(MBOX.function, mail[:1], key="bench")
    print(f"the first answer of a new child: {1000 * (time.perf_counter() - started):.0f} ms")
    await in_process(mail)
    await in_children(isolation, mail)
    here: list[float] = []
    there: list[float] = []
    cost: list[float] = []
    held = [0.0, 0.0]
    for _ in range(ROUNDS):
        started = time.perf_counter()
        async with loop_held() as longest:
            await in_process(mail)
            held[0] = max(held[0], longest())
        here.append(time.perf_counter() - started)
        started, used = time.perf_counter(), time.process_time()
        async with loop_held() as longest:
            await in_children(isolation, mail)
            held[1] = max(held[1], longest())
        there.append(time.perf_counter() - started)
        cost.append(time.process_time() - used)
    one, pool, parent = (1000 * statistics.median(times) / len(mail) for times in (here, there, cost))
    memory = [child.memory_info().rss / 2**20 for child in psutil.Process().children()]
    await isolation.close()
    print(f"{len(mail)} messages, {ROUNDS} rounds, {_named(memory)}")
    print(f"ms a message: {one:.3f} in this process, {pool:.3f} through children: {one / pool:.2f} times as fast")
    print(f"of that, this process's own share: {parent:.3f} ms of computing a message, {parent / one:.1%} of before")
    print(f"the event loop was held up for at most {1000 * held[0]:.0f} ms before, {1000 * held[1]:.0f} ms now")


def _named(memory: list[float]) -> str:
    """How many children there are, and how large."""
    return f"{len(memory)} children of {', '.join(f'{size:.0f}' for size in memory)} MB"


def main() -> None:
    """Measure the file that is named, or real mail."""
    logging.configure("WARNING")
    asyncio.run(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else HAM))


if __name__ == "__main__":
    main()
