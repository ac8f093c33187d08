"""A connection that nobody waits for any more leaves nothing open at the server."""

import asyncio
import gc
from collections.abc import Awaitable, Callable

import pytest
from pydantic import SecretStr

from base.ids import new_id
from models.database import Database


async def _tenant(database: Database) -> None:
    async with database.tenant(new_id()):
        pass


async def _alone(database: Database) -> None:
    async with database.alone():
        pass


async def _listening(database: Database) -> None:
    async with database.listening("channel"):
        pass


@pytest.mark.parametrize("using", [_tenant, _alone, _listening])
async def test_what_is_cancelled_while_it_connects_closes_its_socket_at_once(
    using: Callable[[Database], Awaitable[None]],
) -> None:
    begun, closed = asyncio.Event(), asyncio.Event()

    async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(100):
            begun.set()
        closed.set()
        writer.close()

    async with await asyncio.start_server(never_answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        database = Database(SecretStr(f"postgresql://kith_app:x@127.0.0.1:{port}/kith"))
        connecting = asyncio.ensure_future(using(database))
        gc.disable()  # which would close what was forgotten, some time
        try:
            async with asyncio.timeout(5):
                await begun.wait()
                connecting.cancel()
                await asyncio.wait([connecting])
                await closed.wait()
        finally:
            gc.enable()
        assert connecting.cancelled()
        await database.close()
