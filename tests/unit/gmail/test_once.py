"""A request that changes something is made once: also where the server hangs up without an answer."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httplib2
import pytest

from integrations.gmail import once


@contextmanager
def silent_server(first: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Reads a request, answers `first`, and hangs up."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                heard.append(connection.recv(65_536))
                connection.sendall(first)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/", heard
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.mark.parametrize("first", [b"", b"\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
def test_a_post_whose_answer_is_missing_is_not_made_again(first: bytes) -> None:
    with silent_server(first) as (url, heard):
        with pytest.raises((OSError, http.client.IncompleteRead)):
            once.Http(5).request(url, "POST", body=b"x")
        assert len(heard) == 1


def test_what_this_is_for_httplib2_makes_it_again() -> None:
    with silent_server(b"") as (url, heard):
        with pytest.raises(OSError, match=r".*"):
            httplib2.Http(timeout=5).request(url, "POST", body=b"x")
        assert len(heard) == 2
