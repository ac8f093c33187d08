"""A line to Temporal on which answers get lost: what is asked arrives, and nobody hears so."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class DeafLine:
    """Forwards connections to `address`, until it is told to lose what comes back."""

    def __init__(self, address: str) -> None:
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._deaf = False
        self.lost = 0  # bytes

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """The address to use instead."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        try:
            yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    async def lose(self, seconds: float) -> None:
        """For so long. Connections that have lost something are broken then."""
        self._deaf = True
        await asyncio.sleep(seconds)
        self._deaf = False

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:  # Temporal is away
            writer.close()
            return
        asking = asyncio.create_task(self._ask(reader, far_writer))
        try:
            await self._answer(far_reader, writer)
        finally:
            asking.cancel()
            writer.close()
            far_writer.close()

    async def _ask(self, reader: asyncio.StreamReader, far_writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                far_writer.write(data)
                await far_writer.drain()
        far_writer.close()

    async def _answer(self, far_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        broken = False
        with contextlib.suppress(OSError):
            while data := await far_reader.read(65_536):
                if self._deaf:
                    broken = True
                    self.lost += len(data)
                elif broken:
                    return
                else:
                    writer.write(data)
                    await writer.drain()
