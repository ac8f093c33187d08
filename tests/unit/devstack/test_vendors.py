"""The dev stack's vendors: what they know, and where they stand."""

import socket

import pytest

from base.errors import Unavailable
from devstack.demo.companies import companies
from devstack.demo.people import people
from devstack.vendors.firms import firms
from devstack.vendors.profiles import known, profiles
from devstack.vendors.server import VENDORS, hosts
from devstack.vendors.world import Window
from devstack.vendors_command import run


def test_every_company_and_everybody_is_known_to_somebody() -> None:
    assert list(firms()) == [company.domain for company in companies()]
    assert len(profiles()) == len(people()) + 1  # and the owner
    handles = [one.handle for one in profiles().values()]
    assert len(set(handles)) == len(handles)


def test_no_vendor_knows_everybody_and_each_knows_others() -> None:
    some, others = set(known("gravatar", 40)), set(known("github", 40))
    assert len(some) < len(profiles())
    assert some - others
    assert others - some
    assert set(known("gravatar", 40)) == some  # the same at every start


def test_hosts_lead_to_roots_that_are_there() -> None:
    assert {root.split("/")[1] for root in hosts().values()} <= set(VENDORS)
    assert all(host.endswith(".example") for host in hosts())


def test_a_window_counts_and_begins_anew() -> None:
    now = [100.0]
    window = Window(2, 10, lambda: now[0])
    assert [window.take() for _ in range(3)] == [True, True, False]
    assert (window.left, window.resets_at, window.wait) == (0, 110.0, 11)
    now[0] = 110.0
    assert window.take()
    assert window.left == 1


def test_a_taken_port_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Unavailable, match="Take another"):
        run("127.0.0.1", taken.getsockname()[1])
