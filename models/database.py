"""The engine, and the tenant session: one transaction as one user, committed once at its edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from base.settings import expected


def sqlalchemy_url(url: SecretStr) -> URL:
    """`postgresql://…` as SQLAlchemy wants it, with psycopg 3 as the driver."""
    return make_url(url.get_secret_value()).set(drivername="postgresql+psycopg")


def reason(error: DBAPIError) -> str:
    """One line of the server's own words, without the statement."""
    lines = str(error.orig).strip().splitlines()
    return lines[0].removeprefix("connection failed: ").rstrip(".") if lines else type(error.orig).__name__


class Database:
    """One pool of connections as the unprivileged role."""

    def __init__(self, url: SecretStr | None, *, pool_size: int = 10) -> None:
        """Raises InvalidSettings where no database is configured and no dev stack runs."""
        address = sqlalchemy_url(expected(url, "KITH_DATABASE_URL"))
        self.engine: AsyncEngine = create_async_engine(
            address,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text goes to logs, and its parameters are mail
        )

    @asynccontextmanager
    async def tenant(self, user_id: UUID) -> AsyncIterator[AsyncSession]:
        """A session that sees and writes only this user's rows. Commits at its edge, rolls back on any error.

        No remote call belongs inside it: it holds a connection, and locks.
        """
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            await session.execute(text("SELECT set_config('kith.user_id', :user_id, true)"), {"user_id": str(user_id)})
            yield session

    @asynccontextmanager
    async def directory(self) -> AsyncIterator[AsyncSession]:
        """A session for the directory, before a user is known: tenants' tables are empty in it."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
