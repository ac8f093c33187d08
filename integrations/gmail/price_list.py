"""Which of Google's two price lists a project has: learned from Gmail's answers, since no page or header says it.

`auto` starts at the list of 2026, which is safe for everybody. When a backfill has used up a minute of it, one request
goes through nevertheless: at the old list it is well within the limits. Two such probes that were served say that the
project has the old list; one that was refused, or any refusal later, says that it has the new one. A probe costs one
pause at most, and never a message.
"""

import time

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from integrations.gmail.prices import Quota

log = structlog.get_logger()

_LIST, _PROBES, _PROBING = "gmail:prices", "gmail:probes", "gmail:probing"
_KEPT = 30 * 24 * 3600  # seconds that an answer is believed
_ENOUGH = 2  # probes: one may have fallen between two of Google's minutes
_LOOK = 10.0  # seconds between two looks at what other processes have learned


class PriceList:
    """The quota in force. With anything but `auto` it never changes."""

    def __init__(self, redis: Redis, quota: Quota) -> None:
        self.quota = quota
        self._first = quota
        self._old = quota.legacy() if quota.learning else quota
        self._redis = redis
        self._looked = 0.0

    async def look(self) -> None:
        """Follow what any process has learned. Raises RedisError."""
        if self._first.learning and time.monotonic() > self._looked + _LOOK:
            self._looked = time.monotonic()
            known = await self._redis.get(_LIST)
            self.quota = self._old if known == b"legacy" else self._first

    async def is_unknown(self) -> bool:
        """Is the list yet to be learned? Raises RedisError."""
        return self._first.learning and not await self._redis.exists(_LIST)

    async def may_probe(self) -> bool:
        """May this request go beyond the limits of 2026? Once a minute at most. Raises RedisError."""
        if not await self.is_unknown():
            return False
        return bool(await self._redis.set(_PROBING, 1, nx=True, ex=self._first.minute))

    async def probed(self, *, served: bool) -> None:
        """What became of a probe."""
        if not served:
            await self._settle("2026")
        elif int(await self._redis.incr(_PROBES)) >= _ENOUGH:
            await self._settle("legacy")

    async def refused(self) -> None:
        """Gmail spoke of rates: with the old list that means that it is not this project's."""
        try:
            if self._first.learning and self.quota is self._old:
                await self._settle("2026")
        except (RedisError, OSError) as error:
            log.warning("prices.not_learned", error=type(error).__name__)

    async def _settle(self, name: str) -> None:
        log.info("prices.learned", list=name)
        await self._redis.set(_LIST, name, ex=_KEPT)
        await self._redis.delete(_PROBES)
        self._looked = 0.0
        await self.look()
