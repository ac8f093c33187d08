"""What is asked of the children: calls, and the jobs that a call consists of."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.core.isolation.failures import Bounds, Failure
from services.core.isolation.frames import Parts

Answer = Parts | Failure


@dataclass
class Call:
    """One function on several items, for somebody (`key`) with whom it shares a turn."""

    function: str  # "module:name"
    bounds: Bounds
    key: str
    patient: bool  # a job that ended its child gets a second chance, in a child of its own
    answers: list[Answer | None]
    done: asyncio.Future[None]
    waiting: deque["Job"] = field(default_factory=deque)
    left: int = 0

    def answer(self, place: int, answer: Answer) -> None:
        """Note what became of an item; the last one completes the call."""
        if self.answers[place] is None:
            self.answers[place] = answer
            self.left -= 1
        if self.left == 0 and not self.done.done():
            self.done.set_result(None)

    def give_up(self, error: BaseException) -> None:
        """Nobody will answer."""
        self.waiting.clear()
        if not self.done.done():
            self.done.set_exception(error)


@dataclass
class Job:
    """One item of a call."""

    call: Call
    place: int
    parts: Parts
    alone: bool = False  # it ended a child that also had others' work

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(len, self.parts))

    def answer(self, answer: Answer) -> None:
        """Note what became of it."""
        self.call.answer(self.place, answer)


class Line:
    """Calls that wait. Everybody who has any gets a turn, however many they have."""

    def __init__(self) -> None:
        self._calls: OrderedDict[str, deque[Call]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(call.waiting) for calls in self._calls.values() for call in calls)

    def add(self, call: Call) -> None:
        """At the end."""
        self._calls.setdefault(call.key, deque()).append(call)

    def again(self, job: Job) -> None:
        """A job whose child is gone comes before the others of its call."""
        if job.call.done.done():
            return
        job.call.waiting.appendleft(job)
        calls = self._calls.setdefault(job.call.key, deque())
        if job.call not in calls:
            calls.appendleft(job.call)

    def next(self, barred: Sequence[str]) -> Job | None:
        """The job whose turn it is, left where it is; nobody's who is `barred`."""
        for key in list(self._calls):
            calls = self._calls[key]
            while calls and not calls[0].waiting:
                calls.popleft()
            if not calls:
                del self._calls[key]
            elif key not in barred:
                return calls[0].waiting[0]
        return None

    def take(self, job: Job) -> None:
        """It is on its way: the others come before the next of the same key."""
        job.call.waiting.popleft()
        self._calls.move_to_end(job.call.key)

    def calls(self) -> Iterator[Call]:
        """All that wait."""
        for calls in self._calls.values():
            yield from calls
