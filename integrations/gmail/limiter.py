"""Keeps every worker together within Gmail's quota: a sliding window a mailbox and one for the project."""

import asyncio
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.errors import InvalidSettings
from integrations.gmail.prices import Quota

log = structlog.get_logger()

_BUCKET = 250  # milliseconds that are counted together
_WINDOW = 60_000 + 500  # the minute that Google counts, and what a request may take to get there

# KEYS: the mailbox's pause, the mailbox's window, the project's window. ARGV: units, the two limits.
# Returns 0 and takes the units from both windows, or takes nothing and returns the milliseconds to wait.
_TAKE = f"""
local paused = redis.call('PTTL', KEYS[1])
if paused > 0 then return paused end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local units = tonumber(ARGV[1])

local function wait_for(key, limit)
    local buckets, spent = {{}}, 0
    local stored = redis.call('HGETALL', key)
    for i = 1, #stored, 2 do
        local free = (tonumber(stored[i]) + 1) * {_BUCKET} + {_WINDOW}
        if free <= now then
            redis.call('HDEL', key, stored[i])
        else
            local count = tonumber(stored[i + 1])
            spent = spent + count
            table.insert(buckets, {{free, count}})
        end
    end
    table.sort(buckets, function(a, b) return a[1] < b[1] end)
    for _, bucket in ipairs(buckets) do
        if spent + units <= limit then break end
        spent = spent - bucket[2]
        if spent + units <= limit then return bucket[1] - now end
    end
    return 0
end

local wait = math.max(wait_for(KEYS[2], tonumber(ARGV[2])), wait_for(KEYS[3], tonumber(ARGV[3])))
if wait > 0 then return wait end
for _, key in ipairs({{KEYS[2], KEYS[3]}}) do
    redis.call('HINCRBY', key, math.floor(now / {_BUCKET}), units)
    redis.call('PEXPIRE', key, {_WINDOW + 2 * _BUCKET})
end
return 0
"""


class Limiter:
    """A burst of a whole minute's units goes through at once; no minute ever holds more than the limit."""

    def __init__(self, redis: Redis, quota: Quota) -> None:
        self.quota = quota
        self._redis = redis
        self._take = redis.register_script(_TAKE)

    async def acquire(self, mailbox_id: UUID, units: int) -> None:
        """Return when `units` may be spent on this mailbox. Raises InvalidSettings where they never fit."""
        if units > min(self.quota.user_per_minute, self.quota.project_per_minute):
            raise InvalidSettings(
                f"KITH_GMAIL_QUOTA: one request costs {units} units, more than its limits a minute allow.",
                field="KITH_GMAIL_QUOTA",
            )
        keys = [_pause(mailbox_id), f"gmail:units:{mailbox_id}", "gmail:units:project"]
        limits = [units, self.quota.user_per_minute, self.quota.project_per_minute]
        while True:
            try:
                wait = int(await self._take(keys=keys, args=limits))
            except (RedisError, OSError) as error:
                # Without a shared count each process keeps to a quarter of the mailbox's rate by itself.
                log.warning("limiter.without_redis", error=type(error).__name__)
                await asyncio.sleep(4 * 60 * units / self.quota.user_per_minute)
                return
            if wait == 0:
                return
            await asyncio.sleep(wait / 1000)

    async def pause(self, mailbox_id: UUID, seconds: float) -> None:
        """Nobody spends on this mailbox for that long: Gmail said so."""
        try:
            await self._redis.set(_pause(mailbox_id), 1, px=max(1, int(seconds * 1000)))
        except (RedisError, OSError):
            await asyncio.sleep(seconds)


def _pause(mailbox_id: UUID) -> str:
    return f"gmail:pause:{mailbox_id}"
