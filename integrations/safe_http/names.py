"""Looking names up within a bound: getaddrinfo itself has none, and a call of it cannot be called off."""

import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_PATIENCE = 5.0  # seconds
_AT_ONCE = 32

Lookup = Callable[..., Iterable[Any]]


class Names:
    """Stands for socket.getaddrinfo. Who waits longer than `patience` is told that there is no such name."""

    def __init__(self, lookup: Lookup = socket.getaddrinfo, patience: float = _PATIENCE) -> None:
        self._lookup = lookup
        self._patience = patience
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="names")

    def __call__(self, *asked: Any) -> Iterable[Any]:
        """As socket.getaddrinfo. Raises socket.gaierror."""
        try:
            return self._threads.submit(self._lookup, *asked).result(self._patience)
        except TimeoutError as error:
            raise socket.gaierror(socket.EAI_AGAIN, "The name is looked up too slowly.") from error

    def close(self) -> None:
        """Begin no more; those on their way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
