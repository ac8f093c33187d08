"""Do the servers that the user configured answer?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import httpx
import psycopg
from redis.asyncio import Redis
from temporalio.client import Client

from base.settings import PREFIX, Settings
from devstack.endpoints import is_set

PATIENCE = 5  # seconds


def reach(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """(setting, address without password, why it does not answer or "") of each server that was set."""
    checks: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "database_url": _database,
        "database_owner_url": _owner,
        "redis_url": _redis,
        "temporal_address": _temporal,
        "google_issuer": _issuer,
    }
    for name, check in checks.items():
        if is_set(name):
            yield (PREFIX + name.upper(), *asyncio.run(_tried(check, settings)))


async def _tried(check: Callable[[Settings], Awaitable[str]], settings: Settings) -> tuple[str, str]:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check(settings), ""
    except TimeoutError:
        return "no answer", f"It does not answer within {PATIENCE} s."
    except Exception as error:  # whatever is wrong is the finding
        return "does not answer", f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"


async def _database(settings: Settings) -> str:
    return await _select(settings.database_url.get_secret_value() if settings.database_url else "")


async def _owner(settings: Settings) -> str:
    return await _select(settings.database_owner_url.get_secret_value() if settings.database_owner_url else "")


async def _select(url: str) -> str:
    async with await psycopg.AsyncConnection.connect(url, connect_timeout=PATIENCE) as connection:
        row = await (await connection.execute("SELECT current_user, current_setting('server_version')")).fetchone()
        return f"answers {row[0]}, Postgres {row[1]}" if row else "answers"


async def _redis(settings: Settings) -> str:
    url = settings.redis_url.get_secret_value() if settings.redis_url else ""
    async with Redis.from_url(url) as client:
        await client.ping()
        return f"answers, {(await client.info('server'))['redis_version']}"


async def _temporal(settings: Settings) -> str:
    client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
    await client.service_client.check_health()
    return f"{settings.temporal_address} answers"


async def _issuer(settings: Settings) -> str:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        answer = await client.get(f"{settings.google_issuer.rstrip('/')}/.well-known/openid-configuration")
        answer.raise_for_status()
        return f"{settings.google_issuer} answers"
