"""What lies outside is the public internet, in whatever an address is wrapped."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest

from integrations.safe_http.outside import OUTSIDE

INSIDE = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/29",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
    "240.0.0.0/4",
]  # fmt: skip
INSIDE_6 = [
    "::/128", "::1/128", "100::/64", "2001:db8::/32", "2001:2::/48", "3fff::/20", "5f00::/16", "64:ff9b:1::/48",
    "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::ffff:0:7f00:1/128", "4000::/3", "::5efe:7f00:1/128",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.255.255", "172.32.0.0", "100.128.0.0", "192.0.0.9"]
PUBLIC_6 = ["2606:4700::1111", "2a00:1450:4001::2004", "2001:4860:4860::8888"]


def wrapped(inner: IPv4Address) -> list[IPv6Address]:
    """All the ways to write an IPv4 address as one of IPv6 that leads to it."""
    number = int(inner)
    return [
        IPv6Address(0xFFFF << 32 | number),  # mapped
        IPv6Address(number) if number > 1 else IPv6Address(0xFFFF << 32 | number),  # compatible: :: and ::1 are others
        IPv6Address((0x64FF9B << 96) | number),  # NAT64
        IPv6Address(0x2002 << 112 | number << 80),  # 6to4
        IPv6Address(0x20010000 << 96 | number << 64 | ~0x08080808 & 0xFFFFFFFF),  # Teredo: as its server
        IPv6Address(0x20010000 << 96 | 0x08080808 << 64 | ~number & 0xFFFFFFFF),  # and as its client
    ]


@pytest.mark.parametrize("network", INSIDE)
def test_what_is_inside_is_refused_however_it_is_wrapped(network: str) -> None:
    for inner in (IPv4Address(ip_network(network)[0]), IPv4Address(ip_network(network)[-1])):
        assert not OUTSIDE.permits_address(inner)
        assert [one for one in wrapped(inner) if OUTSIDE.permits_address(one)] == []


@pytest.mark.parametrize("network", INSIDE_6)
def test_of_ipv6_only_what_is_given_out_is_outside(network: str) -> None:
    assert not OUTSIDE.permits_address(ip_network(network)[0])
    assert not OUTSIDE.permits_address(ip_network(network)[-1])


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC_6])
def test_the_public_internet_is_outside(address: str) -> None:
    found = ip_address(address)
    assert OUTSIDE.permits_address(found)
    if isinstance(found, IPv4Address):
        assert all(map(OUTSIDE.permits_address, wrapped(found)))
