"""The limiter over a real Redis: no minute ever holds more than the limit, whoever takes, and people go first."""

import asyncio
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from base.errors import InvalidSettings
from base.ids import new_id
from integrations.gmail import limiter
from integrations.gmail.errors import RateLimited
from integrations.gmail.limiter import Limiter
from integrations.gmail.prices import Quota
from models.contracts.core.lanes import Lane
from tests.integration.gmail.limits import attempt, quota, tried

MINUTE = 1_000  # milliseconds: made short
# Around the limiter's own script, what it grants is noted by Redis's own clock.
NOTING = f"""
local function take()
{limiter._SCRIPT}
end
local answer = take()
if answer[1] == 0 then
    local time = redis.call('TIME')
    redis.call('RPUSH', 'granted', KEYS[2] .. ' ' .. (time[1] * 1000 + math.floor(time[2] / 1000)) .. ' ' .. ARGV[1])
end
return answer
"""


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "_SCRIPT", NOTING)


async def granted(redis: Redis) -> list[tuple[str, int, int]]:
    """(mailbox, milliseconds, units) in the order of time."""
    noted: Any = await redis.lrange("granted", 0, -1)
    lines = [line.decode().split() for line in noted]
    return [(line[0], int(float(line[1])), int(line[2])) for line in lines]


def fullest(grants: list[tuple[int, int]]) -> int:
    """The most units that any minute holds."""
    return max(sum(units for at, units in grants if start <= at < start + MINUTE) for start, _ in grants)


@pytest.mark.usefixtures("noted")
async def test_concurrent_takers_never_take_more_than_the_limits_in_any_minute(redis_url: str, redis: Redis) -> None:
    per_user, per_project = 200, 460
    mailboxes = [new_id() for _ in range(3)]
    chance = random.Random(7)
    wanted = [(chance.choice(mailboxes), chance.choice([1, 5, 20, 40])) for _ in range(90)]

    async def take(taker: Limiter, mailbox: UUID, units: int) -> None:
        lane = chance.choice(list(Lane))
        await taker.release(await taker.acquire(mailbox, units, lane))

    async with Redis.from_url(redis_url) as other:  # another worker
        takers = [Limiter(client, quota(per_user, per_project)) for client in (redis, other)]
        await asyncio.gather(*(take(takers[place % 2], *one) for place, one in enumerate(wanted)))
    found = await granted(redis)
    assert sorted(units for _, _, units in found) == sorted(units for _, units in wanted)
    assert fullest([(at, units) for _, at, units in found]) <= per_project
    for mailbox in mailboxes:
        assert fullest([(at, units) for key, at, units in found if str(mailbox) in key]) <= per_user


@pytest.mark.usefixtures("noted")
async def test_a_whole_minutes_units_go_through_at_once_and_no_more(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100)), new_id()
    await asyncio.gather(*(taker.acquire(mailbox, 20, Lane.PUSH) for _ in range(5)))
    first = await granted(redis)
    await taker.acquire(mailbox, 1, Lane.PUSH)
    last = (await granted(redis))[-1]
    assert len(first) == 5
    assert last[1] - first[0][1] > MINUTE


async def test_the_real_minute_is_a_little_longer_than_googles(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, minute=60)), new_id()
    assert await attempt(taker, mailbox, 100) == ""
    seconds, why, _ = await tried(taker, mailbox, 1)
    assert why == "minute"
    assert 60 < seconds <= 61


async def test_units_leave_the_minute_a_minute_after_their_answer(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100)), new_id()
    ticket = await taker.acquire(mailbox, 100, Lane.PUSH)
    await asyncio.sleep(0.6)
    await taker.release(ticket)
    seconds, why, _ = await tried(taker, mailbox, 1)
    assert why == "minute"
    assert seconds > 0.9
    assert (await taker.usage(mailbox)).minute == 100


async def test_who_waits_takes_nothing(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, 150, minute=60)), new_id()
    assert await attempt(taker, mailbox, 60) == ""
    for _ in range(5):
        assert await attempt(taker, mailbox, 50) == "minute"
    assert await attempt(taker, new_id(), 95) == "minute"
    assert await attempt(taker, mailbox, 40) == ""
    assert await attempt(taker, new_id(), 50) == ""


async def test_a_backfill_leaves_units_and_places_for_live_mail(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(1_000, minute=60, concurrent=50)), new_id()
    assert await attempt(taker, mailbox, 970, Lane.BACKFILL, parts=40) == ""
    assert await attempt(taker, mailbox, 1, Lane.BACKFILL) == "minute"
    assert await attempt(taker, mailbox, 30, Lane.PUSH, parts=10) == ""


async def test_while_a_person_waits_nobody_behind_them_takes(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, minute=60)), new_id()
    assert await attempt(taker, mailbox, 90, Lane.PUSH) == ""
    assert await attempt(taker, mailbox, 20, Lane.PERSON) == "minute"
    assert await attempt(taker, mailbox, 1, Lane.PUSH) == "lane"
    assert await attempt(taker, mailbox, 1, Lane.BACKFILL) == "lane"
    assert await attempt(taker, new_id(), 1, Lane.BACKFILL) == ""
    assert await attempt(taker, mailbox, 10, Lane.PERSON) == ""
    assert await attempt(taker, mailbox, 1, Lane.PUSH) == "minute"


async def test_a_share_of_the_day_is_kept_for_live_mail(redis: Redis) -> None:
    taker = Limiter(redis, quota(10_000, minute=60, project_per_day=1_000), live_share=0.2)
    assert await attempt(taker, new_id(), 790, Lane.BACKFILL) == ""
    assert await attempt(taker, new_id(), 20, Lane.BACKFILL) == "day"
    assert await attempt(taker, new_id(), 200, Lane.PUSH) == ""
    assert await attempt(taker, new_id(), 20, Lane.PERSON) == "day"


async def test_usage_tells_the_minute_the_day_and_the_lanes(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(1_000, minute=60)), new_id()
    for lane, units in ((Lane.PERSON, 1), (Lane.PUSH, 22), (Lane.BACKFILL, 300)):
        await taker.acquire(mailbox, units, lane)
    usage = await taker.usage(mailbox)
    assert (usage.minute, usage.today, usage.minute_limit) == (323, 323, 1_000)
    assert usage.lanes == {"person": 1, "push": 22, "backfill": 300}


@pytest.mark.parametrize("limits", [quota(19), quota(100, 19)], ids=["user", "project"])
async def test_what_never_fits_is_refused_at_once(redis: Redis, limits: Quota) -> None:
    with pytest.raises(InvalidSettings) as refused:
        await Limiter(redis, limits).acquire(new_id(), 20, Lane.PUSH)
    assert refused.value.field == "KITH_GMAIL_QUOTA"
    assert await redis.keys() == []


async def test_without_redis_each_process_goes_on_at_a_quarter_of_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with Redis.from_url("redis://127.0.0.1:1/0") as nowhere:
        taker = Limiter(nowhere, quota(6_000, minute=60))
        monkeypatch.setattr("integrations.gmail.limiter.asyncio.sleep", sleep)
        await taker.release(await taker.acquire(new_id(), 20, Lane.PUSH))
        assert await taker.refused(new_id(), RateLimited(timedelta(seconds=7)), Lane.PUSH) == 7
        assert (await taker.room(new_id(), Lane.BACKFILL)).parts == 1
    assert [seconds for seconds in slept if seconds >= 0.8] == [0.8]
