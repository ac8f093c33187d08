"""`make faults`: many seeds, or `make faults SEED=123` to see one of them again."""

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from base import leaving, logging
from tests.faults.campaign.plan import BURDENS, draw
from tests.faults.campaign.preparation import Flawed, run
from tests.stack import Stack


async def campaign(seeds: range, folder: Path, burden: str | None = None) -> list[int]:
    """Run every seed. Returns those with flaws."""
    stack, flawed = Stack(folder, durable=True), []
    try:
        for seed in seeds:
            begun = time.monotonic()
            place = folder / str(seed)
            place.mkdir()
            try:
                plan = draw(seed)
                await run(stack, replace(plan, burden=burden or plan.burden), place)
                print(f"seed {seed}: exact after {time.monotonic() - begun:.0f} s", flush=True)
            except Flawed as error:
                flawed.append(seed)
                print(f"seed {seed}: FLAWED after {time.monotonic() - begun:.0f} s\n{error}", flush=True)
    finally:
        await stack.stop()
    return flawed


def main() -> None:
    """Print a line for each seed; end with 1 if any was flawed."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int)
    options.add_argument("--first", type=int, default=1)
    options.add_argument("--keep", type=Path, help="a folder for logs and data")
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--burden", choices=BURDENS, help="every seed bears it")
    chosen = options.parse_args()
    first = chosen.first if chosen.seed is None else chosen.seed
    seeds = range(first, first + (chosen.seeds if chosen.seed is None else 1))
    logging.configure("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        flawed = asyncio.run(campaign(seeds, chosen.keep or Path(folder), chosen.burden))
    print(f"{len(seeds) - len(flawed)} of {len(seeds)} seeds were exact", *flawed)
    sys.exit(bool(flawed))


if __name__ == "__main__":
    leaving.run(main)
