"""A process ends with the status that its work earned, and nothing of its output is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from base.settings import Settings
from devstack.ports import any_free
from tests import forked
from tests.commands import PATIENCE, ROOT, argv, as_environment, environment, kith, sentence

STARTED, STOPPED = "worker.started", "worker.stopped"


@contextmanager
def started(*arguments: str, settings: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`kith …`, its stderr to be read; ended for sure."""
    process = subprocess.Popen(argv(*arguments), cwd=ROOT, env=environment(settings), stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def stopped_worker(settings: Mapping[str, str]) -> tuple[int, str]:
    """Exit status and last line of the log of a worker that was told to stop once it ran."""
    with started("worker", settings=settings) as process:
        assert process.stderr is not None
        return stopped(process, process.stderr)


def stopped_fork(settings: Mapping[str, str]) -> tuple[int, str]:
    """The same of one that was forked: it ends as the others do, and need not import everything before."""
    read, write = os.pipe()
    with os.fdopen(read) as log:
        with os.fdopen(write, "w") as stderr:
            process = forked.start(("worker",), environment(settings), stderr, stderr)
        try:
            return stopped(process, log)
        finally:
            process.kill()


def stopped(process: subprocess.Popen[str] | forked.Process, log: Iterator[str]) -> tuple[int, str]:
    """A worker's, once it has said that it runs."""
    assert any(STARTED in line for line in log)
    process.send_signal(signal.SIGTERM)
    *_, last = log
    return process.wait(PATIENCE), last


def test_a_worker_that_is_told_to_stop_ends_with_0_every_time(settings: Settings) -> None:
    """With an ordinary end, about one in four ends with 134 or 139: nine of ten such tests would see it."""
    given = as_environment(settings)
    with ThreadPoolExecutor(3) as threads:
        ended = list(threads.map(lambda stops: stops(given), [stopped_worker, *[stopped_fork] * 3] * 2))
    assert [status for status, _ in ended] == [0] * 8
    assert all(STOPPED in last for _, last in ended)


def test_a_worker_that_cannot_start_ends_with_1_and_says_why(settings: Settings) -> None:
    nobody = as_environment(settings) | {"KITH_REDIS_URL": f"redis://127.0.0.1:{any_free()}/0"}
    assert "KITH_REDIS_URL" in sentence(kith("worker", settings=nobody, anew=True))
    assert "there are only" in sentence(kith("worker", "--role", "none", settings=as_environment(settings)))


def test_a_misspelt_command_ends_with_2() -> None:
    misspelt = kith("wrker", settings={}, anew=True)
    assert misspelt.returncode == 2
    assert "No such command" in misspelt.stderr


def test_an_api_keeps_idle_connections_and_ends_with_0_when_told_to_stop(settings: Settings) -> None:
    port = any_free()
    given = as_environment(settings) | {"KITH_PORT": str(port)}
    with started("api", settings=given) as process:
        late = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None
            assert time.monotonic() < late
            idle = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                idle.request("GET", "/healthz")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        assert idle.getresponse().read()
        time.sleep(6)  # uvicorn's own default is 5: a proxy would send its next request into a closed connection
        idle.request("GET", "/healthz")
        assert idle.getresponse().status == 200
        idle.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("ending", "status", "error"),
    [
        ("pass", 0, ""),
        ("sys.exit(3)", 3, ""),
        ("sys.exit('no')", 1, "no"),
        ("raise ValueError('odd')", 1, "ValueError: odd"),
        ("raise KeyboardInterrupt", 130, ""),
    ],
)
def test_what_a_program_printed_and_registered_is_done_before_it_ends(ending: str, status: int, error: str) -> None:
    program = f"""
import atexit, sys
from base import leaving
def main():
    atexit.register(lambda: print("closed"))
    print("x" * 100_000)
    {ending}
leaving.run(main)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, "x" * 100_000 + "\nclosed\n")
    assert error in done.stderr


def test_lost_output_is_no_success() -> None:
    program = "from base import leaving; leaving.run(lambda: print('x'))"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=full, check=False)
    assert done.returncode != 0


@pytest.mark.parametrize(
    ("workers", "chosen", "status", "said"),
    [("0", "good", 0, "1 passed"), ("0", "none", 5, "2 deselected"), ("1", "bad", 1, "1 failed")],
)
def test_a_test_session_ends_with_its_own_status(
    tmp_path: Path, workers: str, chosen: str, status: int, said: str
) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_some.py").write_text("def test_good(): pass\n\ndef test_bad(): assert False\n")
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-k", chosen, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout
    assert "crashed" not in done.stdout
