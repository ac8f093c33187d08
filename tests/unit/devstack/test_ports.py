"""Ports of the dev stack: whose they are."""

import os
import socket

import pytest

from devstack.ports import HOST, any_free, expect_listening, is_free


def test_a_port_is_a_parts_own_only_where_its_process_serves_it() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        expect_listening(os.getpid(), port)
        with pytest.raises(LookupError):
            expect_listening(os.getppid(), port)
        assert not is_free(port)


def test_a_free_port_is_nobodys() -> None:
    port = any_free()
    assert is_free(port)
    with pytest.raises(LookupError):
        expect_listening(os.getpid(), port)
