"""A small HTTP server of tests, at 127.0.0.2, which they call the public internet, and at 127.0.0.1, the inside."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PUBLIC, INSIDE = "127.0.0.2", "127.0.0.1"
Pieces = Iterator[bytes | float]  # bytes to send, seconds to wait


def answer(body: bytes = b"hello", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer: HTML, unless `content_type` says otherwise."""
    told = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), "connection": "close"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


@dataclass
class Site:
    """`pages` by path; `seen` is (the address that was connected to, the request's head)."""

    port: int = 0
    pages: dict[str, Callable[[], Pieces]] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)

    def page(self, path: str, *pieces: bytes | float) -> None:
        """What is answered there."""
        self.pages[path] = lambda: iter(pieces)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.seen.append((writer.get_extra_info("sockname")[0], head))
            for piece in self.pages.get(head.split()[1], lambda: iter([answer(b"", "404 Not Found")]))():
                if isinstance(piece, float):
                    await asyncio.sleep(piece)
                else:
                    writer.write(piece)
                    await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has hung up, which is what some tests are about
        finally:
            writer.close()


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """A site at one port of both addresses."""
    inside, outside = _listeners()
    site = Site(inside.getsockname()[1])
    site.page("/", answer())
    async with (
        await asyncio.start_server(site.serve, sock=inside, ssl=tls),
        await asyncio.start_server(site.serve, sock=outside, ssl=tls),
    ):
        yield site


def _listeners() -> tuple[socket.socket, socket.socket]:
    """At one port that is free at both addresses."""
    for _ in range(50):
        inside = socket.create_server((INSIDE, 0))
        try:
            return inside, socket.create_server((PUBLIC, inside.getsockname()[1]))
        except OSError:
            inside.close()
    raise RuntimeError("No port is free at both addresses.")
