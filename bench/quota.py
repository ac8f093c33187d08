"""Quota units that a full sync spends, over the least that Gmail's prices allow.

`python -m bench.quota [MBOX …]`: without a file the demo mailbox, `../shared/mail/ham.mbox` where it is there, and a
generated mailbox of 50,000 messages (60 % of threads have one, 20 % two, 20 % more). The bound is
Σ min(20·k, 40) + 5·⌈n/500⌉ over threads of k messages. Counted by the simulator.
"""

import asyncio
import math
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from base import leaving, logging
from bench.harness import running
from bench.mailbox import write
from devstack.demo import write_demo_mbox
from tests.shared_mail import HAM

GENERATED = 50_000  # messages
ONCE = ("getProfile", "watch")  # what a sync pays once, however large the mailbox


async def measure(mbox: Path, folder: Path) -> None:
    """Sync one mailbox, and print what it cost."""
    async with running(folder, mbox) as bench:
        browser = await bench.browser().sign_in()
        mailbox = await browser.synced(await browser.connect(), seconds=3600)
        bill = await bench.gmail.bill()
        sizes = Counter(message["threadId"] for message in (await bench.gmail.snapshot()).values())
    messages = sum(sizes.values())
    assert mailbox["counts"]["stored"] == messages, mailbox
    bound = sum(min(20 * k, 40) for k in sizes.values()) + 5 * math.ceil(messages / 500)
    spent = bill["units"] - sum(bill["methods"][method]["units"] for method in ONCE if method in bill["methods"])
    one_by_one = 20 * messages + 5 * math.ceil(messages / 500)
    print(
        f"{mbox.stem}: {messages} messages in {len(sizes)} threads, {spent} units, {spent / bound:.4f} of the bound; "
        f"one messages.get a message would cost {one_by_one}, {one_by_one / spent:.2f} times as much; "
        f"{bill['refused_429'] + bill['refused_403']} refused",
        flush=True,
    )


def main() -> None:
    """Measure every mailbox."""
    logging.configure("WARNING")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mailboxes = [Path(argument) for argument in sys.argv[1:]]
        if not mailboxes:
            demo, generated = folder / "demo.mbox", folder / "generated.mbox"
            write_demo_mbox(demo, seed=7, now=datetime.now(UTC))
            write(generated, GENERATED)
            mailboxes = [demo, *filter(Path.exists, [HAM]), generated]
        for place, mbox in enumerate(mailboxes):
            asyncio.run(measure(mbox, folder / str(place)))


if __name__ == "__main__":
    leaving.run(main)
