"""A test that does not end: where its tasks stand, before pytest's faulthandler ends its process.

The stacks of threads, which faulthandler prints, show an event loop that waits, and not for what.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

SECONDS = 240  # the longest test takes 60 on an idle machine; below `faulthandler_timeout`


async def watch(config: pytest.Config, seconds: float = SECONDS) -> None:
    """Write the stacks of all tasks to stderr for each phase of a test that takes longer, until cancelled."""
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    phase, since, told = "", 0.0, ""
    clock = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(seconds / 20)
        now = os.environ.get("PYTEST_CURRENT_TEST", "")
        if now != phase:
            phase, since = now, clock()
        elif phase != told and clock() - since > seconds:
            told = phase
            tasks = ["\n  ".join([task.get_name(), *stack(task)]) for task in asyncio.all_tasks()]
            with capture.global_and_fixture_disabled():
                print(f"{phase} has not ended in {seconds} s:", *tasks, sep="\n", file=sys.__stderr__, flush=True)


def stack(task: asyncio.Task[Any]) -> Iterator[str]:
    """`file:line name` of each coroutine that `task` is in, the outermost first."""
    awaited: Any = task.get_coro()
    while awaited is not None:
        kind = next((kind for kind in ("cr", "ag", "gi") if hasattr(awaited, f"{kind}_frame")), None)
        if kind is None:
            yield repr(awaited)
            return
        frame = getattr(awaited, f"{kind}_frame")
        if frame is not None:
            yield f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}"
        awaited = getattr(awaited, "gi_yieldfrom" if kind == "gi" else f"{kind}_await")
