"""The engine, and the tenant session: one transaction as one user, committed once at its edge."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from pydantic import SecretStr
from sqlalchemy import URL, NullPool, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from base.settings import expected

# A plan for anybody's rows is right for nobody's: one user may have a thousand times as many as another, one statement
# ask for one row or for a thousand. So what psycopg has prepared is planned for each execution, as what it has not.
_AS_USER = text("""
    SELECT set_config('kith.user_id', :user_id, true), set_config('plan_cache_mode', 'force_custom_plan', true)
""")


def sqlalchemy_url(url: SecretStr) -> URL:
    """`postgresql://…` as SQLAlchemy wants it, with psycopg 3 as the driver."""
    return make_url(url.get_secret_value()).set(drivername="postgresql+psycopg")


def reason(error: DBAPIError) -> str:
    """One line of the server's own words, without the statement."""
    lines = str(error.orig).strip().splitlines()
    return lines[0].removeprefix("connection failed: ").rstrip(".") if lines else type(error.orig).__name__


async def connect(url: str = "", **options: Any) -> psycopg.AsyncConnection:
    """A connection of psycopg's. Cancelled meanwhile, it closes its socket at once. Raises OperationalError of psycopg.

    psycopg leaves the socket to whoever keeps the error's traceback. The server then waits for a password until its
    `authentication_timeout`, a minute, and all that waits for every session of the server (DROP DATABASE) with it.
    """
    try:
        return await psycopg.AsyncConnection.connect(url, **options)
    except asyncio.CancelledError as cancelled:
        raise cancelled.with_traceback(None)  # noqa: B904 - the same error


@dataclass(frozen=True)
class Pool:
    """How many connections a process may have, and how many seconds it waits in line for one before it gives up."""

    connections: int = 20
    patience: float = 30


FEW = Pool()


class Database:
    """One pool of connections as the unprivileged role."""

    def __init__(self, url: SecretStr | None, pool: Pool = FEW) -> None:
        """Raises InvalidSettings where no database is configured and no dev stack runs."""
        known = expected(url, "KITH_DATABASE_URL")
        self._url, address = known.get_secret_value(), sqlalchemy_url(known)
        self.engine: AsyncEngine = create_async_engine(
            address,
            connect_args={"async_creator_fn": connect},
            pool_size=pool.connections,
            max_overflow=0,
            pool_timeout=pool.patience,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text goes to logs, and its parameters are mail
        )

        # Of no pool: to close it is to end its session, and every lock of it, at once.
        self._unpooled: AsyncEngine = create_async_engine(
            address,
            connect_args={"async_creator_fn": connect},
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )

    @asynccontextmanager
    async def tenant(self, user_id: UUID, **options: object) -> AsyncIterator[AsyncSession]:
        """A session that sees and writes only this user's rows. Commits at its edge, rolls back on any error.

        No remote call belongs inside it: it holds a connection, and locks. `options` are its connection's.
        """
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            if options:
                await session.connection(execution_options=options)
            await session.execute(_AS_USER, {"user_id": str(user_id)})
            yield session

    @asynccontextmanager
    async def snapshot(self, user_id: UUID) -> AsyncIterator[AsyncSession]:
        """The same to read with, and every statement sees the moment of the first: what one names, the next finds."""
        async with self.tenant(user_id, isolation_level="REPEATABLE READ", postgresql_readonly=True) as session:
            yield session

    @asynccontextmanager
    async def directory(self) -> AsyncIterator[AsyncSession]:
        """A session for the directory, before a user is known: tenants' tables are empty in it."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[AsyncConnection]:
        """A connection that commits each statement, for what lasts as long as the connection; closed at its edge."""
        async with self._unpooled.connect() as connection:
            yield connection

    @asynccontextmanager
    async def listening(self, channel: str) -> AsyncIterator[AsyncIterator[str]]:
        """The payloads of what is notified on the channel from here on. Raises OperationalError of psycopg."""
        connection = await connect(
            self._url, autocommit=True, keepalives_idle=30, keepalives_interval=10, keepalives_count=3
        )
        async with connection:
            await connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
            yield (notification.payload async for notification in connection.notifies())

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
