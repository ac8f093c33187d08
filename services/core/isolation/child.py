"""A process that does nothing but call pure functions on strangers' bytes, within bounds. It holds no secret.

Started by `process.py` with an empty environment; imports nothing of Kith beside what it is asked to call. It ends
with its standard input, and on Linux with its parent.
"""

import contextlib
import ctypes
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from services.core.isolation import frames
from services.core.isolation.frames import Parts

READY, DONE, RAISED, MEMORY = b"ready", b"done", b"raised", b"memory"
_FILES = 64  # open at once: Python opens modules one by one
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def main(parent: int, memory: int, modules: Sequence[str] = ()) -> None:
    """Answer until the parent closes its end. `memory` in bytes; `modules` are imported before it is ready."""
    _follow(parent)
    _bound(memory)
    asked = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing that prints gets between the frames
    for module in modules:
        with contextlib.suppress(Exception):  # whoever calls it hears of it
            import_module(module)
    _say(answers, (READY,))
    while (frame := frames.read(asked)) is not None:
        answer = _answer(frame)
        _say(answers, answer)
        if answer[0] == MEMORY:  # nobody knows what lacks now
            return


def _answer(frame: Parts) -> Parts:
    name, seconds, *item = frame
    used = time.process_time()
    _limit(resource.RLIMIT_CPU, math.ceil(used + float(seconds)), soft=True)
    try:
        return DONE, *_function(name.decode())(*item)
    except MemoryError:
        return (MEMORY,)
    except Exception as error:  # of its text nothing leaves: it may quote the mail
        if _peak() > resource.getrlimit(resource.RLIMIT_DATA)[0] // 4:  # libraries say it in words of their own
            return (MEMORY,)
        return RAISED, type(error).__name__.encode()


@cache
def _function(name: str) -> Callable[..., Parts]:
    module, _, function = name.partition(":")
    found: Callable[..., Parts] = getattr(import_module(module), function)
    return found


def _say(pipe: Any, parts: Parts) -> None:
    data = memoryview(frames.encode(parts))
    while data:
        data = data[pipe.write(data) :]


def _follow(parent: int) -> None:
    """Leave the terminal's and the supervisor's signals to the parent, and end when it does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        sys.exit(1)


def _bound(memory: int) -> None:
    if sys.platform == "linux":  # elsewhere it holds for nothing: there the parent looks at what is used
        with contextlib.suppress(OSError):  # where memory runs out all the same, not the parent ends but this
            Path("/proc/self/oom_score_adj").write_text("1000")
        _limit(resource.RLIMIT_DATA, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_NPROC, 0)


def _peak() -> int:
    """Bytes of memory that this process had at most, where a bound on them makes a library fail."""
    if sys.platform != "linux":
        return 0
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _limit(kind: int, value: int, *, soft: bool = False) -> None:
    _, hard = resource.getrlimit(kind)
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (least, hard if soft else least))
