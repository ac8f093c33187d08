"""The dev stack's vendors over HTTP, and a client for them."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from devstack.vendors.server import hosts, running
from devstack.vendors.world import World
from integrations.enrichment.vendor import client
from integrations.safe_http.client import SafeHttp


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


@pytest.fixture(scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as found:
        yield found


@pytest.fixture(scope="session")
async def safe(vendors: str) -> AsyncIterator[SafeHttp]:
    """A client for strangers' addresses that knows the demo's hosts, as the dev stack makes it."""
    found = SafeHttp("Kith (robin@marlow.example)", demo=dict.fromkeys(hosts(), vendors))
    yield found
    await found.close()
