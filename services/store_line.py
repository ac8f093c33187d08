"""Between fetching and storing: a batch is stored while the next is on its way; what came meanwhile, together."""

import asyncio
from collections.abc import Callable

from models.contracts.sync import MailboxRef
from services.mail_store import Batch, MailStore, Stored
from services.planner import BATCH_MESSAGES


class StoreLine:
    """A transaction costs as much as storing thirty messages: where they wait, they share one."""

    def __init__(self, store: MailStore, ref: MailboxRef, beat: Callable[..., None]) -> None:
        self._store = store
        self._ref = ref
        self._beat = beat
        self._waiting: Batch | None = None
        self._storing: asyncio.Task[None] | None = None
        self._total = Stored()

    async def put(self, batch: Batch) -> None:
        """Have a batch stored. Waits where too much would be kept in memory; raises what storing another has raised."""
        waiting = len(self._waiting.payloads) if self._waiting is not None else 0
        if self._storing is not None and (self._storing.done() or waiting + len(batch.payloads) > BATCH_MESSAGES):
            await self.end()
        self._waiting = batch if self._waiting is None else self._waiting + batch
        if self._storing is None:
            self._storing = asyncio.create_task(self._work())

    async def end(self) -> Stored:
        """Everything is stored: what became of it. Raises what storing raised."""
        if self._storing is not None:
            storing, self._storing = self._storing, None
            await storing
        return self._total

    async def _work(self) -> None:
        while self._waiting is not None:
            batch, self._waiting = self._waiting.cut(BATCH_MESSAGES)
            self._total += await self._store.store_payloads(self._ref, batch)
            self._beat(self._total.stored)
