"""HTTP servers of the dev stack: in this process until a signal, or in a thread of a test."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_START_SECONDS = 60.0


def listen(host: str, port: int) -> socket.socket:
    """Take the port (0: a free one) before anything that has to know it is made. Raises OSError."""
    # Named, since asyncio turns Nagle's delay off (40 ms an answer) only where the protocol says TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(256)
    return listener


def server(app: ASGIApp, *, lifespan: bool = True) -> uvicorn.Server:
    """A server of an application, to be run on a listener."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="on" if lifespan else "off",
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=5,
        )
    )


@contextmanager
def in_thread(serving: uvicorn.Server, listener: socket.socket) -> Iterator[None]:
    """A server in a thread, ready to be used. Raises RuntimeError where it does not start."""
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not serving.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("A server of the dev stack did not start.")
        time.sleep(0.01)
    try:
        yield
    finally:
        serving.should_exit = True
        thread.join(timeout=10)
