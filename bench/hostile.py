"""Mail that is made to keep a computer busy: `python -m bench.hostile [CASES [SEED [FIRST]]]`; else 5,000 of seed 1.

Each case of `tests/hostile.py` is read, stored (without the database), looked at for people, and made safe to show, in
a process of its own. Prints what is beyond the goal as it is found, and at the end the percentiles and the worst by
computing time, one a kind, and by memory, each with the number by which it can be run alone: `python -m bench.hostile 1
SEED NUMBER`. Goal: 0.5 s and 150 MB at up to 2 MB. What is beyond it counts as the least of three runs: a core that is
shared computes slower. Linux only; `KITH_BENCH_AT_ONCE` cases run at a time, else as many as there are cores.
"""

import contextlib
import os
import resource
import selectors
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from base import leaving, logging
from tests.hostile import Case, Place, alone, case
from tests.hostile_reading import STAGES

CASES, SEED = 5_000, 1
SECONDS, MEMORY = 0.5, 150.0  # what a message may take: computing, and MB
_PARSER = 40.0  # MB of a parser's process that has not read anything: this one has more
_GIVEN_UP = 20  # seconds
_SHOWN = 10
_AGAIN = 2  # times that a case beyond the goal is run once more


@dataclass(frozen=True)
class Outcome:
    """What a case took: seconds of computing by stage, MB of memory at most. `problem`: it did not end well."""

    number: int
    name: str
    seconds: dict[str, float] = field(default_factory=dict)
    memory: float = 0.0
    problem: str = ""

    @property
    def worst(self) -> float:
        """Seconds of the longest: reading with all that follows, or viewing."""
        if self.problem:
            return float(_GIVEN_UP)
        shown = self.seconds.get("shown", 0.0)
        return max(sum(self.seconds.values()) - shown, shown)

    @property
    def fails(self) -> bool:
        """Is it beyond the goal?"""
        return bool(self.problem) or self.worst > SECONDS or self.memory > MEMORY

    def __str__(self) -> str:
        """As it is printed."""
        stages = ", ".join(f"{name} {spent:.2f}" for name, spent in self.seconds.items() if spent >= 0.005)
        taken = self.problem or f"{self.worst:.2f} s ({stages}), {self.memory:.0f} MB"
        return f"  {self.number}: {taken}: {self.name[:200]}"


def measured(one: Case) -> tuple[dict[str, float], float]:
    """Seconds of computing by stage, and MB that a parser's process would have at most."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before = _status("VmRSS")
    seconds: dict[str, float] = {}
    found: object = one
    for name, stage in STAGES.items():
        started = time.process_time()
        found = stage(one, found)
        seconds[name] = time.process_time() - started
    return seconds, _PARSER + _status("VmHWM") - before


def _status(name: str) -> float:
    """MB."""
    return int(Path("/proc/self/status").read_text().partition(f"{name}:")[2].split()[0]) / 1024


def in_child(work: Callable[[], object]) -> int:
    """The reading end of a pipe; the answer of `work` comes as JSON, nothing where it did not end."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (_GIVEN_UP, _GIVEN_UP))
        try:
            answer = orjson.dumps(work())
        except BaseException as error:  # told, whatever it is
            answer = orjson.dumps(f"{type(error).__name__}: {error}"[:200])
        with contextlib.suppress(BrokenPipeError):
            os.write(writing, answer)
        os._exit(0)
    os.close(writing)
    return reading


def outcomes(numbers: range, seed: int) -> Iterator[Outcome]:
    """In the order in which they end."""
    waiting, running = iter(numbers), selectors.DefaultSelector()

    def start() -> None:
        number = next(waiting, None)
        if number is not None:
            reading = in_child(lambda: measured(case(seed, number)))
            running.register(reading, selectors.EVENT_READ, number)

    for _ in range(int(os.environ.get("KITH_BENCH_AT_ONCE", 0)) or os.cpu_count() or 1):
        start()
    while running.get_map():
        for key, _ in running.select():
            answer = os.read(int(key.fd), 10_000)
            running.unregister(key.fd)
            os.close(int(key.fd))
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
            yield _outcome(key.data, seed, answer)
            start()


def _outcome(number: int, seed: int, answer: bytes) -> Outcome:
    name = case(seed, number).name
    if not answer:
        return Outcome(number, name, problem=f"not done after {_GIVEN_UP} s")
    told = orjson.loads(answer)
    return Outcome(number, name, problem=told) if isinstance(told, str) else Outcome(number, name, *told)


def least(first: Outcome, seed: int) -> Outcome:
    """The same case at its quickest, where it was beyond the goal."""
    again = range(first.number, first.number + 1)
    runs = [first]
    while runs[-1].fails and len(runs) <= _AGAIN:
        runs += outcomes(again, seed)
    return min(runs, key=lambda one: (one.fails, one.worst))


def worst_kinds(done: list[Outcome], count: int) -> list[Outcome]:
    """The longest of each place, and what stands there at the longest."""
    kinds: dict[str, Outcome] = {}
    for one in sorted(done, key=lambda one: -one.worst):
        kinds.setdefault(" ".join(one.name.split()[:-1]), one)
    return list(kinds.values())[:count]


def main() -> None:
    """Print the worst."""
    logging.configure("WARNING")
    asked = [int(argument) for argument in sys.argv[1:]] + [CASES, SEED, 0][len(sys.argv) - 1 :]
    count, seed, first = asked
    measured(alone("Hello\n", Place.TEXT, 100))  # what is made once in a process is there
    done: list[Outcome] = []
    for one in outcomes(range(first, first + count), seed):
        done.append(least(one, seed))
        if done[-1].fails:
            print("beyond:", done[-1], flush=True)
        if len(done) % 500 == 0:
            print(f"{len(done)} done", flush=True)
    failed = [one for one in done if one.fails]
    seconds, memory = sorted(one.worst for one in done), sorted(one.memory for one in done)
    p99 = -(-99 * count // 100) - 1
    print(f"{count} cases of seed {seed} from {first}: {len(failed)} beyond {SECONDS} s or {MEMORY:.0f} MB")
    print(f"seconds of computing: p50 {seconds[count // 2]:.2f}, p99 {seconds[p99]:.2f}, max {seconds[-1]:.2f}")
    print(f"MB: p50 {memory[count // 2]:.0f}, p99 {memory[p99]:.0f}, max {memory[-1]:.0f}")
    print("the longest, one a kind:", *worst_kinds(done, _SHOWN), sep="\n")
    print("the largest:", *sorted(done, key=lambda one: -one.memory)[:_SHOWN], sep="\n")
    if failed:
        print("beyond, by place:", dict(Counter(one.name.split()[0] for one in failed)))


if __name__ == "__main__":
    leaving.run(main)
