"""Fixtures for every test: real servers, each test with a database, a Redis number and a namespace of its own."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from xdist.scheduler import LoadFileScheduling

from base import leaving, logging
from base.background import beside
from base.settings import PREFIX, Settings
from services.core import wiring
from services.core.isolation.failures import Bounds
from services.core.isolation.pool import Isolation
from tests import hanging
from tests.stack import Stack, TemporalNamespace

# Thousands of tests are collected, and none is garbage until the end: searching them took a fifth of it, each time.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on garbage is searched, among what tests make: a twentieth of all work, as often as is usual."""
    gc.freeze()
    gc.set_threshold(10_000)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_the_developer() -> Iterator[None]:
    """Tests see only what they set themselves."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """The product's own logging: structlog's default prints every local variable of every frame."""
    logging.configure("WARNING")


@pytest.fixture(scope="session", autouse=True)
async def hanging_tests_say_where(pytestconfig: pytest.Config) -> AsyncIterator[None]:
    """Each process of tests has one event loop, which lives as long as this."""
    async with beside(hanging.watch(pytestconfig)):
        yield


@pytest.fixture(scope="session", autouse=True)
async def parsers() -> AsyncIterator[None]:
    """Products with the same bounds share their parsers: to start some takes as much computing as a small test."""
    pools: dict[tuple[int, Bounds], Isolation] = {}

    def shared(children: int, bounds: Bounds) -> Isolation:
        return pools.setdefault((children, bounds), _Lasting(children, bounds))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "Isolation", shared)
        yield
    for pool in pools.values():
        await Isolation.close(pool)


class _Lasting(Isolation):
    async def close(self) -> None:
        """Others use it."""


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The servers of this session. Nothing starts until it is asked for."""
    stack = Stack(tmp_path_factory.mktemp("stack"))
    yield stack
    await stack.stop()


@pytest.fixture
async def database(stack: Stack, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings with a fresh, migrated database: `database_url` as kith_app, `database_owner_url` as kith_owner."""
    async with stack.database() as settings:
        yield settings.model_copy(update={"home": tmp_path})


@pytest.fixture
async def redis_url(stack: Stack) -> str:
    """An empty Redis database."""
    return await stack.redis_url()


@pytest.fixture
async def temporal(stack: Stack) -> TemporalNamespace:
    """A fresh namespace on a real Temporal, and a client for it."""
    return await stack.temporal()


@pytest.fixture
def settings(database: Settings, redis_url: str, temporal: TemporalNamespace) -> Settings:
    """Everything the product needs: database, Redis, Temporal, and a data folder."""
    return database.model_copy(
        update={
            "redis_url": SecretStr(redis_url),
            "temporal_address": temporal.address,
            "temporal_namespace": temporal.namespace,
            "temporal_ui_url": temporal.ui_url,
        }
    )


class BySetup(LoadFileScheduling):  # type: ignore[misc]  # it is not typed
    """The tests of a file go to one process; those with a browser to two, each of which copies their mailbox once.

    By the name of their file: all in one would be at it still when nothing else is left to do.
    """

    def _split_scope(self, nodeid: str) -> str:
        browser = "tests/e2e/test_"
        if nodeid.startswith(browser):
            return f"{browser}[a-o]" if nodeid < f"{browser}p" else f"{browser}[p-z]"
        return str(super()._split_scope(nodeid))

    def _reschedule(self, node: Any) -> None:
        """A new process gets work once it knows the tests, though another one ends before that."""
        if node in self.registered_collections:
            super()._reschedule(node)

    def remove_node(self, node: Any) -> str | None:
        """A test that ended its process has failed; the next process does not try it again, as xdist has it."""
        for unit in self.assigned_work[node].values():
            for nodeid, done in unit.items():
                if not done:
                    unit[nodeid] = True
                    super().remove_node(node)
                    return str(nodeid)
        return super().remove_node(node)  # type: ignore[no-any-return]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """For `--dist loadfile`, as `make test` has it."""
    return BySetup(config, log) if config.getoption("dist") == "loadfile" else None


_SESSION = pytest.StashKey[pytest.Session]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Its exit status is known when everything else has ended."""
    session.config.stash[_SESSION] = session


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The tests' processes, xdist's workers too, end as the product's do: `base.leaving` says why."""
    session = config.stash.get(_SESSION, None)
    if session is not None:
        leaving.leave(int(session.exitstatus))
