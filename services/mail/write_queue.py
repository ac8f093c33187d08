"""Between fetching and storing: a batch is stored while the next is on its way; what came meanwhile, together."""

import asyncio

from base.heartbeat import heartbeat
from models.contracts.mail.mailboxes import MailboxRef
from services.mail.storing import Batch, MailStore, Stored


class WriteQueue:
    """A transaction costs as much as storing thirty messages: where they wait, they share one.

    What came is paid for: it is stored even where the one who fetches is cancelled, as long as `end` is awaited.
    """

    def __init__(self, store: MailStore, ref: MailboxRef) -> None:
        self._store = store
        self._ref = ref
        self._waiting: Batch | None = None
        self._storing: asyncio.Task[None] | None = None
        self._total = Stored()

    async def put(self, batch: Batch) -> None:
        """Have a batch stored. Waits while more waits than is stored at a time; raises what storing has raised."""
        self._waiting = batch if self._waiting is None else self._waiting + batch
        if self._storing is not None and (self._storing.done() or not self._waiting.fits):
            await self._settle()
        self._start()

    async def end(self) -> Stored:
        """Store what waits. Returns what became of everything; raises what storing has raised."""
        self._start()
        await self._settle()
        return self._total

    def _start(self) -> None:
        if self._storing is None and self._waiting is not None:
            self._storing = asyncio.create_task(self._work())

    async def _settle(self) -> None:
        """Wait for the task. It goes on where the waiting is cancelled."""
        if self._storing is None:
            return
        try:
            await asyncio.shield(self._storing)
        finally:
            if self._storing.done():
                self._storing = None

    async def _work(self) -> None:
        while self._waiting is not None:
            batch, self._waiting = self._waiting.cut()
            self._total += await self._store.store_payloads(self._ref, batch)
            heartbeat(self._total.stored)
