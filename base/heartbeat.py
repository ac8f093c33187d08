"""The heartbeat of whatever runs: an activity sets it, everything that it calls may beat, nobody has to pass it on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextvars import ContextVar

Heartbeat = Callable[..., None]

_EVERY = 5.0  # seconds


def _silent(*details: object) -> None:
    """A request of the API has nobody to tell that it lives."""


_current: ContextVar[Heartbeat] = ContextVar("heartbeat", default=_silent)


def heartbeat(*details: object) -> None:
    """Tell that the running job lives. `details` are what its next attempt gets to know."""
    _current.get()(*details)


@contextlib.contextmanager
def heart(beat: Heartbeat) -> Iterator[None]:
    """`heartbeat` calls `beat` in this block, and in the tasks and threads that begin there."""
    token = _current.set(beat)
    try:
        yield
    finally:
        _current.reset(token)


@contextlib.contextmanager
def always_telling(*details: object) -> Iterator[None]:
    """Every beat in this block tells these details, whatever it has to tell itself: the next attempt needs them."""
    outer = _current.get()
    with heart(lambda *_: outer(*details)):
        yield


@contextlib.asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Beat every few seconds until the block ends, for what waits and does not say so itself."""

    async def go_on() -> None:
        while True:
            heartbeat()
            await asyncio.sleep(_EVERY)

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
