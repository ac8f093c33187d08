"""What has been kept for as long as it may be is erased, whoever's it is."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from base.background import still_wanted
from models.database import Database
from models.queries.core.due import take_due

EVERY = 3600.0  # seconds between two looks
AT_ONCE = 100  # that are taken from a directory

log = structlog.get_logger()

Erase = Callable[[AsyncSession, UUID, Sequence[UUID]], Awaitable[int]]  # erases a user's; returns how many there were


async def erase_due(database: Database, directory: str, key: str, erase: Erase) -> int:
    """Erase until nothing is due: found by its `key` in a directory, erased as its user. Returns how many."""
    total = 0
    while True:
        async with database.directory() as session:
            found = await take_due(session, directory, key, AT_ONCE)
        if not found:
            return total
        of: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for user_id, one in found:
            of[user_id].append(one)
        for user_id, ids in of.items():
            async with database.tenant(user_id) as session:
                total += await erase(session, user_id, ids)


class Kept(Protocol):
    """Something that is kept for a while."""

    async def sweep(self) -> int:
        """Erase what is older, from every tenant. Returns how much."""


class Retention:
    """Several processes may look at once: each takes what no other has."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = kept

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY * random.uniform(0.5, 1.5))  # noqa: S311 - processes that start together
            await self.sweep()

    async def sweep(self) -> None:
        """Look once. Where one fails, the others are looked at all the same, and the next look finds what it left."""
        for one in self._kept:
            try:
                await one.sweep()
            except Exception as error:
                still_wanted()
                log.warning("retention.failed", kept=type(one).__name__, error=type(error).__name__)
