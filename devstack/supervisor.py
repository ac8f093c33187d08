"""Keeps children running: a death is told, and mended a few times; a part that keeps dying ends the whole."""

import asyncio
from collections import deque
from collections.abc import Callable

from devstack import part as parts
from devstack.home import Home
from devstack.part import Part, PartFailed, Running
from devstack.processes import Command, Processes

MOST_DEATHS = 5
WITHIN = 60.0  # seconds

Say = Callable[[str], None]


class Supervisor:
    """The running parts of one data folder."""

    def __init__(self, home: Home, say: Say) -> None:
        self._home = home
        self._say = say
        self._processes = Processes(home)
        self._watchers: list[asyncio.Task[None]] = []
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self, *started: Part) -> None:
        """Start parts together, wait until all answer, and keep them running. Raises PartFailed."""
        try:
            async with asyncio.TaskGroup() as group:
                for part in started:
                    group.create_task(self._start(part))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None  # one sentence for a person: the first that went wrong

    async def run(self, name: str, command: Command) -> None:
        """Run a command to its end. Raises PartFailed with the end of its log where it fails."""
        process = await self._processes.start(name, command)
        status = await process.wait()
        await self._processes.stop(name)
        if status != 0:
            raise PartFailed(f"{name} failed. {parts.log_end(self._home, name)}")

    async def stop(self) -> None:
        """Stop every part, in the reverse order of stages."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        await self._processes.stop_all()

    async def _start(self, part: Part) -> None:
        running = await parts.start(part, self._processes, self._home)
        watcher = asyncio.create_task(self._watch(part.name, running))
        watcher.add_done_callback(self._watched)
        self._watchers.append(watcher)

    async def _watch(self, name: str, running: Running) -> None:
        deaths: deque[float] = deque()
        process = running.process
        clock = asyncio.get_running_loop().time
        while True:
            status = await process.wait()
            deaths.append(clock())
            log = self._home.log(name)
            while clock() - deaths[0] > WITHIN:
                deaths.popleft()
            if len(deaths) == MOST_DEATHS:
                raise PartFailed(f"{name} ended {MOST_DEATHS} times in a minute. {parts.log_end(self._home, name)}")
            self._say(f"{name} ended ({describe(status)}), starting it again. Its log: {log}")
            await asyncio.sleep(0.25 * 2 ** (len(deaths) - 1))
            await self._processes.stop(name)
            process = await self._processes.start(name, running.command)

    def _watched(self, watcher: asyncio.Task[None]) -> None:
        error = None if watcher.cancelled() else watcher.exception()
        if error and not self.failure.done():
            self.failure.set_exception(error)


def describe(status: int) -> str:
    """An exit status in words."""
    return f"killed by signal {-status}" if status < 0 else f"exit status {status}"
