"""A few children that call pure functions on strangers' bytes, for everybody in this process.

They are started when there is something to do, and get several jobs at a time, so that none waits for the pipe. A
child that needs more than its bounds is ended: what it was at has no answer, everything else goes to another child.
One that is slow keeps nobody waiting: what it was given beside goes elsewhere, another child takes its place, and
whoever it works for gets no further child until it is done.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog

from base.errors import Unavailable
from services.core.isolation.failures import Bounds, Cause
from services.core.isolation.frames import Parts
from services.core.isolation.jobs import Answer, Call, Job, Line
from services.core.isolation.process import Child

AHEAD: Final = 50  # jobs that a child has at most: it goes on while this process is busy. New ones come at half of them
AHEAD_BYTES: Final = 1024 * 1024  # of them, beside the first
SLOW: Final = 1.0  # seconds of computing at one job: on a busy machine time passes at every job
_LOOK: Final = 0.05  # seconds between looks at the children while they work
_START: Final = 60  # seconds that a child may take to start
_STARTS: Final = 3  # failed ones in a row, before those who wait hear of it
_MOST_URGENT: Final = 1_000  # jobs that wait for persons; more are refused

log = structlog.get_logger()


class Isolation:
    """Belongs to one event loop."""

    def __init__(self, children: int, bounds: Bounds, *, slow: float = SLOW) -> None:
        """`children` work at a time, and as many again where those are slow. `bounds` are for one job."""
        self.bounds = bounds
        self._most = children
        self._slow = slow
        self._children: list[Child] = []
        self._modules: dict[str, None] = {}  # of what was ever called
        self._line, self._urgent = Line(), Line()
        self._failed_starts = 0
        self._watch: asyncio.Task[None] | None = None
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False
        self._empty = asyncio.Event()  # once it is closed, and the children are gone

    async def map(
        self, function: str, items: Sequence[Parts], *, key: str, urgent: bool = False, seconds: float | None = None
    ) -> list[Answer]:
        """What `function` ("module:name", of byte strings) answers to each of the items, or why it does not.

        `key`: for whom; everybody gets turns. `urgent`: a person waits, so it goes first, and nothing is tried twice.
        `seconds` of computing, where it is less than usual. Raises Unavailable where nothing can be answered now.
        """
        if not items:
            return []
        if self._closed or (urgent and len(self._urgent) + len(items) > _MOST_URGENT):
            raise Unavailable("Kith reads as much mail as it can. Try again in a moment.")
        self._modules[function.partition(":")[0]] = None
        bounds = self.bounds if seconds is None else Bounds(self.bounds.memory, min(seconds, self.bounds.seconds))
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        call = Call(function, bounds, key, not urgent, [None] * len(items), done, left=len(items))
        call.waiting.extend(Job(call, place, parts) for place, parts in enumerate(items))
        (self._urgent if urgent else self._line).add(call)
        self._dispatch()
        try:
            await done
        finally:
            call.waiting.clear()  # where nobody waits any more; what a child is at, it ends
        return [answer for answer in call.answers if answer is not None]

    async def run(
        self, function: str, *parts: bytes, key: str, urgent: bool = False, seconds: float | None = None
    ) -> Answer:
        """The same for one item."""
        return (await self.map(function, [parts], key=key, urgent=urgent, seconds=seconds))[0]

    @property
    def processes(self) -> int:
        """How many children run now."""
        return len(self._children)

    async def close(self) -> None:
        """End the children. Who waits for an answer gets Unavailable."""
        self._closed = True
        self._give_up()
        for child in self._children:
            child.kill()
        if self._starting:
            await asyncio.wait(self._starting)
        if self._children:
            await self._empty.wait()
        if self._watch is not None:
            self._watch.cancel()

    def _dispatch(self) -> None:
        """Give the children what waits, in turns, and start those that are lacking."""
        given: dict[Child, list[Job]] = {}
        barred = self._barred()
        while (found := self._next(barred)) is not None:
            line, job = found
            child = self._room(job, given)
            if child is None:
                break
            line.take(job)
            given.setdefault(child, []).append(job)
        for child, jobs in given.items():
            child.send(jobs)
        self._start_lacking()
        if self._watch is None and self._children:
            self._watch = asyncio.create_task(self._look())

    def _start_lacking(self) -> None:
        """As many children as there is work for."""
        if self._closed:
            return
        active = [child for child in self._children if not child.leaving]
        work = len(self._line) + len(self._urgent) + sum(len(child.jobs) for child in active)
        for _ in range(min(self._most, work) - len(active)):
            self._start()

    def _next(self, barred: Sequence[str]) -> tuple[Line, Job] | None:
        for line in (self._urgent, self._line):
            job = line.next(barred)
            if job is not None:
                return line, job
        return None

    def _barred(self) -> list[str]:
        """For whom a child is slow."""
        return [child.jobs[0].call.key for child in self._children if child.jobs and child.computing > self._slow]

    def _room(self, job: Job, given: dict[Child, list[Job]]) -> Child | None:
        """The child that has least to do, where it can take this as well."""
        if job.alone:
            return self._fresh(given)
        best: tuple[int, Child] | None = None
        for child in self._children:
            more = given.get(child, [])
            count = len(child.jobs) + len(more)
            if child.leaving or not child.ready or (best is not None and count >= best[0]):
                continue
            if job.call.patient and len(child.jobs) > AHEAD // 2:
                continue
            size = child.size + sum(other.size for other in more)
            jobs = [*child.jobs, *more]
            if not jobs or (count < AHEAD and size + job.size <= AHEAD_BYTES and not jobs[-1].alone):
                best = count, child
        return best[1] if best else None

    def _fresh(self, given: dict[Child, list[Job]]) -> Child | None:
        """A child that has done nothing yet; one that idles makes room for it."""
        idle = [child for child in self._children if not (child.leaving or child.jobs or child in given)]
        fresh = [child for child in idle if not child.done]
        if idle and not fresh:
            idle[0].kill()
        return next((child for child in fresh if child.ready), None)

    def _start(self) -> None:
        child = Child(self.bounds.memory, self._dispatch, self._ended, list(self._modules))
        self._children.append(child)

        async def start() -> None:
            try:
                await child.start()
            except OSError as error:
                log.warning("isolation.no_child", error=type(error).__name__)
                self._ended(child)

        task = asyncio.create_task(start())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    def _ended(self, child: Child) -> None:
        """A child is gone: its first job is to blame, if there is one; the others are not."""
        self._children.remove(child)
        if self._closed and not self._children:
            self._empty.set()
        if not child.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                self._failed_starts = 0
                self._give_up()
        else:
            self._failed_starts = 0
        if child.jobs and child.failure is not None:
            job = child.jobs.popleft()
            again = job.call.patient and not job.alone and child.done and child.failure.cause is not Cause.COMPUTING
            log.info("isolation.ended", cause=child.failure.cause, detail=child.failure.detail, again=bool(again))
            if again:  # what it was at before may have left too little
                job.alone = True
                self._back([job])
            else:
                job.answer(child.failure)
        self._back(child.jobs)
        self._dispatch()

    def _back(self, jobs: Sequence[Job]) -> None:
        for job in reversed(jobs):
            (self._line if job.call.patient else self._urgent).again(job)

    def _give_up(self) -> None:
        for call in [*self._line.calls(), *self._urgent.calls(), *(j.call for c in self._children for j in c.jobs)]:
            call.give_up(Unavailable("The processes that read mail do not start. Look at the logs of this process."))

    async def _look(self) -> None:
        """End the children that need too much, and step around those that are slow."""
        try:
            while any(child.jobs or not child.ready for child in self._children):
                await asyncio.sleep(_LOOK)
                for child in list(self._children):
                    self._check(child)
        finally:
            self._watch = None

    def _check(self, child: Child) -> None:
        if child.gone:
            return
        if not child.ready:
            if child.age > _START:
                child.kill()
            return
        child.look()
        if not child.jobs:
            if child.used > self.bounds.memory // 2:  # what it was at has left too little for others
                child.kill()
        elif child.used > self.bounds.memory:
            child.kill(Cause.MEMORY)
        elif child.age > child.jobs[0].call.bounds.patience:
            child.kill(Cause.TIME)
        elif child.computing > self._slow and not child.leaving and self._slow_ones() < self._most:
            self._step_around(child)

    def _slow_ones(self) -> int:
        return sum(child.leaving for child in self._children)

    def _step_around(self, child: Child) -> None:
        """It ends after what it is at; another takes its place."""
        child.leaving = True
        first, *others = child.jobs
        child.jobs.clear()
        child.jobs.append(first)
        self._back(others)
        self._dispatch()
