"""Before a process starts: does everything that it needs answer? If not, one sentence that names the setting."""

import asyncio
import os

from psycopg.errors import UndefinedTable
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from base.errors import InvalidSettings, Unavailable
from base.settings import PREFIX
from models.database import Database, reason
from services.core.search_attributes import ensure_search_attributes

PATIENCE = 10  # seconds for each server


async def expect(database: Database, redis: Redis, client: Client) -> None:
    """Raises InvalidSettings or Unavailable for the first that does not answer as it should."""
    await _database(database)
    await _redis(redis)
    await _namespace(client)
    await ensure_search_attributes(client)


def mend(name: str) -> str:
    """What to do about the server at a setting, which may be that of a dev stack that has ended."""
    variable = PREFIX + name.upper()
    if variable in os.environ:
        return f"Start it, or correct {variable}."
    return f"Start the dev stack with `make run`, or set {variable} to a server of your own."


async def _database(database: Database) -> None:
    try:
        async with asyncio.timeout(PATIENCE), database.directory() as session:
            await session.execute(text("SELECT 1 FROM directory_sessions LIMIT 1"))
    except DBAPIError as error:
        if isinstance(error.orig, UndefinedTable):
            raise InvalidSettings("The database of KITH_DATABASE_URL is empty. Run `kith migrate` first.") from error
        raise Unavailable(f"The database cannot be used ({reason(error)}). {mend('database_url')}") from error
    except (OSError, TimeoutError) as error:
        raise Unavailable(f"The database does not answer. {mend('database_url')}") from error


async def _redis(redis: Redis) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await redis.ping()
    except (RedisError, OSError, TimeoutError) as error:
        detail = str(error).strip().rstrip(".") or "no answer"
        raise Unavailable(f"Redis cannot be used ({detail}). {mend('redis_url')}") from error


async def _namespace(client: Client) -> None:
    try:
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise InvalidSettings(
                f"KITH_TEMPORAL_NAMESPACE: Temporal has no namespace {client.namespace!r}. Create it, or name another.",
                field="KITH_TEMPORAL_NAMESPACE",
            ) from error
        raise Unavailable(f"Temporal cannot be used ({error.message}). {mend('temporal_address')}") from error
