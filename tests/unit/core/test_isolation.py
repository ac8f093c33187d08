"""Strangers' bytes in processes of their own: what they may take, and whom they may keep waiting."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable

import psutil
import pytest

from base.errors import Unavailable
from services.core.isolation import process
from services.core.isolation.child import DONE, READY
from services.core.isolation.failures import Bounds, Cause, Failure
from services.core.isolation.frames import BrokenFrame, FrameReader, encode
from services.core.isolation.jobs import Answer, Call, Job
from services.core.isolation.pool import Isolation
from services.core.isolation.process import Child

HERE = "tests.unit.core.isolated"
ECHO, BEHAVE, SURROUNDINGS = f"{HERE}:echo", f"{HERE}:behave", f"{HERE}:surroundings"
SMALL = Bounds(memory=128 * 2**20, seconds=1)


@pytest.fixture
async def isolation() -> AsyncIterator[Isolation]:
    found = Isolation(2, SMALL, slow=0.3)
    yield found
    await found.close()
    assert found.processes == 0


async def behave(
    isolation: Isolation, *how: str, key: str = "a", urgent: bool = False, seconds: float | None = None
) -> list[Answer]:
    items = [(one.encode(),) for one in how]
    return await isolation.map(BEHAVE, items, key=key, urgent=urgent, seconds=seconds)


def cause(answer: Answer) -> Cause | None:
    return answer.cause if isinstance(answer, Failure) else None


async def test_answers_come_in_the_order_of_what_was_asked(isolation: Isolation) -> None:
    assert isolation.processes == 0  # who asks nothing starts nothing
    items = [(str(number).encode() * (1 + number % 50) * 100,) for number in range(500)]

    assert await isolation.map(ECHO, items, key="a") == items
    assert isolation.processes == 2
    assert await isolation.map(ECHO, [], key="a") == []
    large = (b"x" * 60_000_000,)
    roomy = Isolation(1, Bounds())
    assert await roomy.run(ECHO, *large, key="a") == large
    await roomy.close()


@pytest.mark.parametrize(
    ("how", "expected", "words"),
    [
        ("fill 900000000", Cause.MEMORY, "reading it took more than 128 MB of memory"),
        ("compute", Cause.COMPUTING, "reading it took more than 1 seconds of computing"),
        ("sleep 60", Cause.TIME, "reading it took more than 3 seconds"),
        ("crash", Cause.CRASHED, "the program that reads it crashed (SIGSEGV)"),
        ("abort", Cause.CRASHED, "the program that reads it crashed (SIGABRT)"),
        ("exit 0", Cause.CRASHED, "the program that reads it crashed (status 0)"),
        ("raise secret", Cause.RAISED, "the program that reads it failed (ValueError)"),
        ("recurse", Cause.RAISED, "the program that reads it failed (RecursionError)"),
    ],
)
async def test_who_needs_too_much_is_alone_with_it(isolation: Isolation, how: str, expected: Cause, words: str) -> None:
    neighbours = [f"echo {number}" for number in range(40)]
    started = time.monotonic()

    seconds = 0.1 if expected is Cause.TIME else None
    found = await behave(isolation, *neighbours[:20], how, *neighbours[20:], seconds=seconds)

    failure = found.pop(20)
    assert isinstance(failure, Failure)
    assert failure.cause is expected
    assert str(failure) == words
    assert found == [(neighbour.encode(),) for neighbour in neighbours]
    assert time.monotonic() - started < 60
    assert await behave(isolation, "and on") == [(b"and on",)]


async def test_where_the_system_bounds_no_memory_the_parent_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        process, "_MAIN", process._MAIN.replace("main(", "import sys; sys.platform = 'macos'; main(", 1)
    )
    isolation = Isolation(1, SMALL)

    found = await behave(isolation, "hoard 100000000", "hoard 100000000", "hoard 100000000", "sleep 0.5", "echo")

    assert Cause.MEMORY in map(cause, found)
    assert found[-1] == (b"echo",)
    await isolation.close()


async def test_what_one_leaves_behind_is_not_put_down_to_the_next(isolation: Isolation) -> None:
    lonely = Isolation(1, SMALL)

    found = await behave(lonely, *["hoard 50000000"] * 6)

    assert [cause(answer) for answer in found] == [None] * 6
    await lonely.close()


async def test_nothing_that_follows_what_is_no_answer_is_one() -> None:
    """It comes in pieces: the answer before it must not be read anew with the next, as the next job's."""
    call = Call(BEHAVE, SMALL, "a", True, [None, None], asyncio.get_running_loop().create_future(), left=2)
    child = Child(SMALL.memory, lambda: None, lambda _: None)
    child.send([Job(call, 0, (b"first",)), Job(call, 1, (b"second",))])
    child.pipe_data_received(1, encode((READY,)))
    child.pipe_data_received(1, encode((DONE, b"first's")) + b"\xff" * 8)
    child.pipe_data_received(1, b"\xff" * 8 + encode((DONE, b"made up")))
    assert call.answers == [(b"first's",), None]
    assert child.failure is not None
    assert child.failure.cause is Cause.ANSWER


async def test_what_is_printed_or_made_up_is_no_answer(isolation: Isolation) -> None:
    printed, flood, after = await behave(isolation, "print x", "flood", "after")

    assert printed == (b"print x",)
    assert isinstance(flood, Failure)
    assert after == (b"after",)


async def test_a_slow_one_keeps_nobody_waiting() -> None:
    isolation = Isolation(2, Bounds(), slow=0.3)
    slow = asyncio.create_task(behave(isolation, *["spin 4"] * 4, key="mallory"))
    beside = asyncio.create_task(behave(isolation, "same", "same", key="mallory"))
    await asyncio.sleep(0.1)
    started = time.monotonic()

    assert await behave(isolation, *["other"] * 50, key="robin") == [(b"other",)] * 50

    assert time.monotonic() - started < 3
    assert isolation.processes <= 4
    assert not slow.done()
    slow.cancel()
    beside.cancel()
    await isolation.close()


async def test_on_a_busy_machine_nothing_is_slow_that_waits_for_the_processor(isolation: Isolation) -> None:
    """A child in place of each would have to be started, and would be as late: nothing would ever be read."""
    process_ids = await isolation.map(f"{HERE}:late", [()] * 12, key="a")
    assert len(set(process_ids)) <= 2


async def test_what_a_child_imports_is_no_jobs_computing() -> None:
    isolation = Isolation(1, SMALL, slow=0.3)
    found = await isolation.map(f"{HERE}_slowly:process_id", [()] * 4, key="a")
    assert len(set(found)) == 1, "a child for each would import it for each"
    await isolation.close()


async def test_everybody_gets_turns_and_a_person_the_next(isolation: Isolation) -> None:
    order: list[str] = []

    async def ask(key: str, count: int, *, urgent: bool = False) -> None:
        await behave(isolation, *["sleep 0.01"] * count, key=key, urgent=urgent)
        order.append(key)

    async with asyncio.TaskGroup() as group:
        group.create_task(ask("many", 300))
        await asyncio.sleep(0.05)
        group.create_task(ask("few", 10))
        group.create_task(ask("person", 10, urgent=True))

    assert order[-1] == "many"
    assert set(order[:2]) == {"few", "person"}


async def test_who_is_no_longer_waiting_costs_no_more_than_what_had_begun(isolation: Isolation) -> None:
    task = asyncio.create_task(behave(isolation, *["sleep 0.05"] * 1_000))
    await asyncio.sleep(0.5)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    started = time.monotonic()
    assert await behave(isolation, "next", key="b") == [(b"next",)]
    assert time.monotonic() - started < 10


async def test_children_know_no_secret_and_leave_signals_to_their_parent(
    isolation: Isolation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_KEK_URI", "file:///secret")

    names, files, pid = await isolation.run(SURROUNDINGS, key="a")  # type: ignore[misc]
    again = (await isolation.map(BEHAVE, [(b"interrupt",)], key="a"))[0]

    assert not {name for name in names.decode().split("\n") if name.startswith("KITH") or name == "HOME"}
    assert int(files) <= 8
    assert int(pid) != os.getpid()
    assert again == (b"interrupt",)


_PARENT = """
import asyncio, os, sys
from services.core.isolation.failures import Bounds
from services.core.isolation.pool import Isolation
async def main():
    isolation = Isolation(1, Bounds())
    (_, _, pid) = await isolation.run("tests.unit.core.isolated:surroundings", key="a")
    print(pid.decode(), flush=True)
    await isolation.run("tests.unit.core.isolated:behave", b"HOW", key="a")
asyncio.run(main())
"""


@pytest.mark.parametrize("how", ["sleep 100", "compute"])
def test_children_end_when_their_parent_is_killed(how: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT.replace("HOW", how)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    time.sleep(0.2)  # it is at work

    parent.kill()
    parent.wait()

    assert _until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 15)


def _until(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return True
        time.sleep(0.05)
    return False


async def test_a_child_that_does_not_start_is_an_outage_and_no_mails_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_MAIN", "raise SystemExit(3)")
    isolation = Isolation(2, SMALL)

    with pytest.raises(Unavailable, match="do not start"):
        await behave(isolation, "anything")
    await isolation.close()
    with pytest.raises(Unavailable):
        await behave(isolation, "anything")


async def test_closing_ends_the_children_and_tells_who_waits() -> None:
    isolation = Isolation(1, SMALL)
    task = asyncio.create_task(behave(isolation, "sleep 100"))
    await asyncio.sleep(0.5)

    await isolation.close()

    with pytest.raises(Unavailable):
        await task
    assert isolation.processes == 0


async def test_more_than_many_waiting_persons_are_refused(isolation: Isolation) -> None:
    with pytest.raises(Unavailable):
        await behave(isolation, *["echo"] * 1_001, urgent=True)


def test_frames_arrive_in_any_pieces() -> None:
    frames = [(b"a", b""), (), (b"x" * 300, b"y")]
    data = b"".join(map(encode, frames))
    for step in (1, 2, 7, 1_000):
        reader = FrameReader()
        found = [frame for start in range(0, len(data), step) for frame in reader.feed(data[start : start + step])]
        assert found == frames
    with pytest.raises(BrokenFrame):
        list(FrameReader().feed(b"\xff" * 100))
