"""Messages of a pull subscription: each is leased to who pulls it, and comes again unless it is acknowledged."""

import asyncio
import contextlib
import itertools
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

_LOOK_AGAIN = 0.1  # seconds: leases end without anybody telling
_MOST_WAITING = 10_000  # Google keeps messages for a week; here the oldest go first


@dataclass
class _Held:
    message: dict[str, Any]
    attempts: int = 0


class Backlog:
    """At-least-once delivery, in order of publication as far as nothing comes again."""

    def __init__(self, ack_seconds: float) -> None:
        self._ack_seconds = ack_seconds
        self._waiting: deque[_Held] = deque(maxlen=_MOST_WAITING)
        self._leased: dict[str, tuple[float, _Held]] = {}
        self._numbers = itertools.count(1)
        self._published = asyncio.Event()

    def __len__(self) -> int:
        """Messages that nobody has acknowledged."""
        return len(self._waiting) + len(self._leased)

    def add(self, message: dict[str, Any]) -> None:
        """Publish."""
        self._waiting.append(_Held(message))
        self._published.set()

    async def pull(self, most: int, seconds: float) -> list[dict[str, Any]]:
        """Up to `most` received messages, as soon as there is one; none after so many seconds."""
        deadline = time.monotonic() + seconds
        while not (received := self._take(most)) and (left := deadline - time.monotonic()) > 0:
            self._published.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, _LOOK_AGAIN)):
                    await self._published.wait()
        return received

    def acknowledge(self, ack_ids: list[str]) -> None:
        """What was leased under these ids does not come again. An id whose lease has ended does nothing."""
        self._reclaim()
        for ack_id in ack_ids:
            self._leased.pop(ack_id, None)

    def _take(self, most: int) -> list[dict[str, Any]]:
        self._reclaim()
        received: list[dict[str, Any]] = []
        while self._waiting and len(received) < most:
            held = self._waiting.popleft()
            held.attempts += 1
            ack_id = f"ack-{next(self._numbers)}"
            self._leased[ack_id] = (time.monotonic() + self._ack_seconds, held)
            received.append({"ackId": ack_id, "message": held.message, "deliveryAttempt": held.attempts})
        return received

    def _reclaim(self) -> None:
        now = time.monotonic()
        for ack_id in [ack_id for ack_id, (until, _) in self._leased.items() if until <= now]:
            self._waiting.append(self._leased.pop(ack_id)[1])
