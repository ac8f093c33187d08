"""Which of Google's price lists a project has is learned from what a minute of it takes, and costs next to nothing."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from base.ids import new_id
from base.settings import Settings
from bench.mailbox import write
from devstack.simulator.config import MboxAccount
from integrations.gmail.errors import RateLimited
from integrations.gmail.limiter import Limiter
from integrations.gmail.prices import Quota
from models.contracts.core.lanes import Lane
from tests.integration.gmail.limits import quota
from tests.product import OWNER, product

# 350 are some 5,400 units of 2026: more than two minutes of them. A machine that is busy for some seconds does not
# come to the limits meanwhile, and learns nothing; of the old list there are more: they are soon copied once known.
MESSAGES = {"2026": 350, "legacy": 1_200}
LIMIT = 2_000  # units a minute at the list of 2026: used up in a moment
MINUTE = 5  # seconds


@pytest.mark.parametrize(("name", "refused"), [("legacy", False), ("2026", True)])
async def test_a_backfill_learns_the_price_list(settings: Settings, tmp_path: Path, name: str, refused: bool) -> None:
    mbox = tmp_path / "robin.mbox"
    write(mbox, MESSAGES[name])
    auto = f"auto:user_per_minute={LIMIT},minute={MINUTE}"
    simulated = f"legacy:minute={MINUTE}" if name == "legacy" else auto.replace("auto", name)
    async with product(settings, tmp_path, MboxAccount(OWNER, mbox), quota=auto, simulated=simulated) as kith:
        browser = await kith.browser().sign_in()
        state = await browser.synced(await browser.connect())
        bill = await kith.gmail.bill()
        assert settings.redis_url is not None
        async with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
            assert await redis.get("gmail:prices") == name.encode()
    assert (state["counts"]["stored"], state["counts"]["dead"]) == (MESSAGES[name], 0)
    assert bill["refused_429"] + bill["refused_403"] in ({1, 2} if refused else {0})


async def learns(redis: Redis, *answers: bool) -> str:
    """The name of the list that a project has after minutes whose probes were `answers` (served or not)."""
    taker, mailbox = Limiter(redis, Quota.parse("auto:minute=1")), new_id()
    for served in answers:
        probed = False
        while not probed or (served and await redis.get("gmail:probing") == str(mailbox).encode()):
            ticket = await taker.acquire(mailbox, 800, Lane.BACKFILL, parts=40, first=20)
            probed = probed or ticket.probe
            assert (ticket.parts, ticket.units) == ((1, 20) if ticket.probe else (40, 800))
            refused = ticket.probe and not served
            await taker.release(ticket, served=not refused, refused=20 if refused else 0)
    return "legacy" if taker.quota.prices["messages.get"] == 5 else "2026"


async def test_the_old_price_list_is_learned_from_two_minutes_beyond_the_new_limits(redis: Redis) -> None:
    assert await learns(redis, True, True) == "legacy"
    other, mailbox = Limiter(redis, Quota.parse("auto:minute=1")), new_id()
    await other.release(await other.acquire(mailbox, 1, Lane.PUSH))
    assert other.quota.user_per_minute == 15_000
    for _ in range(2):
        await other.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    assert other.quota.user_per_minute == 15_000, "a stray refusal says nothing"
    await other.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    assert other.quota.user_per_minute == 6_000


async def test_two_refused_probes_settle_the_list_of_2026_and_one_does_not(redis: Redis) -> None:
    assert await learns(redis, True, False) == "2026"
    assert not await redis.exists("gmail:prices")
    assert await learns(redis, False) == "2026"
    assert await redis.get("gmail:prices") == b"2026"


async def test_a_project_whose_list_is_set_is_never_probed(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100)), new_id()
    for _ in range(3):
        ticket = await taker.acquire(mailbox, 90, Lane.BACKFILL)
        assert not ticket.probe
        await taker.release(ticket)
    assert not await redis.exists("gmail:prices")
