"""A process that is told to end does so in its time, also where the servers that it talks to are gone."""

import asyncio
import signal
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable

import httpx

from api import server
from base.settings import Settings
from tests.commands import ROOT, argv, as_environment, environment
from tests.integration.core.wires import Wires
from tests.product import free_port

IN_TIME = server.ENDS + 5  # seconds: a loaded machine takes some itself
WORKER = 30  # seconds that a worker takes which has nothing on its way: far from its longest end


async def ended(process: Process, within: float) -> tuple[int, float]:
    """Exit status of a process that is told to end, and after how many seconds."""
    told = time.monotonic()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(within):
        status = await process.wait()
    return status, time.monotonic() - told


async def api_ends(settings: Settings, fail: Callable[[Wires], None]) -> int:
    wires, port = Wires(), free_port()
    async with wires.open(settings) as wired, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        given = environment(as_environment(wired) | {"KITH_PORT": str(port)})
        process = await asyncio.create_subprocess_exec(
            *argv("api"), cwd=ROOT, env=given, stdout=DEVNULL, stderr=DEVNULL
        )
        try:
            while True:
                try:
                    assert (await http.get("/readyz", timeout=60)).status_code == 200
                    break
                except httpx.ConnectError:
                    assert process.returncode is None
                    await asyncio.sleep(0.05)
            fail(wires)
            asking = asyncio.create_task(http.get("/readyz", timeout=60))  # somebody waits for an answer meanwhile
            await asyncio.sleep(1.5)  # whatever looks at the servers once a second has begun to
            status, _ = await ended(process, IN_TIME)
            await asyncio.wait([asking])
            return status
        finally:
            if process.returncode is None:
                process.kill()


async def test_an_api_ends_though_its_servers_are_gone(settings: Settings) -> None:
    """Whether they refuse connections, or nothing is heard of them any more."""
    gone, silent = await asyncio.gather(api_ends(settings, Wires.cut), api_ends(settings, Wires.silence))
    assert gone == 0
    assert silent in {0, 1}, "what cannot be closed is left"
