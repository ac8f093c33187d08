"""Keeps every worker and API process together within Gmail's quota, counted in units, in Redis.

A mailbox has a sliding minute, the project has another and a day; a person who waits goes before a push, and both
before a backfill, which also leaves them a share of every limit. How many parts of batches may be on their way at once
adapts: one more after each full batch that went through, half after "Too many concurrent requests".
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.errors import InvalidSettings
from base.heartbeat import heartbeat
from base.ids import new_id
from integrations.gmail.errors import RateLimited
from integrations.gmail.price_list import PriceList
from integrations.gmail.prices import Quota
from models.contracts.core.lanes import Lane

log = structlog.get_logger()

_SCRIPT = (Path(__file__).parent / "limiter.lua").read_text()
_RELEASE = (Path(__file__).parent / "limiter_release.lua").read_text()
_CALIFORNIA = ZoneInfo("America/Los_Angeles")  # Google's days end at midnight there
_BUCKETS = 500  # of a minute: what is counted together
_SLACK = 1  # bucket: what clocks and the counting together blur
_KEPT_BACK = 0.015  # of a minute's units, for a person and for pushes while a backfill takes the rest
_LEFT_FREE = 10  # parts at once that a backfill leaves free
_LEASE = 0.5  # minutes after which a request counts as answered: its process may be dead, and mail waits for its place
_PIECES = 100  # of a minute: a batch waits for the units of one, and no more of a minute stays unused
_PROBES = 10  # the same while a price list is to be learned: a probe must be too much for the one of 2026
_SLICE = 10.0  # seconds of one sleep; in between the caller shows that it lives
_TOO_MUCH = 1.02  # of a minute: certainly refused at the new list, whatever was dropped from its count meanwhile
_REMEMBERED = 120  # seconds: refusals within that time double the next pause
SPENDING = (Lane.PERSON, Lane.PUSH, Lane.BACKFILL)  # the lanes of requests to Gmail
_LONGEST_PAUSE = 300  # seconds, where Gmail does not say how long


@dataclass(frozen=True)
class Ticket:
    """A request that was let through. `full`: its batch has as many parts as it may have."""

    mailbox_id: UUID
    name: str = ""  # "": let through without Redis
    units: int = 0
    place: int = 0  # what its units were counted with
    full: bool = False
    probe: bool = False  # it tells which price list the project has


@dataclass(frozen=True)
class Room:
    """What a batch may have: parts, and units that go through at once, or after as short a wait as is worth while."""

    parts: int
    units: int


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a mailbox uses of its quota. Units; `lanes` are today's."""

    minute: int = 0
    minute_limit: int
    today: int = 0
    lanes: dict[str, int] = field(default_factory=dict)
    parts_at_once: int
    paused_seconds: float = 0


class Limiter:
    """A burst of a whole minute's units goes through at once; no minute ever holds more than the limit."""

    def __init__(self, redis: Redis, quota: Quota, live_share: float = 0.1) -> None:
        """`live_share` of the project's day is kept for people and pushes."""
        self._list = PriceList(redis, quota)
        self._redis = redis
        self._live_share = live_share
        self._take = redis.register_script(_SCRIPT)
        self._give_back = redis.register_script(_RELEASE)
        self._alone: dict[UUID, asyncio.Lock] = {}

    @property
    def quota(self) -> Quota:
        """The prices and limits in force."""
        return self._list.quota

    async def acquire(
        self,
        mailbox_id: UUID,
        units: int,
        lane: Lane,
        *,
        parts: int = 1,
        waiting: Callable[[str, float], Any] | None = None,
    ) -> Ticket:
        """Return when `units` may be spent on this mailbox; the ticket goes to `release` once Gmail has answered.

        `waiting` is awaited with ("paused" | "day", seconds) where that holds up this request. Beats every few
        seconds. Raises InvalidSettings where so many units never fit.
        """
        if units > min(self._limits(lane)):
            raise InvalidSettings(
                f"KITH_GMAIL_QUOTA: one request costs {units} units, more than its limits allow.",
                field="KITH_GMAIL_QUOTA",
            )
        name = f"{new_id().hex}:{parts}"
        while True:
            try:
                await self._list.look()
                seconds, why, place = await self._try(mailbox_id, name, units, parts, lane)
                if not seconds:
                    return Ticket(mailbox_id, name, units, place, parts >= await self._parts(mailbox_id, lane))
                if why == "minute" and lane is Lane.BACKFILL and await self._tells(mailbox_id, units):
                    return Ticket(mailbox_id, probe=True)
            except (RedisError, OSError) as error:
                log.warning("limiter.without_redis", error=type(error).__name__)
                return await self._without_redis(mailbox_id, units)
            if waiting is not None and why in {"paused", "day"}:
                await waiting(why, seconds)
            heartbeat()
            await asyncio.sleep(min(seconds, _SLICE))

    async def _tells(self, mailbox_id: UUID, units: int) -> bool:
        """Would the answer to this request say which price list it is? It must be too much for the new one."""
        spent = (await self.usage(mailbox_id)).minute + units
        return spent > _TOO_MUCH * self.quota.user_per_minute and await self._list.may_probe()

    async def _try(self, mailbox_id: UUID, name: str, units: int, parts: int, lane: Lane) -> tuple[float, str, int]:
        """Take everything, or nothing: then (seconds to wait, why, 0)."""
        date, left = _day()
        minute, bucket = self._times()
        keys = [
            *(_key("pause", mailbox_id), _key("units", mailbox_id), "gmail:units:project"),
            *(f"gmail:day:{date}:project", f"gmail:day:{date}:{mailbox_id}"),
            *(_key("cap", mailbox_id), _key("flight", mailbox_id), _key("waiting", mailbox_id)),
        ]
        times = [left, minute + _SLACK * bucket, bucket]
        values: list[str | int] = [
            *self._limits(lane),
            *times,
            name,
            int(_LEASE * self.quota.minute * 1000),
            self._most_parts(lane),
        ]
        wait, why, place = await self._take(keys=keys, args=[units, parts, int(lane), *values])
        return int(wait) / 1000, why.decode(), int(place)

    async def release(self, ticket: Ticket, *, served: bool = True) -> None:
        """Gmail has answered, whatever it said; `served`: it did not speak of rates."""
        if not ticket.name and not ticket.probe:
            return
        mailbox_id, (_, bucket) = ticket.mailbox_id, self._times()
        keys = [_key("units", mailbox_id), "gmail:units:project", _key("flight", mailbox_id), _key("cap", mailbox_id)]
        try:
            if ticket.probe:
                await self._list.probed(served=served)
                return
            await self._give_back(keys=keys, args=[ticket.units, ticket.place, bucket, ticket.name, int(ticket.full)])
        except (RedisError, OSError) as error:
            log.warning("limiter.without_redis", error=type(error).__name__)

    async def refused(self, mailbox_id: UUID, error: RateLimited) -> float:
        """Gmail asks to slow down: nobody spends on this mailbox for the seconds that this returns.

        As long as the answer says; where it does not, for 5 seconds, doubled with each refusal that follows soon.
        """
        if not error.concurrent:
            await self._list.refused()
        try:
            if error.concurrent:
                cap = min(await self._parts(mailbox_id, Lane.PERSON), self.quota.concurrent)
                await self._redis.set(_key("cap", mailbox_id), max(cap // 2, 1), ex=24 * 3600)
            again = await self._redis.incr(_key("refused", mailbox_id))
            await self._redis.expire(_key("refused", mailbox_id), _REMEMBERED)
            seconds = error.seconds
            if not error.told:
                seconds = min(seconds * 2 ** (int(again) - 1), _LONGEST_PAUSE)
            await self._redis.set(_key("pause", mailbox_id), 1, px=max(1, int(seconds * 1000)))
        except (RedisError, OSError):
            seconds = error.seconds
            await asyncio.sleep(seconds)
        return seconds

    async def room(self, mailbox_id: UUID, lane: Lane) -> Room:
        """What the next batch may have. Where little is free that is little, so that no minute is left half used."""
        user, project, _ = self._limits(lane)
        try:
            async with self._redis.pipeline(transaction=False) as asked:
                asked.hgetall(_key("units", mailbox_id))
                asked.hgetall("gmail:units:project")
                asked.time()
                mine, everybodys, (seconds, _) = await asked.execute()
            free = min(user - self._spent(mine, seconds), project - self._spent(everybodys, seconds))
            least = self.quota.user_per_minute // (_PROBES if await self._list.is_unknown() else _PIECES)
            return Room(await self._parts(mailbox_id, lane), max(free, least))
        except (RedisError, OSError):
            return Room(1, 0)

    async def _parts(self, mailbox_id: UUID, lane: Lane) -> int:
        cap = await self._redis.get(_key("cap", mailbox_id))
        return min(int(cap), self._most_parts(lane)) if cap is not None else self._most_parts(lane)

    async def usage(self, mailbox_id: UUID) -> Usage:
        """What is used now and today. Raises RedisError without Redis."""
        date, _ = _day()
        buckets: Any = await self._redis.hgetall(_key("units", mailbox_id))
        seconds, _ = await self._redis.time()
        today: Any = await self._redis.hgetall(f"gmail:day:{date}:{mailbox_id}")
        paused = await self._redis.pttl(_key("pause", mailbox_id))
        return Usage(
            minute=self._spent(buckets, seconds),
            minute_limit=self.quota.user_per_minute,
            today=int(today.get(b"total", 0)),
            lanes={lane.name.lower(): int(today.get(f"lane:{int(lane)}".encode(), 0)) for lane in SPENDING},
            parts_at_once=await self._parts(mailbox_id, Lane.PERSON),
            paused_seconds=max(int(paused), 0) / 1000,
        )

    def _spent(self, buckets: Any, seconds: int) -> int:
        """Units of the minute before a time of Redis."""
        minute, size = self._times()
        return sum(int(units) for place, units in buckets.items() if int(place) * size > 1000 * int(seconds) - minute)

    def _times(self) -> tuple[int, int]:
        """Milliseconds of a minute, and of what is counted together."""
        minute = self.quota.minute * 1000
        return minute, minute // _BUCKETS

    def _limits(self, lane: Lane) -> tuple[int, int, int]:
        quota = self.quota
        if lane is not Lane.BACKFILL:
            return quota.user_per_minute, quota.project_per_minute, quota.project_per_day
        kept = 1 - _KEPT_BACK
        return (
            int(quota.user_per_minute * kept),
            int(quota.project_per_minute * kept),
            int(quota.project_per_day * (1 - self._live_share)),
        )

    def _most_parts(self, lane: Lane) -> int:
        return max(self.quota.concurrent - (_LEFT_FREE if lane is Lane.BACKFILL else 0), 1)

    async def _without_redis(self, mailbox_id: UUID, units: int) -> Ticket:
        """Without a shared count each process keeps to a quarter of the mailbox's rate, one request at a time."""
        async with self._alone.setdefault(mailbox_id, asyncio.Lock()):
            await asyncio.sleep(4 * self.quota.minute * units / self.quota.user_per_minute)
        return Ticket(mailbox_id)


def _day() -> tuple[str, int]:
    """Google's date, and the milliseconds that are left of it."""
    moment = datetime.now(_CALIFORNIA)
    midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), _CALIFORNIA)
    return moment.date().isoformat(), max(int((midnight - moment).total_seconds() * 1000), 1)


def _key(what: str, mailbox_id: UUID) -> str:
    return f"gmail:{what}:{mailbox_id}"
