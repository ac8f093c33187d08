"""A process that is told to end does so in its time, also where the servers that it talks to are gone."""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable

import httpx

from base.settings import Settings
from devstack.ports import any_free
from tests.commands import ROOT, as_environment, environment
from tests.integration.core.wires import Wires

# `kith api`, whose times are shorter than they are in use: one second for what is answered, three for all else.
API = "from api import server; server._ANSWERING, server.ENDS = 1, 4; from cli import main; main()"
IN_TIME = 4 + 5  # seconds: a busy machine takes some itself


async def ended(process: Process) -> int:
    """Exit status of a process that is told to end."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(IN_TIME):
        return await process.wait()


async def api_ends(settings: Settings, fail: Callable[[Wires], None]) -> int:
    wires, port = Wires(), any_free()
    async with wires.open(settings) as wired, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        given = environment(as_environment(wired) | {"KITH_PORT": str(port)})
        words = sys.executable, "-c", API, "api"
        process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, env=given, stdout=DEVNULL, stderr=DEVNULL)
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
            status = await ended(process)
            await asyncio.wait([asking])
            return status
        finally:
            if process.returncode is None:
                process.kill()


async def test_an_api_ends_though_its_servers_are_gone(settings: Settings) -> None:
    """Whether they refuse connections, or nothing is heard of them any more: what cannot be closed is left then."""
    gone, silent = await asyncio.gather(api_ends(settings, Wires.cut), api_ends(settings, Wires.silence))
    assert (gone, silent) == (0, 1)
