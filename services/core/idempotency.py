"""Idempotency-Key: a request that is sent twice has one effect and one answer (draft-ietf-httpapi-idempotency-key)."""

import hashlib
from collections.abc import Awaitable, Callable
from uuid import UUID

from redis.asyncio import Redis

from base.errors import Conflict

_KEPT = 24 * 3600  # seconds that an answer is remembered
_RUNNING = 3600  # seconds after which a request whose process died may be sent again
_MARK = b"running"


class StillRunning(Conflict):
    """The first request with this Idempotency-Key is still being worked on."""


class Idempotency:
    """Remembers answers by user, route and key, for a day."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def once(self, user_id: UUID, route: str, key: str | None, work: Callable[[], Awaitable[bytes]]) -> bytes:
        """The answer of `work`, done now or before. Raises StillRunning; what fails may be sent again."""
        if key is None:
            return await work()
        place = f"once:{user_id}:{hashlib.sha256((route + chr(0) + key).encode()).hexdigest()}"
        if not await self._redis.set(place, _MARK, nx=True, ex=_RUNNING):
            known = await self._redis.get(place)
            if not isinstance(known, bytes) or known == _MARK:
                raise StillRunning
            return known
        try:
            answer = await work()
        except BaseException:
            await self._redis.delete(place)
            raise
        await self._redis.set(place, answer, ex=_KEPT)
        return answer
