"""A thousand people through six sources with faults: `python -m bench.enrichment [--people N]`.

A worker is killed and Redis flushed twice meanwhile. Fails where somebody is left out, a budget is passed, a question
is paid for twice or what a person typed is overwritten; prints what came of it as JSON. It takes as long as the slowest
source's own limit: a thousand people at People Data Labs' 100 calls a minute are ten minutes.
"""

import argparse
import asyncio
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from base import leaving
from devstack.vendors.server import running
from devstack.vendors.world import World
from tests.enrichment_campaign import run
from tests.stack import Stack


async def main(people: int) -> None:
    """Run it on servers of its own."""
    world = World()
    with tempfile.TemporaryDirectory() as folder, running(world) as root:
        stack = Stack(Path(folder))
        try:
            async with stack.settings(Path(folder)) as settings:
                budgets = {"hunter": people, "people_data_labs": people // 2, "brandfetch": people}
                found = await run(stack, settings, root, world, people, budgets)
        finally:
            await stack.stop()
    print(json.dumps(asdict(found), indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    arguments = parser.parse_args()
    leaving.run(lambda: asyncio.run(main(arguments.people)))
