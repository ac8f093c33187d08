"""How much of the rate that Gmail allows a backfill uses, and how often it is refused.

`python -m bench.saturation [MINUTES]`: the limits of 2026 are enforced by the simulator, with Google's minute scaled to
a few seconds for both sides. The rate is measured from the first request to the last; what is allowed is a whole minute
at once, then a minute's units each minute.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from base import logging
from bench.harness import running
from bench.mailbox import write

MINUTE = 15  # seconds that stand for Google's minute
LIMIT = 6_000  # units a minute
UNITS_A_MESSAGE = 15.4  # of the generated mailboxes, about


async def measure(minutes: int, folder: Path) -> tuple[int, float, int]:
    """(units, minutes from the first request to the last, refusals) of a backfill."""
    mbox = folder / "bench.mbox"
    write(mbox, int(minutes * LIMIT / UNITS_A_MESSAGE))
    async with running(folder, mbox, f"2026:minute={MINUTE}") as bench:
        browser = await bench.browser().sign_in()
        mailbox = await browser.connect()
        started = time.perf_counter()
        await browser.until(
            mailbox, lambda m: m["list_complete"] and m["counts"]["stored"] == m["counts"]["listed"], 3600
        )
        seconds = time.perf_counter() - started
        bill = await bench.gmail.bill()
    return bill["units"], seconds / MINUTE, bill["refused_429"] + bill["refused_403"]


def main() -> None:
    """Print the share of the allowed rate."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 8
        units, minutes, refused = asyncio.run(measure(asked, Path(folder)))
        time.sleep(0.3)  # see cli.py: Temporal's threads need a moment before the interpreter ends
    allowed = LIMIT * (1 + minutes)  # a sliding minute allows a whole one at once
    steady = (units - LIMIT) / (LIMIT * minutes)
    print(
        f"{units} units in {minutes:.2f} minutes: {steady:.3f} of the allowed rate after the first minute's burst, "
        f"{units / allowed:.3f} of all that was allowed; {refused} refused"
    )


if __name__ == "__main__":
    main()
