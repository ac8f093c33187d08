"""A real backfill learns which of Google's price lists its project has, and loses nothing by it."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from base.settings import Settings
from bench.mailbox import write
from devstack.simulator.config import MboxAccount
from tests.product import OWNER, product

MESSAGES = 350  # some 5,400 units of 2026: more than two minutes of them
LIMIT = 2_000  # units a minute at the list of 2026: used up in a moment
MINUTE = 5  # seconds


@pytest.mark.parametrize(("name", "refused"), [("legacy", False), ("2026", True)])
async def test_a_backfill_learns_the_price_list(settings: Settings, tmp_path: Path, name: str, refused: bool) -> None:
    mbox = tmp_path / "robin.mbox"
    write(mbox, MESSAGES)
    auto = f"auto:user_per_minute={LIMIT},minute={MINUTE}"
    simulated = f"legacy:minute={MINUTE}" if name == "legacy" else auto.replace("auto", name)
    async with product(settings, tmp_path, MboxAccount(OWNER, mbox), quota=auto, simulated=simulated) as kith:
        browser = await kith.browser().sign_in()
        state = await browser.synced(await browser.connect())
        bill = await kith.gmail.bill()
        assert settings.redis_url is not None
        async with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
            assert await redis.get("gmail:prices") == name.encode()
    assert (state["counts"]["stored"], state["counts"]["dead"]) == (MESSAGES, 0)
    assert bill["refused_429"] + bill["refused_403"] in ({1, 2} if refused else {0})
