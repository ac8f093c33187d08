"""What a refusal holds back: what it speaks of, for as long as Gmail says; where it does not say, bulk work only.

A refusal among many that were served is a stray one: it is asked again, and nothing slows down. Where a request was
refused as a whole, the mailbox's backfill (or everybody's, where the project's limit is spoken of) rests a second,
twice as long with each that follows, and then begins with a single part. Each success undoes half of that. Whoever is
waited for rests by themselves, for a moment that doubles as well, and holds nobody up.
"""

import random
from uuid import UUID

from redis.asyncio import Redis

from integrations.gmail.errors import Limit, RateLimited
from models.contracts.core.lanes import Lane

SUSTAINED = 3  # refusals in a row that are no accident
PROJECT = "project"  # instead of a mailbox, for what is everybody's
_REST, _LONGEST_REST = 1.0, 300.0  # seconds of a backfill: Google's minute has passed several times
_PATIENCE, _LONGEST_PATIENCE = 0.25, 15.0  # seconds of somebody who is waited for
_REMEMBERED = 600  # seconds


class Backoff:
    """Pauses, and what is remembered of refusals, in Redis. Raises RedisError."""

    def __init__(self, redis: Redis, scale: float) -> None:
        """`scale` is 1, or less where a test makes Google's minute shorter."""
        self._redis = redis
        self._scale = scale

    async def told(self, mailbox_id: UUID, error: RateLimited) -> None:
        """Nobody asks before the moment that Gmail named."""
        if error.told is not None:
            pause = max(1, int(1000 * error.told))
            if await self._redis.pttl(key("pause", scope(mailbox_id, error))) < pause:
                await self._redis.set(key("pause", scope(mailbox_id, error)), 1, px=pause)

    async def rest(self, mailbox_id: UUID, error: RateLimited) -> int:
        """A backfill's request was refused as a whole. Returns how many in a row were, with this one."""
        whose = scope(mailbox_id, error)
        again = int(await self._redis.incr(key("refused", whose)))
        seconds = min(_REST * 2 ** (min(again, 20) - 1), _LONGEST_REST) * self._scale * random.uniform(0.8, 1.2)  # noqa: S311
        async with self._redis.pipeline(transaction=False) as written:
            written.expire(key("refused", whose), _REMEMBERED)
            written.set(key("rest", whose), 1, px=max(1, int(1000 * seconds)))
            written.set(key("pace", mailbox_id), 1, ex=_REMEMBERED)
            await written.execute()
        return again

    async def yield_to(self, mailbox_id: UUID, seconds: float) -> None:
        """Somebody who is waited for was refused twice: the backfill leaves them what there is."""
        await self._redis.set(key("rest", mailbox_id), 1, px=max(1, int(1000 * seconds)))

    def patience(self, error: RateLimited, attempt: int) -> float:
        """Seconds until a request that is waited for is made again, after so many refusals before."""
        if error.told is not None:
            return 0.0  # the pause holds it
        return float(min(_PATIENCE * 2 ** min(attempt, 20), _LONGEST_PATIENCE)) * self._scale


def scope(mailbox_id: UUID, error: RateLimited) -> UUID | str:
    """Whom a refusal is about."""
    return PROJECT if error.limit in {Limit.PROJECT, Limit.DAY} else mailbox_id


def is_bulk(lane: Lane) -> bool:
    """Does nobody wait for it?"""
    return lane is Lane.BACKFILL


def key(what: str, whose: UUID | str) -> str:
    """The name of a value in Redis."""
    return f"gmail:{what}:{whose}"
