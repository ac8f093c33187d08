"""What tests of services share."""

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from base.settings import Settings
from devstack.vendors.server import running
from devstack.vendors.world import World
from services.wiring import Services


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[Services]:
    """All of them, on fresh servers."""
    found = await Services.build(settings)
    yield found
    await found.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """A connection to an empty database."""
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture(scope="session")
def one_world() -> World:
    return World()


@pytest.fixture(scope="session")
def vendors(one_world: World) -> Iterator[str]:
    """The root address of the vendors' server."""
    with running(one_world) as root:
        yield root


@pytest.fixture
def world(one_world: World) -> World:
    """Its state, as at the start."""
    one_world.reset()
    return one_world
