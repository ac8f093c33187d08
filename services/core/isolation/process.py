"""One child, as its parent sees it: what it was asked, in order, and for how long it has been at the first of that."""

import asyncio
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import psutil

from services.core.isolation.child import DONE, MEMORY, RAISED, READY
from services.core.isolation.failures import Cause, Failure, of_exit
from services.core.isolation.frames import BrokenFrame, FrameReader, Parts, encode
from services.core.isolation.jobs import Job

_ROOT = str(Path(__file__).parents[3])
_MAIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from services.core.isolation.child import main; "
    "main(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])"
)
# All that a child is told of its surroundings: where an interpreter finds its own libraries. No secret is among it.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TZ")


class Child(asyncio.SubprocessProtocol):
    """Calls `changed` when it can take more, and `ended` once, with what it leaves undone still in `jobs`."""

    def __init__(
        self,
        memory: int,
        changed: Callable[[], None],
        ended: Callable[["Child"], None],
        modules: Sequence[str] = (),
    ) -> None:
        """`memory` in bytes. What is called is in `modules`: to import them is no job's fault."""
        self.memory = memory
        self.jobs: deque[Job] = deque()
        self.size = 0  # bytes of them
        self.ready = False
        self.leaving = False  # gets nothing more
        self.done = 0  # jobs so far
        self.since = time.monotonic()  # when it was started, or came to the first of its jobs
        self.failure: Failure | None = None  # why its first job has no answer
        self.gone = False
        self.used = 0  # bytes of memory, and
        self.computing = 0.0  # seconds of processor time at the first of its jobs, as they were seen last
        self._modules = modules
        self._peak = 0  # bytes that it was seen with
        self._seen: Job | None = None  # the first of its jobs when it was looked at,
        self._computed = 0.0  # and the processor time before it
        self._garbled = False  # what it says is no answer any more
        self._unblamed = False  # it was killed for a job that it had just answered
        self._changed = changed
        self._ended = ended
        self._frames = FrameReader()
        self._transport: asyncio.SubprocessTransport | None = None
        self._process: psutil.Process | None = None

    async def start(self) -> None:
        """Start the process: a new program, so nothing of this one is copied. Raises OSError."""
        await asyncio.get_running_loop().subprocess_exec(
            lambda: self,
            *(sys.executable, "-I", "-B", "-X", "utf8", "-c", _MAIN, _ROOT, str(os.getpid()), str(self.memory)),
            *self._modules,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )

    @property
    def age(self) -> float:
        """Seconds that it has been starting, or at its first job."""
        return time.monotonic() - self.since

    def send(self, jobs: list[Job]) -> None:
        """Ask for these, after what it was asked before."""
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs += jobs
        self.size += sum(job.size for job in jobs)
        frames = [encode((job.call.function.encode(), b"%g" % job.call.bounds.seconds, *job.parts)) for job in jobs]
        if self._transport is not None:
            stdin = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
            stdin.write(b"".join(frames))

    def look(self) -> None:
        """See what it uses now."""
        if self._process is None:
            return
        try:
            self.used, times = self._process.memory_info().rss, self._process.cpu_times()
        except psutil.Error:  # it has ended: that is told in its turn
            return
        self._peak = max(self._peak, self.used)
        computed, first = times.user + times.system, self.jobs[0] if self.jobs else None
        if first is not self._seen:
            self._seen, self._computed = first, computed
        self.computing = computed - self._computed

    def kill(self, cause: Cause | None = None) -> None:
        """End it now, because of its first job where there is a `cause`."""
        self.leaving = True
        if cause is not None and self.jobs and self.failure is None:
            self.failure = Failure(cause, self.jobs[0].call.bounds)
        if self._transport is not None and self._transport.get_returncode() is None:
            self._transport.kill()

    # What asyncio tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It runs."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        try:
            self._process = psutil.Process(self._transport.get_pid())
        except psutil.Error:  # it has ended at once: that is told in its turn
            self._process = None
        if self.leaving:
            self.kill()

    def pipe_data_received(self, fd: int, data: Any) -> None:
        """Answers came, whole or in part. After what is none, nothing counts: it was asked for something else."""
        if self._garbled:
            return
        try:
            for frame in self._frames.feed(data):
                self._take(frame)
        except BrokenFrame:
            self._garbled = True
            self.kill(Cause.ANSWER)
        self._changed()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, and everything that it said is read."""
        self.gone = self.leaving = True
        if self.jobs and self.failure is None and not self._unblamed:
            status = self._transport.get_returncode() if self._transport is not None else None
            self.failure = of_exit(status, self.jobs[0].call.bounds, self._peak)
        if self._transport is not None:
            self._transport.close()
        self._ended(self)

    def _take(self, frame: Parts) -> None:
        if not self.ready and frame == (READY,):
            self.ready = True
            self.since = time.monotonic()
            return
        if not self.jobs:
            raise BrokenFrame
        job = self.jobs[0]
        kind, *rest = frame or (b"",)
        if kind == MEMORY:
            self.leaving = True
            self.failure = Failure(Cause.MEMORY, job.call.bounds)
            return
        if kind not in {DONE, RAISED}:
            raise BrokenFrame
        self._unblamed = self.failure is not None
        self.failure = None
        self.jobs.popleft()
        self.size -= job.size
        self.computing = 0.0
        self.done += 1
        self.since = time.monotonic()
        if self.leaving and not self.jobs:
            self.kill()
        if kind == DONE:
            job.answer(tuple(rest))
        else:
            name = rest[0].decode("ascii", "replace") if rest else ""
            job.answer(Failure(Cause.RAISED, job.call.bounds, name if name.isidentifier() else ""))
