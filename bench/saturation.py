"""How much of the rate that Gmail allows a backfill uses, and how often it is refused.

`python -m bench.saturation [MINUTES]`: the limits of 2026 are enforced by the simulator, with Google's minute scaled to
a few seconds for both sides. Measured from the first request on, over every whole minute in which the backfill ran: a
sliding minute allows as many units at the start of each, and whoever is refused has asked for more.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from base import leaving, logging
from bench.harness import running
from bench.mailbox import write

MINUTE = 15  # seconds that stand for Google's minute
LIMIT = 6_000  # units a minute
UNITS_A_MESSAGE = 15.4  # of the generated mailboxes, about


async def measure(minutes: int, folder: Path) -> tuple[list[int], int]:
    """Units that were spent by the end of each whole minute of a backfill, and refusals."""
    mbox = folder / "bench.mbox"
    write(mbox, int(minutes * LIMIT / UNITS_A_MESSAGE))
    async with running(folder, mbox, f"2026:minute={MINUTE}") as bench:
        browser = await bench.browser().sign_in()
        started = time.perf_counter()  # a moment before the first request
        mailbox = await browser.connect()
        spent: list[int] = []
        while True:
            await asyncio.sleep(started + (len(spent) + 1) * MINUTE - time.perf_counter())
            bill = await bench.gmail.bill()
            state = await browser.get(f"mailboxes/{mailbox}")
            if state["list_complete"] and state["counts"]["stored"] == state["counts"]["listed"]:
                return spent, bill["refused_429"] + bill["refused_403"]
            spent.append(bill["units"])


def main() -> None:
    """Print the share of the allowed rate."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 8
        spent, refused = asyncio.run(measure(asked, Path(folder)))
    print(
        f"{spent[-1]} units in {len(spent)} whole minutes: {spent[-1] / (LIMIT * len(spent)):.3f} of the allowed rate; "
        f"{refused} refused"
    )


if __name__ == "__main__":
    leaving.run(main)
