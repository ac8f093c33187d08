"""Keeps every worker and API process together within Gmail's quota, counted in units, in Redis.

A mailbox has a sliding minute, the project has another and a day; a person who waits goes before a push, and both
before a backfill, which also leaves them a share of every limit. How many parts of batches may be on their way at once
adapts: one more after each full batch that went through, half after "Too many concurrent requests". What other refusals
do is in `backoff`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
from integrations.gmail.backoff import PROJECT, SUSTAINED, Backoff, is_bulk, key
from integrations.gmail.errors import Limit, RateLimited
from integrations.gmail.price_list import PriceList
from integrations.gmail.prices import Quota
from models.contracts.core.lanes import Lane

log = structlog.get_logger()

_SCRIPT = (Path(__file__).parent / "limiter.lua").read_text()
_RELEASE = (Path(__file__).parent / "limiter_release.lua").read_text()
_CALIFORNIA = ZoneInfo("America/Los_Angeles")  # Google's days end at midnight there
_BUCKETS = 500  # of a minute: what is counted together
_SLACK = 1  # bucket: what clocks and the counting together blur
_KEPT_BACK = 0.03  # of a minute's units, for a person and for pushes while a backfill takes the rest
_LEFT_FREE = 10  # parts at once that a backfill leaves free
_LEASE = 0.5  # minutes after which a request counts as answered: its process may be dead, and mail waits for its place
_PIECES = 100  # of a minute: a batch waits for the units of one, and no more of a minute stays unused
_SLICE = 10.0  # seconds of one sleep; in between the caller shows that it lives
_TOO_MUCH = 1.02  # of a minute: certainly refused at the new list, whatever was dropped from its count meanwhile
_PAUSES = ("pause", "rest")  # everybody's of a mailbox, and its backfill's
SPENDING = (Lane.PERSON, Lane.PUSH, Lane.BACKFILL)  # the lanes of requests to Gmail


@dataclass(frozen=True)
class Ticket:
    """A request that was let through, with so many parts. `full`: its batch has as many as it may have."""

    mailbox_id: UUID
    lane: Lane
    units: int
    parts: int
    name: str = ""  # "": let through without Redis
    place: int = 0  # what its units were counted with
    full: bool = False
    probe: bool = False  # its answer tells which price list the project has: it has the first part only


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
        self._backoff = Backoff(redis, quota.minute / 60)
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
        first: int | None = None,
        waiting: Callable[[str, float], Any] | None = None,
    ) -> Ticket:
        """Return when `units` may be spent on this mailbox; the ticket goes to `release` once Gmail has answered.

        It may let the first part through alone, where `first` says its units. `waiting` is awaited with ("paused" |
        "day", seconds) where that holds up this request. Beats every few seconds. Raises InvalidSettings where so many
        units never fit.
        """
        if units > min(self._limits(lane)):
            raise InvalidSettings(
                f"KITH_GMAIL_QUOTA: one request costs {units} units, more than its limits allow.",
                field="KITH_GMAIL_QUOTA",
            )
        asked = Ticket(mailbox_id, lane, units, parts, f"{new_id().hex}:{parts}")
        while True:
            try:
                await self._list.look()
                seconds, why, place = await self._try(asked)
                if not seconds:
                    return replace(asked, place=place, full=parts >= await self._parts(mailbox_id, lane))
                if why == "minute" and is_bulk(lane) and (probe := await self._probe(asked, first)) is not None:
                    return probe
            except (RedisError, OSError) as error:
                log.warning("limiter.without_redis", error=type(error).__name__)
                return await self._without_redis(asked)
            if waiting is not None and why in {"paused", "day"}:
                await waiting(why, seconds)
            heartbeat()
            await asyncio.sleep(min(seconds, _SLICE))

    async def _probe(self, asked: Ticket, first: int | None) -> Ticket | None:
        """Let one part through, beyond the minute, where its answer helps to tell which price list it is."""
        if first is None or not await self._list.may_probe(asked.mailbox_id):
            return None
        probe = replace(asked, units=first, parts=1, name=f"{new_id().hex}:1", probe=True)
        seconds, _, place = await self._try(probe)
        return replace(probe, place=place) if not seconds else None

    async def _try(self, asked: Ticket) -> tuple[float, str, int]:
        """Take everything, or nothing: then (seconds to wait, why, 0)."""
        date, left = _day()
        minute, bucket = self._times()
        mailbox_id, lane = asked.mailbox_id, asked.lane
        keys = [
            *(key("pause", mailbox_id), key("units", mailbox_id), "gmail:units:project"),
            *(f"gmail:day:{date}:project", f"gmail:day:{date}:{mailbox_id}"),
            *(key("cap", mailbox_id), key("flight", mailbox_id), key("waiting", mailbox_id)),
            *(key("pause", PROJECT), key("rest", mailbox_id), key("rest", PROJECT)),
        ]
        times = [left, minute + _SLACK * bucket, bucket]
        values: list[str | int] = [
            *self._limits(lane),
            *times,
            asked.name,
            int(_LEASE * self.quota.minute * 1000),
            self._most_parts(lane),
            int(is_bulk(lane)),
            int(asked.probe),
        ]
        wait, why, place = await self._take(keys=keys, args=[asked.units, asked.parts, int(lane), *values])
        return int(wait) / 1000, why.decode(), int(place)

    async def release(self, ticket: Ticket, *, served: bool = True, refused: int = 0) -> None:
        """Gmail has answered, whatever it said.

        `served`: most of it, so that what was learned from refusals is unlearned; `refused` units were not counted.
        """
        if not ticket.name:
            return
        mailbox_id, (_, bucket) = ticket.mailbox_id, self._times()
        keys = [
            *(key("units", mailbox_id), "gmail:units:project", key("flight", mailbox_id), key("cap", mailbox_id)),
            *(key("refused", mailbox_id), key("refused", PROJECT), key("pace", mailbox_id)),
        ]
        values: list[str | int] = [ticket.units, ticket.place, bucket, ticket.name, int(ticket.full), refused]
        try:
            await self._give_back(
                keys=keys, args=[*values, int(served and is_bulk(ticket.lane)), self.quota.concurrent]
            )
            if ticket.probe and (refused or served):
                beyond = (await self.usage(mailbox_id)).minute > _TOO_MUCH * self.quota.user_per_minute
                await self._list.probed(served=not refused, beyond=beyond)
        except (RedisError, OSError) as error:
            log.warning("limiter.without_redis", error=type(error).__name__)

    async def refused(self, mailbox_id: UUID, error: RateLimited, lane: Lane, attempt: int = 0) -> float:
        """A request was refused as a whole, after `attempt` refusals before: hold back what the refusal speaks of.

        Returns the seconds that this request waits by itself before it asks for units again.
        """
        try:
            await self._backoff.told(mailbox_id, error)
            if error.limit is Limit.CONCURRENT:
                await self.crowded(mailbox_id)
            if is_bulk(lane):
                again = await self._backoff.rest(mailbox_id, error)
                if again >= SUSTAINED and error.limit is not Limit.CONCURRENT:
                    await self._list.refused()
                return 0.0
            seconds = self._backoff.patience(error, attempt)
            if attempt and seconds:
                await self._backoff.yield_to(mailbox_id, seconds)
            return seconds
        except (RedisError, OSError):
            return error.told or self._backoff.patience(error, attempt + 2)

    async def crowded(self, mailbox_id: UUID) -> None:
        """Gmail speaks of too many requests at once: half as many from now on."""
        cap = min(await self._parts(mailbox_id, Lane.PERSON), self.quota.concurrent)
        await self._redis.set(key("cap", mailbox_id), max(cap // 2, 1), ex=24 * 3600)

    async def room(self, mailbox_id: UUID, lane: Lane) -> Room:
        """What the next batch may have. Where little is free that is little, so that no minute is left half used."""
        user, project, _ = self._limits(lane)
        try:
            async with self._redis.pipeline(transaction=False) as asked:
                asked.hgetall(key("units", mailbox_id))
                asked.hgetall("gmail:units:project")
                asked.time()
                mine, everybodys, (seconds, _) = await asked.execute()
            free = min(user - self._spent(mine, seconds), project - self._spent(everybodys, seconds))
            least = self.quota.user_per_minute // _PIECES
            parts = await self._parts(mailbox_id, lane)
            pace = await self._redis.get(key("pace", mailbox_id)) if is_bulk(lane) else None
            return Room(min(parts, int(pace)) if pace is not None else parts, max(free, least))
        except (RedisError, OSError):
            return Room(1, 0)

    async def _parts(self, mailbox_id: UUID, lane: Lane) -> int:
        cap = await self._redis.get(key("cap", mailbox_id))
        return min(int(cap), self._most_parts(lane)) if cap is not None else self._most_parts(lane)

    async def usage(self, mailbox_id: UUID) -> Usage:
        """What is used now and today. Raises RedisError without Redis."""
        date, _ = _day()
        buckets: Any = await self._redis.hgetall(key("units", mailbox_id))
        seconds, _ = await self._redis.time()
        today: Any = await self._redis.hgetall(f"gmail:day:{date}:{mailbox_id}")
        paused = max([await self._redis.pttl(key(what, whose)) for what in _PAUSES for whose in (mailbox_id, PROJECT)])
        return Usage(
            minute=self._spent(buckets, seconds),
            minute_limit=self.quota.user_per_minute,
            today=int(today.get(b"total", 0)),
            lanes={lane.name.lower(): int(today.get(f"lane:{int(lane)}".encode(), 0)) for lane in SPENDING},
            parts_at_once=await self._parts(mailbox_id, Lane.PERSON),
            paused_seconds=max(paused, 0) / 1000,
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

    async def _without_redis(self, asked: Ticket) -> Ticket:
        """Without a shared count each process keeps to a quarter of the mailbox's rate, one request at a time."""
        async with self._alone.setdefault(asked.mailbox_id, asyncio.Lock()):
            await asyncio.sleep(4 * self.quota.minute * asked.units / self.quota.user_per_minute)
        return replace(asked, name="")


def _day() -> tuple[str, int]:
    """Google's date, and the milliseconds that are left of it."""
    moment = datetime.now(_CALIFORNIA)
    midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), _CALIFORNIA)
    return moment.date().isoformat(), max(int((midnight - moment).total_seconds() * 1000), 1)
