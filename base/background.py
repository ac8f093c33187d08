"""Work that goes on beside whatever a process is there for."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")


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


async def to_the_end(task: "asyncio.Task[Result]") -> Result:
    """Its result. Who is cancelled while waiting is so afterwards: the outcome is recorded first."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # retrieved: whoever runs in the task has noted it
        raise cancelled
    return task.result()
