"""Which of Google's two price lists a project has: learned from Gmail's answers, since no page or header says it.

`auto` starts at the list of 2026, which is safe for everybody. When a backfill has used up a minute of it, single
requests go through nevertheless, until they are surely too much for it: at the old list they are well within limits.
Two such minutes say that the project has the old list. Two requests that were refused (one may be a stray refusal), or
refusals that go on later, say that it has the new one. So it costs two refusals at most, and never a message.
"""

import time
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from integrations.gmail.prices import Quota

log = structlog.get_logger()

_LIST, _PROBES, _REFUSED, _PROBING = "gmail:prices", "gmail:probes", "gmail:probes_refused", "gmail:probing"
_KEPT = 30 * 24 * 3600  # seconds that an answer is believed
_ENOUGH = 2  # minutes: one may have fallen between two of Google's
_CERTAIN = 2  # refusals
_DONE = "done"  # this minute's probe is
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

    async def may_probe(self, mailbox_id: UUID) -> bool:
        """May this mailbox go beyond the limits of 2026? One a minute. Raises RedisError."""
        if not await self.is_unknown():
            return False
        if await self._redis.set(_PROBING, str(mailbox_id), nx=True, ex=self._first.minute):
            return True
        return bool(await self._redis.get(_PROBING) == str(mailbox_id).encode())

    async def probed(self, *, served: bool, beyond: bool) -> None:
        """What became of a probe; `beyond`: the minute is surely too much for the list of 2026. Raises RedisError."""
        if not served:
            if int(await self._redis.incr(_REFUSED)) >= _CERTAIN:
                await self._settle("2026")
        elif beyond:
            await self._redis.set(_PROBING, _DONE, ex=self._first.minute)
            if int(await self._redis.incr(_PROBES)) >= _ENOUGH:
                await self._settle("legacy")

    async def refused(self) -> None:
        """Gmail goes on speaking of rates: with the old list that means that it is not this project's."""
        try:
            if self._first.learning and self.quota is self._old:
                await self._settle("2026")
        except (RedisError, OSError) as error:
            log.warning("prices.not_learned", error=type(error).__name__)

    async def _settle(self, name: str) -> None:
        log.info("prices.learned", list=name)
        await self._redis.set(_LIST, name, ex=_KEPT)
        await self._redis.delete(_PROBES, _REFUSED)
        self._looked = 0.0
        await self.look()
