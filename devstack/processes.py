"""Child processes: a session and a log each, recorded on disk so that a later start can end what was left over."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil

from devstack.home import Home

RUN = "run.json"
PATIENCE = 20.0  # seconds that a child has to stop by itself


@dataclass(frozen=True)
class Command:
    """What to run, and how to stop it. `user` is an id to run as (root only)."""

    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    user: int | None = None
    unshared: bool = False


class Processes:
    """The children of one supervisor on one data folder."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._running: dict[str, tuple[Process, Command]] = {}

    async def start(self, name: str, command: Command) -> Process:
        """Start a child in a session of its own, with its output appended to its log."""
        options: dict[str, Any] = {}
        if command.user is not None:
            options = {"user": command.user, "group": command.user, "extra_groups": []}
        with self._home.log(name).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *_wrapped(command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **command.env},
                start_new_session=True,
                **options,
            )
        self._running[name] = (process, command)
        self._record(name, process.pid, command)
        return process

    async def stop(self, name: str, patience: float = PATIENCE) -> None:
        """Ask a child to stop, wait, then kill it with all its descendants."""
        process, command = self._running.pop(name)
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(command.stop_signal)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), patience)
        _end_session(process.pid)
        await process.wait()
        self._forget(name)

    async def stop_all(self) -> None:
        """Stop every child, the last started first."""
        for name in reversed(list(self._running)):
            await self.stop(name)

    def end_leftovers(self) -> list[str]:
        """End what a killed supervisor left running here, by pid and start time only. Returns the names.

        Stops in the reverse order of their start: Postgres and Temporal after what uses them.
        """
        records = self._home.read(RUN)
        ended = [name for name in reversed(records) if _end_recorded(records[name])]
        self._home.remove(RUN)
        return ended

    def _record(self, name: str, pid: int, command: Command) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):  # it is gone already: whoever waits for it will say so
            values = {
                "pid": pid,
                "created": psutil.Process(pid).create_time(),
                "argv": list(command.argv),
                "signal": int(command.stop_signal),
            }
            self._home.write(RUN, {**self._home.read(RUN), name: values})

    def _forget(self, name: str) -> None:
        records = self._home.read(RUN)
        if records.pop(name, None):
            self._home.write(RUN, records)


def _wrapped(command: Command) -> list[str]:
    """On Linux a child also gets its stop signal from the kernel when the supervisor is killed."""
    argv = list(command.argv)
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    if setpriv:
        argv = [setpriv, "--pdeathsig", command.stop_signal.name.removeprefix("SIG"), "--", *argv]
    if command.unshared:  # outermost: entering a user namespace would clear the signal
        argv = ["unshare", "--user", "--map-user=1000", "--", *argv]
    return argv


def _end_recorded(record: dict[str, Any]) -> bool:
    """End the process of a record if it is still that process. True where there was one."""
    try:
        process = psutil.Process(record["pid"])
        same = abs(process.create_time() - record["created"]) < 1 and process.status() != psutil.STATUS_ZOMBIE
        # While it starts, the command line is still that of unshare or setpriv, which ends with the command.
        if not same or record["argv"][0] not in process.cmdline():
            return False
        process.send_signal(record["signal"])
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(PATIENCE)
        _end_session(process.pid)
    except psutil.NoSuchProcess:
        return True
    return True


def _end_session(leader: int) -> None:
    """Kill what is left of a child's process group, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _group_lives(leader):
        time.sleep(0.02)


def _group_lives(leader: int) -> bool:
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if os.getpgid(process.pid) == leader and process.info["status"] != psutil.STATUS_ZOMBIE:
                return True
    return False
