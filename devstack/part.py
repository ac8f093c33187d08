"""What the supervisor knows of a child: how to start it, and how to tell that it answers."""

import asyncio
from asyncio.subprocess import Process
from dataclasses import dataclass
from typing import Protocol

from base.errors import KithError
from devstack.home import Home
from devstack.processes import Command, Processes

ATTEMPTS = 3  # another program may take a port between our look at it and the server's


class PartFailed(KithError):
    """A part of the dev stack does not run."""


class Part(Protocol):
    """A server or a worker."""

    @property
    def name(self) -> str:
        """What it is called in messages, and its log's name."""

    def prepare(self) -> Command:
        """Create what is missing, choose ports, and say what to run. Blocks; called before each attempt to start."""

    async def ready(self, pid: int) -> None:
        """Return when the process answers a real request. Raises anything while it does not."""


@dataclass(frozen=True)
class Running:
    """A part that answers, and how it was started."""

    process: Process
    command: Command


async def start(part: Part, processes: Processes, home: Home, patience: float = 30) -> Running:
    """Start a part and wait until it answers. Raises PartFailed, with the end of its log."""
    for _ in range(ATTEMPTS):
        command = await asyncio.to_thread(part.prepare)
        process = await processes.start(part.name, command)
        if await wait_ready(part, process, patience):
            return Running(process, command)
        ended = process.returncode is not None
        await processes.stop(part.name)
        if not ended:
            raise PartFailed(f"{part.name} does not answer after {patience:.0f} s. {log_end(home, part.name)}")
    raise PartFailed(f"{part.name} does not start. {log_end(home, part.name)}")


async def wait_ready(part: Part, process: Process, patience: float) -> bool:
    """True once the part answers, False when its process ends first or `patience` (seconds) is over."""
    ended = asyncio.create_task(process.wait())
    try:
        async with asyncio.timeout(patience):
            while not ended.done():
                try:
                    await part.ready(process.pid)
                except Exception:  # not yet: the process and the clock decide
                    await asyncio.wait({ended}, timeout=0.05)
                else:
                    return True
    except TimeoutError:
        return False
    finally:
        ended.cancel()
    return False


def log_end(home: Home, name: str, lines: int = 5) -> str:
    """Where a part's log is, and its last lines."""
    log = home.log(name)
    try:
        last = log.read_text(errors="replace").splitlines()[-lines:]
    except FileNotFoundError:
        last = []
    return "\n  ".join([f"The end of {log}:", *last])
