"""Messages a second through the whole path with quotas off, and history events per 1,000 messages.

Run `make bench`, or `python -m bench.sync N` for N messages. The reference in the same run is parsing alone: the ratio
says what the rest of the path costs.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from pydantic import SecretStr

from base import logging
from bench.mailbox import write
from devstack.simulator.config import MboxAccount
from services.mbox import Splitter
from services.mime import part_of
from services.parsing import parse
from tests.product import OWNER, product
from tests.stack import Stack


def parse_alone(mbox: Path) -> float:
    """Messages a second that are only split and parsed."""
    splitter = Splitter()
    messages = [*splitter.feed(mbox.read_bytes()), *splitter.finish()]
    started = time.perf_counter()
    for message in messages:
        parse(part_of(message.raw or b""))
    return len(messages) / (time.perf_counter() - started)


async def whole_path(mbox: Path, folder: Path) -> tuple[int, float, int]:
    """(messages, seconds, history events) of a first sync with contacts, from the click on."""
    stack = Stack(folder)
    try:
        temporal = await stack.temporal()
        async with stack.database() as database:
            settings = database.model_copy(
                update={
                    "home": folder,
                    "redis_url": SecretStr(await stack.redis_url()),
                    "temporal_address": temporal.address,
                    "temporal_namespace": temporal.namespace,
                }
            )
            async with product(settings, folder, MboxAccount(OWNER, mbox)) as kith:
                browser = await kith.browser().sign_in()
                started = time.perf_counter()
                state = await browser.synced(await browser.connect(), seconds=1200)
                seconds = time.perf_counter() - started
                jobs = (await browser.get("jobs"))["items"]
                events = 0
                for job in jobs:
                    handle = temporal.client.get_workflow_handle(job["id"], run_id=job["run_id"])
                    events += len((await handle.fetch_history()).events)
                return state["counts"]["stored"], seconds, events
    finally:
        await stack.stop()


def main() -> None:
    """Print both figures, and the ratio."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        mbox = Path(folder) / "bench.mbox"
        write(mbox, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
        alone = parse_alone(mbox)
        stored, seconds, events = asyncio.run(whole_path(mbox, Path(folder)))
        time.sleep(0.3)  # see cli.py: Temporal's threads need a moment before the interpreter ends
    rate = stored / seconds
    print(
        f"{stored} messages in {seconds:.1f} s: {rate:.0f} a second, {rate / alone:.2f} of parsing alone ({alone:.0f})"
    )
    print(f"{events} history events: {1000 * events / stored:.1f} per 1,000 messages")


if __name__ == "__main__":
    main()
