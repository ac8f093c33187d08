"""Work that goes on beside whatever a process is there for."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run these until the block ends, then cancel them. One that raises what it should have handled ends the block."""
    raised: Exception | None = None
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in work]
        try:
            yield
        except Exception as error:  # the block's own leaves as it came, in no group
            raised = error
        finally:
            for task in tasks:
                task.cancel()
    if raised is not None:
        raise raised


def still_wanted() -> None:
    """For loops that outlive errors: raises CancelledError in a task that was cancelled.

    What it closes on its way out may raise another error instead, and the loop would never end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
