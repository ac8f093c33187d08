"""Kith as it runs for real, under a benchmark: simulator, API and one worker of each role, a process each.

What is measured is all of it: also PostgreSQL, Redis and Temporal, each with its children.
"""

import asyncio
import contextlib
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
from pydantic import SecretStr
from temporalio.client import Client

from base.settings import Settings
from devstack.ports import any_free
from devstack.simulator.config import SimulatorConfig
from tests.commands import ROOT, argv, as_environment, environment
from tests.product import FAST, OWNER, Browser, Simulator, with_google
from tests.stack import Stack
from workers.roles import ROLES

SIMULATOR = "simulator"  # in the place of Google: nobody runs it


@dataclass
class Bench:
    """What a benchmark talks to."""

    url: str
    gmail: Simulator
    temporal: Client
    metrics_url: str  # of the Temporal server, in Prometheus's format
    settings: Settings
    processes: dict[str, psutil.Process] = field(default_factory=dict)

    def browser(self) -> Browser:
        """Somebody at the page."""
        return Browser(self.url)

    def cpu_seconds(self) -> dict[str, float]:
        """What each process and its children have used so far."""
        return {
            name: sum(process.cpu_times()[:4]) + _of_children(process, _cpu) for name, process in self.processes.items()
        }

    @contextlib.asynccontextmanager
    async def memory(self) -> AsyncIterator[dict[str, float]]:
        """The most memory (RSS, MB) of each process with its children in this block, looked at twice a second."""
        most = dict.fromkeys(self.processes, 0.0)

        async def look() -> None:
            while True:
                for name, process in self.processes.items():
                    most[name] = max(most[name], _memory(process) + _of_children(process, _memory))
                await asyncio.sleep(0.5)

        looking = asyncio.create_task(look())
        try:
            yield most
        finally:
            looking.cancel()

    async def history_events(self, browser: Browser) -> int:
        """Events of every workflow of this user."""
        events = 0
        for job in await browser.every("jobs"):
            handle = self.temporal.get_workflow_handle(job["id"], run_id=job["run_id"])
            events += len((await handle.fetch_history()).events)
        return events


def _cpu(process: psutil.Process) -> float:
    return float(sum(process.cpu_times()[:2]))


def _memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


def _of_children(process: psutil.Process, measure: Callable[[psutil.Process], float]) -> float:
    """Of those that live: they read mail in isolation, or serve a connection of the database."""
    total = 0.0
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += measure(child)
    return total


@contextlib.asynccontextmanager
async def running(
    folder: Path, mbox: Path, quota: str = FAST, others: Mapping[str, Path] | None = None, **changed: Any
) -> AsyncIterator[Bench]:
    """Everything, with `mbox` as the mail of OWNER, and `others` by address; ended for sure when the block ends.

    `changed` are settings of Kith.
    """
    stack = Stack(folder)
    async with contextlib.AsyncExitStack() as ending:
        ending.push_async_callback(stack.stop)
        temporal = await stack.temporal()
        database = await ending.enter_async_context(stack.database())
        config = SimulatorConfig(data=folder / "gmail", quota=quota, port=any_free())
        gmail = Simulator(f"http://127.0.0.1:{config.port}", config)
        ending.push_async_callback(gmail.http.aclose)
        port = any_free()
        settings = with_google(
            database.model_copy(
                update={
                    "home": folder,
                    "redis_url": SecretStr(await stack.redis_url()),
                    "temporal_address": temporal.address,
                    "temporal_namespace": temporal.namespace,
                    "log_level": "WARNING",
                }
                | changed
            ),
            gmail,
            port,
            quota,
        )
        url = f"http://127.0.0.1:{port}"
        bench = Bench(url, gmail, temporal.client, temporal.metrics_url, settings)
        accounts = {OWNER: mbox} | dict(others or {})
        commands = {
            SIMULATOR: (
                *("gmail-simulator", "--data", str(config.data), "--port", str(config.port)),
                *(option for email, file in accounts.items() for option in ("--account", f"{email}={file}")),
                *("--push-url", f"{url}/gmail/push"),
            ),
            "api": ("api",),
            **{f"worker-{role}": ("worker", "--role", role) for role in ROLES},
        }
        for name, arguments in commands.items():
            process = _start(argv(*arguments), environment(as_environment(settings)))
            ending.callback(_end, process)
            bench.processes[name] = psutil.Process(process.pid)
        bench.processes |= {name: psutil.Process(pid) for name, pid in stack.pids().items()}
        await _ready(f"{gmail.url}/.well-known/openid-configuration", 600)
        await _ready(f"{url}/readyz", 60)
        yield bench


def _start(command: list[str], variables: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env=variables)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


async def until(holds: Callable[[], Awaitable[bool]], every: float = 0.02) -> None:
    """Wait until it holds."""
    while True:
        if await holds():
            return
        await asyncio.sleep(every)


async def idle(browser: Browser) -> None:
    """Wait until no job of this user runs."""

    async def none_runs() -> bool:
        return not any(job["state"] == "running" for job in await browser.every("jobs"))

    await until(none_runs, 0.2)


async def _ready(url: str, seconds: float) -> None:
    async with asyncio.timeout(seconds), httpx.AsyncClient() as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(url)).is_success:
                    return
            await asyncio.sleep(0.1)
