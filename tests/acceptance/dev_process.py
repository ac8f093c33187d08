"""`kith dev` as a process: what it says, what it started, and what is in its database."""

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import psycopg

from devstack.home import Home
from tests.commands import PATIENCE, ROOT, argv, environment

Rows = list[tuple[Any, ...]]


def alive(home: Path) -> list[str]:
    """The command lines of processes that work on this data folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            ours = process.environ().get("KITH_HOME") == str(home) or any(str(home) in word for word in words)
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(words))
    return found


class Dev:
    """A running `kith dev`."""

    def __init__(self, home: Path, process: subprocess.Popen[bytes], output: Path) -> None:
        self.home = home
        self.process = process
        self._output = output

    @property
    def said(self) -> str:
        """Everything on stdout and stderr so far."""
        return self._output.read_text()

    def until_said(self, text: str) -> None:
        """Wait until it says this."""
        self._until(lambda: text in self.said, f"it does not say {text!r}")

    def until_stored(self, least: int) -> int:
        """Wait until so many messages are stored. Returns how many were."""
        stored = 0

        def enough() -> bool:
            nonlocal stored
            with contextlib.suppress(psycopg.Error):
                stored = int(self.rows("SELECT count(*) FROM messages")[0][0])
            return stored >= least

        self.until_said("Kith is ready")
        self._until(enough, f"it does not store {least} messages", every=0.1)  # each look is a new connection
        return stored

    def end(self, number: int) -> int:
        """Send a signal, and wait for the end. Returns the exit status."""
        os.kill(self.process.pid, number)
        return self.process.wait(PATIENCE)

    def endpoints(self) -> dict[str, Any]:
        """What it tells the commands beside it."""
        found: dict[str, Any] = json.loads((self.home / "endpoints.json").read_text())
        return found

    def rows(self, query: str) -> Rows:
        """Ask its database as the superuser, who sees every user's rows."""
        place = self.endpoints()["database_url"].rpartition("@")[2]
        url = f"postgresql://postgres:{Home(self.home).secret('postgres')}@{place}"
        with psycopg.connect(url) as connection:
            return connection.execute(query.encode()).fetchall()

    def _until(self, ready: Any, otherwise: str, every: float = 0.02) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            assert self.process.poll() is None, f"it ended:\n{self.said}"
            assert time.monotonic() < deadline, f"{otherwise}:\n{self.said}"
            time.sleep(every)


@contextlib.contextmanager
def dev(home: Path, settings: Mapping[str, str]) -> Iterator[Dev]:
    """`kith dev` on a data folder; killed with all that it started if a test leaves it running."""
    output = home.with_name(f"{home.name}-{time.monotonic_ns()}.log")
    with output.open("wb") as log:
        process = subprocess.Popen(
            argv("dev"),
            cwd=ROOT,
            env=environment({"KITH_HOME": str(home), **settings}),
            stdout=log,
            stderr=log,
        )
    try:
        yield Dev(home, process, output)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)
