"""Databases that are to be migrated."""

from collections.abc import AsyncIterator

import pytest

from base.settings import Settings
from tests.stack import Stack


@pytest.fixture
async def empty(stack: Stack) -> AsyncIterator[Settings]:
    """Settings with a database that nothing was done to."""
    async with stack.empty_database() as settings:
        yield settings
