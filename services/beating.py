"""Shows that an activity lives while it waits for something that does not say so itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

_EVERY = 5.0  # seconds


@contextlib.asynccontextmanager
async def beating(beat: Callable[[], None]) -> AsyncIterator[None]:
    """Call `beat` every few seconds until the block ends."""

    async def go_on() -> None:
        while True:
            beat()
            await asyncio.sleep(_EVERY)

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
