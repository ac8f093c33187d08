"""Pulls Gmail's notifications, for a deployment that Google cannot push to."""

import asyncio
import time
from collections import defaultdict

import structlog

from base.background import still_wanted
from base.errors import Invalid, InvalidSettings, Unavailable
from integrations.google.pubsub import Received, Subscription
from services.gmail.mailboxes import Mailboxes
from services.gmail.pushes import read_hint

MOST = 100  # messages of one pull
_IDLE = 1.0  # seconds at least between two pulls that bring nothing: an emulator may answer at once
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds after a failure, doubled with each that follows

log = structlog.get_logger()


class Puller:
    """A message is acknowledged when its mailbox has been woken; a crash before that only repeats the waking."""

    def __init__(self, subscription: Subscription, mailboxes: Mailboxes) -> None:
        self._subscription = subscription
        self._mailboxes = mailboxes

    async def run(self) -> None:
        """Pull until cancelled. Whatever fails is logged and tried again."""
        wait = _FIRST_WAIT
        while True:
            began = time.monotonic()
            try:
                if not await self.once():
                    await asyncio.sleep(max(0.0, began + _IDLE - time.monotonic()))
                wait = _FIRST_WAIT
            except Exception as error:
                still_wanted()
                told = error.detail if isinstance(error, Unavailable | InvalidSettings) else type(error).__name__
                log.warning("pull.failed", error=told, seconds=wait)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    async def once(self) -> int:
        """Pull once. Returns the number of messages; raises the first failure, after all the others are done."""
        received = await self._subscription.pull(MOST)
        done, hints = _read(received)
        woken = await asyncio.gather(
            *(self._mailboxes.pushed(address, newest) for address, (newest, _) in hints.items()), return_exceptions=True
        )
        failures = [failure for failure in woken if failure is not None]
        for (_, ack_ids), failure in zip(hints.values(), woken, strict=True):
            done += ack_ids if failure is None else []
        if done:
            await self._subscription.acknowledge(done)
        if failures:
            raise failures[0]
        return len(received)


def _read(received: list[Received]) -> tuple[list[str], dict[str, tuple[int, list[str]]]]:
    """(what need not be kept, {address: (newest history id, its deliveries)}): many hints wake a mailbox once."""
    unreadable: list[str] = []
    hints: dict[str, tuple[int, list[str]]] = defaultdict(lambda: (0, []))
    for message in received:
        try:
            address, history_id = read_hint(message.data)
        except Invalid:
            log.warning("push.unreadable")
            unreadable.append(message.ack_id)
            continue
        newest, ack_ids = hints[address.lower()]
        hints[address.lower()] = (max(newest, history_id), [*ack_ids, message.ack_id])
    return unreadable, hints
