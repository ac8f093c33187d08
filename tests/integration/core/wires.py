"""What leads to the servers of a process: it can fail under way, as networks do."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from pydantic import SecretStr

from base.settings import Settings


class Wires:
    """Forwards connections to servers until they are `cut` or go `silent`."""

    def __init__(self) -> None:
        self._silent = False
        self._servers: list[asyncio.Server] = []
        self._writers: set[asyncio.StreamWriter] = set()

    @contextlib.asynccontextmanager
    async def open(self, settings: Settings) -> AsyncIterator[Settings]:
        """Settings whose Postgres, Redis and Temporal are reached through here."""
        assert settings.database_url is not None
        assert settings.redis_url is not None
        try:
            yield settings.model_copy(
                update={
                    "database_url": SecretStr(await self._through(settings.database_url.get_secret_value())),
                    "redis_url": SecretStr(await self._through(settings.redis_url.get_secret_value())),
                    "temporal_address": (await self._through(f"//{settings.temporal_address}")).removeprefix("//"),
                }
            )
        finally:
            self.cut()

    def silence(self) -> None:
        """From now on nothing arrives any more, and nobody is told."""
        self._silent = True

    def cut(self) -> None:
        """Connections end, and nobody listens any more."""
        for server in self._servers:
            server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _through(self, url: str) -> str:
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        host, port = parts.hostname, parts.port

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.add(writer)
            far_reader, far_writer = await asyncio.open_connection(host, port)
            self._writers.add(far_writer)
            await asyncio.gather(self._forward(reader, far_writer), self._forward(far_reader, writer))

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        self._servers.append(server)
        return url.replace(f"{host}:{port}", f"{host}:{server.sockets[0].getsockname()[1]}")

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if not self._silent:
                    writer.write(data)
                    await writer.drain()
            writer.close()
