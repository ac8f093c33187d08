"""`kith dev`: everything that Kith needs, in one command, until it is told to stop."""

import asyncio
import contextlib
import json
import os
import signal
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from base.errors import InvalidSettings, KithError
from base.settings import ENDPOINTS, Settings, load
from devstack import leftovers, temporal_binary
from devstack.demo_sync import DemoSync, Summary
from devstack.endpoints import is_set
from devstack.home import Home
from devstack.stack import Stack
from devstack.supervisor import Supervisor
from devstack.terminal import Terminal


def dev(until_synced: bool) -> int:
    """Run the stack until SIGINT or SIGTERM, or until the demo mailbox is synced. Returns the exit status.

    Raises KithError where it cannot start, or where the demo cannot be synced and that was asked for.
    """
    terminal = Terminal()
    home = Home(Path(os.environ.get("KITH_HOME") or Settings.model_fields["home"].default))
    with home.lock():
        # Those of a run that was killed: they would look like settings of the user's.
        home.remove(ENDPOINTS)
        settings = load(home=home.path)
        for name in leftovers.end(home):
            terminal.say(f"Stopped {name}, left over from a run that was killed")
        # Getting the CLI may take minutes, and is not done in the event loop: Ctrl-C and TERM end it at once.
        signal.signal(signal.SIGTERM, _leave)
        cli = None if is_set("temporal_address") else temporal_binary.find(settings.temporal_cli, terminal.say)
        summary = asyncio.run(_Run(settings, home, terminal, until_synced).until_told(cli))
    if not until_synced:
        return 0
    if summary is None:
        terminal.say("Stopped before the mailbox was synced")
        return 1
    terminal.say(json.dumps(summary.figures()))
    return 0


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


class _Run:
    """One run of the stack."""

    def __init__(self, settings: Settings, home: Home, terminal: Terminal, until_synced: bool) -> None:
        self._settings = settings
        self._home = home
        self._terminal = terminal
        self._until_synced = until_synced

    async def until_told(self, cli: Path | None) -> Summary | None:
        """Start, work, wait, and stop every child whatever happens. The summary, once the mailbox is synced."""
        told = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, told.set)
        supervisor = Supervisor(self._home, self._terminal.say)
        stack = Stack(self._settings, self._home, cli, self._terminal.say)
        work = asyncio.create_task(self._work(stack, supervisor))
        stop = asyncio.create_task(told.wait())
        try:
            ends: list[asyncio.Future[Any]] = [work, stop, supervisor.failure]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if supervisor.failure.done():
                supervisor.failure.result()
            return await work if work.done() else None
        finally:
            work.cancel()
            stop.cancel()
            await asyncio.gather(work, stop, return_exceptions=True)
            # A terminal that is gone must not keep the children from being stopped.
            with contextlib.suppress(OSError):
                self._terminal.say("Stopping")
            await supervisor.stop()
            stack.endpoints.remove()

    async def _work(self, stack: Stack, supervisor: Supervisor) -> Summary:
        self._terminal.say(f"Starting Kith; its data and logs are in {self._home.path}")
        await stack.start(supervisor)
        self._terminal.table("Kith is ready", stack.urls())
        self._terminal.say(stack.way_in())
        if stack.simulator is None:
            if self._until_synced:
                raise InvalidSettings("Only the demo mailbox can be waited for: unset KITH_GMAIL_URL and others.")
        else:
            try:
                summary = await DemoSync(stack.public_url, stack.simulator.demo, self._home, self._terminal).run()
            except KithError as error:
                if self._until_synced:
                    raise
                self._terminal.say(error.detail)
            else:
                if self._until_synced:
                    return summary
            self._terminal.say(stack.way_in())
        self._terminal.say("Ctrl-C stops everything; nothing is lost")
        told: asyncio.Future[Summary] = asyncio.get_running_loop().create_future()
        return await told  # never: whoever waits for us ends this
