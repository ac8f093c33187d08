"""The `kith` command in a process of its own that need not import everything first.

To import what a worker needs takes two seconds of processor, and tests start many. `python -m tests.forked` imports
once and forks itself for each; from `python -m cli` on, all is as it is for anybody. Whoever tests the start itself,
or what is loaded by it, starts `kith` anew.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn

PATIENCE = 120  # seconds after which a command that should have ended has failed
ROOT = Path(__file__).parents[1]
# What commands import once it is known which it is.
_LOADED = "api.server", "workers.run", "models.migrations.run", "devstack.progress", "devstack.terminal"
_ONE = threading.Lock()  # several threads may start commands


class Process:
    """A process that was started: what tests need of `subprocess.Popen`."""

    def __init__(self, control: socket.socket) -> None:
        """Whoever forked it says on `control` its number and, in the end, its status."""
        self._control = control
        self.pid = self._said()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status as `subprocess` has it, or None while it runs."""
        with contextlib.suppress(TimeoutError):
            self.wait(0)
        return self.returncode

    def wait(self, seconds: float = PATIENCE) -> int:
        """Its exit status once it has ended. Raises TimeoutError."""
        if self.returncode is None:
            end = select.poll()
            end.register(self._control, select.POLLIN)
            if not end.poll(seconds * 1000):
                raise TimeoutError
            self.returncode = self._said()
            self._control.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Nothing for one that has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.send_signal(signal.SIGKILL)

    def _said(self) -> int:
        said = b""
        while not said.endswith(b"\n"):
            more = self._control.recv(1)
            assert more, "whoever forked it is gone"
            said += more
        return int(said)


def start(arguments: tuple[str, ...], env: Mapping[str, str], stdout: IO[Any], stderr: IO[Any]) -> Process:
    """`kith …` with this environment and nothing else, its output to these files."""
    ours, theirs = socket.socketpair()
    with theirs, _ONE:
        socket.send_fds(_server()[0], [b"!"], [theirs.fileno()])
    asked = json.dumps({"arguments": arguments, "env": dict(env)}).encode()
    socket.send_fds(ours, [b"!"], [stdout.fileno(), stderr.fileno()])
    ours.sendall(asked + b"\n")
    return Process(ours)


@cache
def _server() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """A line to the process that forks, which ends with this one: that closes the line."""
    ours, theirs = socket.socketpair()
    with theirs:
        return ours, subprocess.Popen([sys.executable, "-m", "tests.forked"], cwd=ROOT, stdin=theirs.fileno())


def serve() -> None:
    """Import everything, and fork for each that is asked for on stdin, until nobody can ask any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those who watch a process: nobody waits for them
    gc.disable()
    for name in _LOADED:
        importlib.import_module(name)
    gc.freeze()
    assert threading.active_count() == 1, "something that is imported has started a thread, which no fork has"
    with socket.socket(fileno=os.dup(0)) as line:
        while True:
            _, asked, _, _ = socket.recv_fds(line, 1, 1)
            if not asked:
                return
            if os.fork() == 0:
                line.close()
                _watch(socket.socket(fileno=asked[0]))
            os.close(asked[0])


def _watch(control: socket.socket) -> NoReturn:
    """Fork the process itself, and tell how it ends. Until it was heard, no other process has its number."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, output, _, _ = socket.recv_fds(control, 1, 2)
    with control.makefile() as words:
        asked = json.loads(words.readline())
    pid = os.fork()
    if pid == 0:
        control.close()
        _become(asked["arguments"], asked["env"], output)
    for file in output:  # whoever reads it waits until nobody has it
        os.close(file)
    control.sendall(f"{pid}\n".encode())
    ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert ended is not None
    status = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
    with contextlib.suppress(OSError):
        control.sendall(f"{status}\n".encode())
        control.recv(1)
    os._exit(0)


def _become(arguments: list[str], env: dict[str, str], output: list[int]) -> NoReturn:
    """`python -m cli …`, which ends its process by itself."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, file in enumerate((nothing, *output)):
            os.dup2(file, number)
            os.close(file)
        os.environ.clear()
        os.environ.update(env)
        gc.enable()
        sys.argv = ["cli", *arguments]
        runpy.run_module("cli", run_name="__main__", alter_sys=True)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


if __name__ == "__main__":
    serve()
