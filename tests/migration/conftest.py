"""Databases that are to be migrated."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from base.ids import new_id
from base.settings import Settings
from devstack.postgres import APP, OWNER, SUPERUSER
from tests.stack import Stack


@pytest.fixture
async def empty(stack: Stack) -> AsyncIterator[Settings]:
    """Settings with a database that nothing was done to."""
    part, name = await stack.postgres(), f"empty_{new_id().hex}"
    admin = await psycopg.AsyncConnection.connect(part.url(SUPERUSER, "postgres"), autocommit=True)
    async with admin:
        await part.ensure_database(admin, name)
        yield Settings(database_url=SecretStr(part.url(APP, name)), database_owner_url=SecretStr(part.url(OWNER, name)))
        await admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
