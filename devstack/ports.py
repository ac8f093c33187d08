"""Free ports on the loopback address."""

import random
import socket

import psutil

from devstack.home import Home

HOST = "127.0.0.1"
PORTS = "ports.json"
# Below what systems give out by themselves: from 32768 on Linux, from 49152 elsewhere (RFC 6335, section 6).
_OWN = range(20_000, 32_000)


def is_free(port: int, host: str = HOST) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def expect_listening(pid: int, port: int) -> None:
    """Raises LookupError unless this very process serves the port: another stack may have been quicker to take it."""
    served = psutil.Process(pid).net_connections(kind="tcp")
    if not any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in served):
        raise LookupError(port)


def any_free() -> int:
    """A port that is free now, and that no system gives to whoever connects before it is taken."""
    for port in random.sample(_OWN, len(_OWN) // 100):
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def choose(home: Home, name: str, preferred: int | None = None, host: str = HOST) -> int:
    """The preferred port of a part, else the one it had last time, else any that is free. Remembers it."""
    with home.changing(PORTS) as known:
        for port in (preferred, known.get(name)):
            if port and is_free(port, host):
                break
        else:
            port = any_free()
        known[name] = port
    return int(port)
