"""What the supervisor knows of an embedded server: how to start it, and how to tell that it answers."""

import asyncio
from asyncio.subprocess import Process
from typing import Protocol

from base.errors import KithError
from devstack.home import Home
from devstack.processes import Command, Processes

ATTEMPTS = 3  # another program may take a port between our look at it and the server's


class PartFailed(KithError):
    """A part of the dev stack does not start."""


class Part(Protocol):
    """An embedded server."""

    name: str

    def prepare(self) -> Command:
        """Create what is missing, choose ports, and say what to run. Blocks; called before every first start."""

    async def ready(self) -> None:
        """Return when the server answers a real request. Raises anything while it does not."""


async def start(part: Part, processes: Processes, home: Home, patience: float = 30) -> Process:
    """Start a part and wait until it answers. Raises PartFailed, with the end of its log."""
    for _ in range(ATTEMPTS):
        command = await asyncio.to_thread(part.prepare)
        process = await processes.start(part.name, command)
        if await wait_ready(part, process, patience):
            return process
        await processes.stop(part.name)
    log = home.log(part.name)
    tail = "\n  ".join(log.read_text(errors="replace").splitlines()[-5:])
    raise PartFailed(f"{part.name} does not start. The end of {log}:\n  {tail}")


async def wait_ready(part: Part, process: Process, patience: float) -> bool:
    """True once the part answers, False when its process ends first or `patience` (seconds) is over."""
    ended = asyncio.create_task(process.wait())
    try:
        async with asyncio.timeout(patience):
            while not ended.done():
                try:
                    await part.ready()
                except Exception:  # not yet: the process and the clock decide
                    await asyncio.wait({ended}, timeout=0.05)
                else:
                    return True
    except TimeoutError:
        return False
    finally:
        ended.cancel()
    return False
