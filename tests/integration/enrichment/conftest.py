"""Clients for the dev stack's vendors."""

from collections.abc import AsyncIterator

import httpx
import pytest

from devstack.vendors.server import hosts
from integrations.enrichment.vendor import client
from integrations.safe_http.client import SafeHttp


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
