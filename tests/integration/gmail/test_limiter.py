"""The limiter over a real Redis: no minute ever holds more than the limit, whoever takes, and people go first."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from base.errors import InvalidSettings
from base.heartbeat import heart
from base.ids import new_id
from integrations.gmail import limiter
from integrations.gmail.errors import Limit, RateLimited
from integrations.gmail.limiter import Limiter, Ticket
from integrations.gmail.prices import Quota
from models.contracts.core.lanes import Lane

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
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "_SCRIPT", NOTING)


def quota(user: int, project: int = 1_000_000, *, minute: int = 1, **limits: int) -> Quota:
    more = "".join(f",{name}={value}" for name, value in limits.items())
    return Quota.parse(f"2026:user_per_minute={user},project_per_minute={project},minute={minute}{more}")


async def granted(redis: Redis) -> list[tuple[str, int, int]]:
    """(mailbox, milliseconds, units) in the order of time."""
    noted: Any = await redis.lrange("granted", 0, -1)
    lines = [line.decode().split() for line in noted]
    return [(line[0], int(float(line[1])), int(line[2])) for line in lines]


def fullest(grants: list[tuple[int, int]]) -> int:
    """The most units that any minute holds."""
    return max(sum(units for at, units in grants if start <= at < start + MINUTE) for start, _ in grants)


async def attempt(taker: Limiter, mailbox: UUID, units: int, lane: Lane = Lane.PUSH, parts: int = 1) -> str:
    """ "" where it was let through, else why not."""
    return (await tried(taker, mailbox, units, lane, parts))[1]


async def tried(
    taker: Limiter, mailbox: UUID, units: int, lane: Lane = Lane.PUSH, parts: int = 1
) -> tuple[float, str, int]:
    return await taker._try(Ticket(mailbox, lane, units, parts, f"{new_id().hex}:{parts}"))


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


async def test_too_many_at_once_halves_what_a_batch_may_have_and_full_ones_raise_it(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(10_000, minute=60, concurrent=50)), new_id()
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 40
    await taker.refused(mailbox, RateLimited(timedelta(milliseconds=1), Limit.CONCURRENT), Lane.PUSH)
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 25
    await asyncio.sleep(0.01)
    ticket = await taker.acquire(mailbox, 1, Lane.BACKFILL, parts=25)
    assert await attempt(taker, mailbox, 1, Lane.PUSH) == "concurrent"
    await taker.release(ticket)
    assert await attempt(taker, mailbox, 1, Lane.PUSH) == ""
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 26
    await taker.release(await taker.acquire(mailbox, 1, Lane.BACKFILL, parts=5))
    assert (await taker.room(mailbox, Lane.BACKFILL)).parts == 26


async def test_what_gmail_says_holds_everybody_of_that_mailbox_and_no_other(redis: Redis) -> None:
    taker, mailbox, other = Limiter(redis, quota(100)), new_id(), new_id()
    assert await taker.refused(mailbox, RateLimited(timedelta(seconds=2)), Lane.BACKFILL) == 0
    for lane in (Lane.PERSON, Lane.PUSH, Lane.BACKFILL):
        assert await attempt(taker, mailbox, 1, lane) == "paused"
        assert await attempt(taker, other, 1, lane) == ""
    assert 1.9 < (await tried(taker, mailbox, 1, Lane.PERSON))[0] <= 2


async def rests(taker: Limiter, mailbox: UUID) -> float:
    """Seconds that a backfill has to wait."""
    return (await tried(taker, mailbox, 1, Lane.BACKFILL))[0]


async def test_a_refusal_that_does_not_say_how_long_holds_the_backfill_only_and_longer_each_time(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(10_000, minute=60)), new_id()
    for expected in (1, 2, 4, 8):
        await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
        assert 0.7 * expected < await rests(taker, mailbox) <= 1.2 * expected
        assert await attempt(taker, mailbox, 1, Lane.PERSON) == ""
    for _ in range(20):
        await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    assert 200 < await rests(taker, mailbox) <= 360


async def test_success_takes_half_of_it_back_and_the_pace_doubles_from_one_part(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(10_000, minute=1)), new_id()
    for _ in range(5):
        await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    paces = []
    for _ in range(7):
        paces.append((await taker.room(mailbox, Lane.BACKFILL)).parts)
        await redis.delete(f"gmail:rest:{mailbox}")
        await taker.release(await taker.acquire(mailbox, 1, Lane.BACKFILL))
    assert paces == [1, 2, 4, 8, 16, 32, 40]
    assert (await taker.room(mailbox, Lane.PERSON)).parts == 50
    await taker.refused(mailbox, RateLimited(None), Lane.BACKFILL)
    assert await rests(taker, mailbox) < 2 / 60


async def test_the_projects_limit_holds_every_backfill(redis: Redis) -> None:
    taker, mailbox, other = Limiter(redis, quota(100, minute=60)), new_id(), new_id()
    await taker.refused(mailbox, RateLimited(None, Limit.PROJECT), Lane.BACKFILL)
    assert await attempt(taker, other, 1, Lane.BACKFILL) == "paused"
    assert await attempt(taker, other, 1, Lane.PUSH) == ""


async def test_who_is_waited_for_waits_a_moment_and_longer_each_time(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, minute=60)), new_id()
    waits = [await taker.refused(mailbox, RateLimited(None), Lane.PERSON, turn) for turn in range(8)]
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 15, 15]
    assert await attempt(taker, mailbox, 1, Lane.PERSON) == ""
    assert await attempt(taker, mailbox, 1, Lane.BACKFILL) == "paused"


async def test_what_was_refused_is_not_counted(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100, minute=60)), new_id()
    await taker.release(await taker.acquire(mailbox, 100, Lane.PUSH), refused=40)
    assert (await taker.usage(mailbox)).minute == 60


async def test_waiting_says_why_and_shows_that_it_lives(redis: Redis) -> None:
    taker, mailbox = Limiter(redis, quota(100)), new_id()
    told: list[tuple[str, float]] = []
    beats: list[int] = []

    async def waiting(why: str, seconds: float) -> None:
        told.append((why, seconds))

    await taker.refused(mailbox, RateLimited(timedelta(seconds=0.2)), Lane.PUSH)
    with heart(lambda: beats.append(1)):
        await taker.acquire(mailbox, 1, Lane.PUSH, waiting=waiting)
    assert told[0][0] == "paused"
    assert 0 < told[0][1] <= 0.2
    assert len(beats) >= len(told)


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
