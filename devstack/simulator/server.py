"""Runs the simulator: in this process until a signal, or in a thread of a test."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from devstack.simulator.app import create_app
from devstack.simulator.config import SimulatorConfig

_START_SECONDS = 60.0


def bind(config: SimulatorConfig) -> tuple[SimulatorConfig, socket.socket]:
    """Take the port (port 0: a free one) before anything that has to know it is made. Raises OSError."""
    # Named, since asyncio turns Nagle's delay off (40 ms an answer) only where the protocol says TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, config.port))
    except OSError:
        listener.close()
        raise
    listener.listen(256)
    return replace(config, port=listener.getsockname()[1]), listener


def _server(config: SimulatorConfig) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            create_app(config),
            log_level="warning",
            access_log=False,
            lifespan="on",
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=5,
        )
    )


def serve(config: SimulatorConfig) -> None:
    """Serve until INT or TERM. Raises OSError for a taken port or a missing mbox, ValueError for a bad quota."""
    config, listener = bind(config)
    _server(config).run(sockets=[listener])


@contextmanager
def running(config: SimulatorConfig) -> Iterator[str]:
    """A simulator in a thread, ready to be used; gives its root address."""
    config, listener = bind(config)
    server = _server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The Gmail simulator did not start.")
        time.sleep(0.01)
    try:
        yield config.root
    finally:
        server.should_exit = True
        thread.join(timeout=10)
