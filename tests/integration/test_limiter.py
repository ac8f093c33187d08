"""The limiter over a real Redis: no window ever holds more than the limit, whoever takes."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from base.errors import InvalidSettings
from base.ids import new_id
from integrations.gmail import limiter
from integrations.gmail.limiter import Limiter
from integrations.gmail.prices import Quota

WINDOW, BUCKET = 400, 20  # milliseconds: a minute, made short
# The limiter's own script with a shorter minute; around it, what it grants is noted by Redis's own clock.
SCRIPT = f"""
local function take()
{limiter._TAKE.replace(str(limiter._WINDOW), str(WINDOW)).replace(str(limiter._BUCKET), str(BUCKET))}
end
local wait = take()
if wait == 0 then
    local time = redis.call('TIME')
    redis.call('RPUSH', 'granted', KEYS[2] .. ' ' .. (time[1] * 1000 + math.floor(time[2] / 1000)) .. ' ' .. ARGV[1])
end
return wait
"""


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def short_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "_TAKE", SCRIPT)


def quota(user: int, project: int = 1_000_000) -> Quota:
    return Quota.parse(f"2026:user_per_minute={user},project_per_minute={project}")


async def granted(redis: Redis) -> list[tuple[str, int, int]]:
    """(mailbox, milliseconds, units) in the order of time."""
    noted: Any = await redis.lrange("granted", 0, -1)
    lines = [line.decode().split() for line in noted]
    return [(line[0], int(float(line[1])), int(line[2])) for line in lines]


def fullest(grants: list[tuple[int, int]]) -> int:
    """The most units that any window holds."""
    return max(sum(units for at, units in grants if start <= at < start + WINDOW) for start, _ in grants)


@pytest.mark.usefixtures("short_minutes")
async def test_concurrent_takers_never_take_more_than_the_limits_in_any_window(redis_url: str, redis: Redis) -> None:
    per_user, per_project = 100, 230
    mailboxes = [new_id() for _ in range(3)]
    chance = random.Random(7)
    wanted = [(chance.choice(mailboxes), chance.choice([1, 5, 20, 40])) for _ in range(90)]
    async with Redis.from_url(redis_url) as other:  # another worker
        takers = [Limiter(client, quota(per_user, per_project)) for client in (redis, other)]
        await asyncio.gather(
            *(takers[place % 2].acquire(mailbox, units) for place, (mailbox, units) in enumerate(wanted))
        )
    found = await granted(redis)
    assert sorted(units for _, _, units in found) == sorted(units for _, units in wanted)
    assert fullest([(at, units) for _, at, units in found]) <= per_project
    for mailbox in mailboxes:
        assert fullest([(at, units) for key, at, units in found if str(mailbox) in key]) <= per_user


@pytest.mark.usefixtures("short_minutes")
async def test_a_whole_minutes_units_go_through_at_once_and_no_more(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100)), new_id()
    await asyncio.gather(*(taker.acquire(mailbox, 20) for _ in range(5)))
    first = await granted(redis)
    await taker.acquire(mailbox, 1)
    last = (await granted(redis))[-1]
    assert len(first) == 5
    assert last[1] - first[0][1] > WINDOW


@pytest.mark.usefixtures("short_minutes")
async def test_mailboxes_do_not_wait_for_each_other_while_the_project_has_room(redis: Redis) -> None:
    taker = Limiter(redis, quota(100, 300))
    mailboxes = [new_id() for _ in range(3)]
    await asyncio.gather(*(taker.acquire(mailbox, 100) for mailbox in mailboxes))
    together = await granted(redis)
    await taker.acquire(new_id(), 1)
    last = (await granted(redis))[-1]
    assert len(together) == 3
    assert last[1] - together[0][1] > WINDOW


async def waits(redis: Redis, mailbox: UUID, units: int, limits: Quota) -> int:
    """What the script says for the real minute, in milliseconds."""
    taker = Limiter(redis, limits)
    keys = [f"gmail:pause:{mailbox}", f"gmail:units:{mailbox}", "gmail:units:project"]
    return int(await taker._take(keys=keys, args=[units, limits.user_per_minute, limits.project_per_minute]))


async def test_the_real_window_is_longer_than_a_minute(redis: Redis) -> None:
    mailbox, limits = new_id(), quota(100)
    assert await waits(redis, mailbox, 100, limits) == 0
    assert 60_000 < await waits(redis, mailbox, 1, limits) <= 61_000
    spent: Any = await redis.hgetall(f"gmail:units:{mailbox}")
    assert [int(units) for units in spent.values()] == [100]


async def test_who_waits_takes_nothing(redis: Redis) -> None:
    mailbox, limits = new_id(), quota(100, 150)
    assert await waits(redis, mailbox, 60, limits) == 0
    for _ in range(5):
        assert await waits(redis, mailbox, 50, limits) > 0
    assert await waits(redis, new_id(), 95, limits) > 0
    assert await waits(redis, mailbox, 40, limits) == 0
    assert await waits(redis, new_id(), 50, limits) == 0


async def test_what_is_over_is_forgotten(redis: Redis) -> None:
    mailbox, limits = new_id(), quota(100)
    assert await waits(redis, mailbox, 100, limits) == 0
    for key in (f"gmail:units:{mailbox}", "gmail:units:project"):
        spent: Any = await redis.hgetall(key)
        assert 0 < await redis.pttl(key) <= 61_000
        await redis.delete(key)
        await redis.hset(key, mapping={int(bucket) - 250: units for bucket, units in spent.items()})
    assert await waits(redis, mailbox, 100, limits) == 0
    assert await redis.hlen(f"gmail:units:{mailbox}") == 1


async def test_a_pause_holds_its_mailbox_only(redis: Redis) -> None:
    taker, paused, other = Limiter(redis, quota(100)), new_id(), new_id()
    await taker.pause(paused, 0.3)
    await taker.acquire(other, 1)
    assert await redis.exists(f"gmail:pause:{paused}")
    await taker.acquire(paused, 1)
    assert not await redis.exists(f"gmail:pause:{paused}")


@pytest.mark.parametrize("limits", [quota(19), quota(100, 19)], ids=["user", "project"])
async def test_what_never_fits_is_refused_at_once(redis: Redis, limits: Quota) -> None:
    with pytest.raises(InvalidSettings) as refused:
        await Limiter(redis, limits).acquire(new_id(), 20)
    assert refused.value.field == "KITH_GMAIL_QUOTA"
    assert await redis.keys() == []


async def test_without_redis_each_process_goes_on_at_a_quarter_of_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with Redis.from_url("redis://127.0.0.1:1/0") as nowhere:
        taker = Limiter(nowhere, quota(6_000))
        monkeypatch.setattr("integrations.gmail.limiter.asyncio.sleep", sleep)
        await taker.acquire(new_id(), 20)
        await taker.pause(new_id(), 7)
    assert [seconds for seconds in slept if seconds >= 0.8] == [0.8, 7]
