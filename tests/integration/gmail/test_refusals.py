"""Stray refusals slow nothing down; refusals that go on are not hammered; both lose nothing."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from bench.mailbox import write
from devstack.simulator.config import MboxAccount
from tests.integration.gmail.test_sync import assert_exact, connected, mail
from tests.product import FAST, OWNER, Product, product

LIMIT, MINUTE = 2_000, 5  # units, and the seconds of a minute
MESSAGES = 360  # some three minutes of units
READS = "^(messages|threads|history|getProfile)"


async def strike(kith: Product, every: int, retry_after: int | None = None) -> None:
    """From now on every so manieth request is refused, by turns with 429 and 403."""
    kinds: list[dict[str, Any]] = [
        {"status": 429, "reason": "rateLimitExceeded"},
        {"status": 403, "reason": "userRateLimitExceeded"},
    ]
    more = {"match": READS, "kind": "status", "every": 2 * every, "retry_after": retry_after}
    faults = [more | kind | {"seen": place * every} for place, kind in enumerate(kinds)]
    await kith.gmail.control("POST", "faults", json=faults)


@pytest.mark.parametrize("percent", [1, 2])
async def test_stray_refusals_cost_next_to_nothing(settings: Settings, tmp_path: Path, percent: int) -> None:
    mbox = tmp_path / "robin.mbox"
    write(mbox, MESSAGES)
    quota = f"2026:user_per_minute={LIMIT},minute={MINUTE}"
    async with product(settings, tmp_path, MboxAccount(OWNER, mbox), quota=quota, simulated=quota) as kith:
        await strike(kith, 100 // percent)
        began = time.monotonic()
        browser, user, mailbox = await connected(kith)
        await browser.until(mailbox, lambda m: m["counts"]["stored"] > 200, seconds=60)
        fresh, delivered = await kith.gmail.deliver(mail(1)), time.monotonic()
        while fresh not in await kith.stored(user, mailbox):
            await asyncio.sleep(0.05)
        assert time.monotonic() - delivered < 5
        await browser.until(mailbox, lambda m: m["counts"]["stored"] == MESSAGES + 1, seconds=120)
        taken = time.monotonic() - began
        units = (await kith.gmail.bill())["units"]
        await kith.gmail.fault()
        await kith.idle(browser, mailbox)
        await assert_exact(kith, user, mailbox)
    # At 95 % of the rate, and what else it takes beside other tests: bench/saturation.py measures more.
    assert taken < units / (0.95 * LIMIT) * MINUTE + 15


async def test_refusals_that_go_on_are_asked_again_ever_more_seldom(settings: Settings, tmp_path: Path) -> None:
    mbox = tmp_path / "robin.mbox"
    write(mbox, 100)
    # What a refusal holds up is measured in minutes: in such of 20 seconds.
    async with product(settings, tmp_path, MboxAccount(OWNER, mbox), quota=f"{FAST},minute=20") as kith:
        refusal = {"kind": "status", "status": 429, "reason": "rateLimitExceeded"}
        await kith.gmail.fault(match="^(messages|threads).get$", **refusal)
        browser, user, mailbox = await connected(kith)
        await browser.until(mailbox, lambda m: m["list_complete"])
        await asyncio.sleep(8 / 3)
        (fault,) = await kith.gmail.control("GET", "faults")
        assert 0 < fault["struck"] <= 50, "a batch, and then one at a time after 1/3, 2/3, 4/3 seconds"
        await kith.gmail.fault()
        await browser.until(mailbox, lambda m: m["counts"]["stored"] == 100)
        await kith.idle(browser, mailbox)
        await assert_exact(kith, user, mailbox)
