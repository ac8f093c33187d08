"""Child processes: a session and a log each, recorded on disk so that a later start can end what was left over."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil

from devstack import leftovers
from devstack.home import Home

PATIENCE = 20.0  # seconds that a child has to stop by itself


@dataclass(frozen=True)
class Command:
    """What to run, and how to stop it.

    `stage` orders the stopping: the highest stage first, all of one stage together. `user` is an id to run as,
    `unshared` runs it as an ordinary user of a namespace of its own (both for root only).
    """

    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    stage: int = 0
    user: int | None = None
    unshared: bool = False

    def full_argv(self) -> list[str]:
        """The command line with what wraps it. Every wrapper replaces itself, so the child's pid is the program's."""
        argv = list(self.argv)
        setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
        if setpriv:  # the kernel passes the stop signal on when the supervisor is killed
            argv = [setpriv, "--pdeathsig", self.stop_signal.name.removeprefix("SIG"), "--", *argv]
        if self.unshared:  # outermost: entering a user namespace would clear the signal
            argv = ["unshare", "--user", "--map-user=1000", "--", *argv]
        return argv

    def popen_options(self) -> dict[str, Any]:
        """The options that `subprocess` needs to run it as its user."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": [], "cwd": "/"}


class Processes:
    """The children of one supervisor on one data folder."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._running: dict[str, tuple[Process, Command]] = {}

    async def start(self, name: str, command: Command) -> Process:
        """Start a child in a session of its own, its output appended to its log; a name is used again once stopped."""
        with self._home.log(name).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command.full_argv(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **command.env},
                start_new_session=True,
                **command.popen_options(),
            )
        self._running[name] = (process, command)
        with contextlib.suppress(psutil.NoSuchProcess):  # gone already: whoever waits for it will say so
            leftovers.record(self._home, name, process.pid, command.argv, command.stop_signal, command.stage)
        return process

    async def stop(self, name: str, patience: float = PATIENCE) -> None:
        """Ask a child to stop, wait, then kill it with all its descendants. Nothing for a child that is stopped."""
        if name not in self._running:
            return
        process, command = self._running.pop(name)
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(command.stop_signal)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await process.wait()
        await asyncio.to_thread(leftovers.end_group, process.pid)
        await process.wait()
        leftovers.forget(self._home, name)

    async def stop_all(self, patience: float = PATIENCE) -> None:
        """Stop every child: the last stage first, the children of a stage together."""
        while self._running:
            last = max(command.stage for _, command in self._running.values())
            names = [name for name, (_, command) in self._running.items() if command.stage == last]
            await asyncio.gather(*(self.stop(name, patience) for name in names))
