"""What tests of services share."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from base.settings import Settings
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
