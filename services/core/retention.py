"""What has been kept for as long as it may be is erased, whoever's it is."""

import asyncio
import random
from collections.abc import Sequence
from typing import Protocol

import structlog

from base.background import still_wanted

EVERY = 3600.0  # seconds between two looks

log = structlog.get_logger()


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
