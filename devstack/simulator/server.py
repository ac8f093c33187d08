"""Runs the simulator: in this process until a signal, or in a thread of a test."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from devstack.serving import in_thread, listen, server
from devstack.simulator.app import create_app
from devstack.simulator.config import SimulatorConfig


def bind(config: SimulatorConfig) -> tuple[SimulatorConfig, socket.socket]:
    """Take the port (port 0: a free one) before anything that has to know it is made. Raises OSError."""
    listener = listen(config.host, config.port)
    return replace(config, port=listener.getsockname()[1]), listener


def serve(config: SimulatorConfig) -> None:
    """Serve until INT or TERM. Raises OSError for a taken port or a missing mbox, ValueError for a bad quota."""
    config, listener = bind(config)
    server(create_app(config)).run(sockets=[listener])


@contextmanager
def running(config: SimulatorConfig) -> Iterator[str]:
    """A simulator in a thread, ready to be used; gives its root address."""
    config, listener = bind(config)
    with in_thread(server(create_app(config)), listener):
        yield config.root
