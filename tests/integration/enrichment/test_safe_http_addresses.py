"""Addresses that lead inside are refused before anything is connected to, however they are spelled."""

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from ssrfguard import Policy

from integrations.safe_http.client import SafeHttp
from integrations.safe_http.errors import AddressRefused, FetchFailed
from integrations.safe_http.outside import OUTSIDE
from tests.integration.enrichment.site import INSIDE, PUBLIC, Site, answer, serving

HTML = ("text/html",)
NAMES = {"outside.example": [PUBLIC], "inside.example": [INSIDE], "mixed.example": [PUBLIC, INSIDE]}
NAMES["localhost"] = [INSIDE]  # of any spelling: some systems know "localhost.", others do not


class Resolver:
    """socket.getaddrinfo for names that only tests know; a list of lists answers differently each time."""

    def __init__(self, **turns: list[list[str]]) -> None:
        self.asked: list[str] = []
        self._turns = {name.replace("_", "."): iter(answers) for name, answers in turns.items()}

    def __call__(self, host: str, port: int, *rest: Any) -> Any:
        self.asked.append(host)
        turn: Iterator[list[str]] | None = self._turns.get(host)
        found = next(turn) if turn else NAMES.get(host.rstrip("."))
        if found is None:
            return socket.getaddrinfo(host, port, *rest)  # numbers in any spelling, and localhost
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as site:
        yield site


def outside_of(site: Site) -> Policy:
    """The policy of Kith, but that tests' public internet is 127.0.0.2, at the port of the site."""
    return replace(OUTSIDE, allowed_networks=(ip_network(PUBLIC),), allowed_ports=frozenset({site.port}))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://2130706433:{port}/",  # decimal
        "http://0177.0.0.1:{port}/",  # octal
        "http://0x7f.0.0.1:{port}/",  # hex
        "http://0x7f000001:{port}/",
        "http://127.1:{port}/",  # short
        "http://0:{port}/",
        "http://0.0.0.0:{port}/",
        "http://outside.example@127.0.0.1:{port}/",  # user names
        "http://outside.example:pw@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@outside.example/",
        "http://outside.example#@127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",  # IPv4-mapped
        "http://[::ffff:7f00:1]:{port}/",
        "http://[::127.0.0.1]:{port}/",  # IPv4-compatible
        "http://[64:ff9b::7f00:1]:{port}/",  # NAT64
        "http://[2002:7f00:1::]:{port}/",  # 6to4
        "http://[::ffff:0:7f00:1]:{port}/",  # IPv4-translated
        "http://[fec0::1]:{port}/",
        "http://[fe80::1%25lo]:{port}/",  # zone
        "http://[::1%25lo]:{port}/",
        "http://127.0.0.1.:{port}/",  # trailing dots
        "http://localhost.:{port}/",
        "http://inside.example.:{port}/",
        "http://localhost:{port}/",
        "http://inside.example:{port}/",
        "http://mixed.example:{port}/",  # one answer outside, one inside
        "http://１２７.0.0.1:{port}/",  # full-width digits
        "http://①②⑦.0.0.1:{port}/",
        "http://127。0。0。1:{port}/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
        "http://169.254.169.254:{port}/",
        "http://100.64.0.1:{port}/",
        "http://10.0.0.1:{port}/",
        "http://192.168.0.1:{port}/",
        "http://outside.example:22/",  # ports
        "file:///etc/hostname",  # schemes
        "gopher://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http:///",
        "http://out\tside.example:{port}/",
        "",
    ],
)
async def test_what_leads_inside_is_refused_without_a_connection(site: Site, url: str) -> None:
    http = SafeHttp(policy=outside_of(site), lookup=Resolver())

    with pytest.raises(AddressRefused):
        await http.get(url.format(port=site.port), accept=HTML)
    await http.close()
    assert site.seen == []


async def test_an_address_outside_is_fetched_by_its_name(site: Site) -> None:
    resolver = Resolver()
    http = SafeHttp(policy=outside_of(site), lookup=resolver)

    page = await http.get(f"http://outside.example:{site.port}/", accept=HTML)
    await http.close()
    assert (page.status, page.body, page.media_type, page.charset) == (200, b"hello", "text/html", "utf-8")
    [(address, head)] = site.seen
    assert address == PUBLIC
    assert f"host: outside.example:{site.port}" in head.lower()
    assert resolver.asked == ["outside.example"]


async def test_a_name_that_answers_twice_differently_is_looked_up_once_and_refused_next(site: Site) -> None:
    resolver = Resolver(turns_example=[[PUBLIC], [INSIDE]])
    http = SafeHttp(policy=outside_of(site), lookup=resolver)
    url = f"http://turns.example:{site.port}/"

    assert (await http.get(url, accept=HTML)).body == b"hello"
    assert resolver.asked == ["turns.example"]
    with pytest.raises(AddressRefused):
        await http.get(url, accept=HTML)
    await http.close()
    assert [address for address, _ in site.seen] == [PUBLIC]


async def test_a_redirect_inside_is_refused_and_one_outside_followed(site: Site) -> None:
    http = SafeHttp(policy=outside_of(site), lookup=Resolver())
    inside = [f"http://127.0.0.1:{site.port}/", f"//inside.example:{site.port}/", "file:///etc/hostname"]
    for number, place in enumerate(inside):
        site.page(f"/{number}", answer(b"", "302 Found", location=place))
        with pytest.raises(AddressRefused):
            await http.get(f"http://outside.example:{site.port}/{number}", accept=HTML)
    site.page("/moved", answer(b"", "301 Moved Permanently", location="/"))

    page = await http.get(f"http://outside.example:{site.port}/moved", accept=HTML)
    await http.close()
    assert page.url == f"http://outside.example:{site.port}/"
    assert {address for address, _ in site.seen} == {PUBLIC}


async def test_by_default_this_machine_is_refused(site: Site) -> None:
    http = SafeHttp()

    for address in (INSIDE, PUBLIC, "localhost", "[::1]", "2130706433"):
        for url in (f"http://{address}/", f"http://{address}:{site.port}/"):
            with pytest.raises(AddressRefused):
                await http.get(url, accept=HTML)
    await http.close()
    assert site.seen == []


async def test_the_dev_stack_maps_its_own_hosts_and_nothing_else(site: Site) -> None:
    http = SafeHttp(demo={"northwind-labs.example": f"http://{INSIDE}:{site.port}"}, lookup=Resolver())
    site.page("/away", answer(b"", "302 Found", location=f"http://{INSIDE}:{site.port}/"))

    page = await http.get("https://northwind-labs.example/", accept=HTML)
    assert page.body == b"hello"
    assert "host: northwind-labs.example\r\n" in site.seen[0][1].lower()
    for url in (f"http://{INSIDE}/", "http://inside.example/", "http://northwind-labs.example/away"):
        with pytest.raises(AddressRefused):
            await http.get(url, accept=HTML)
    await http.close()
    assert len(site.seen) == 2


async def test_a_name_that_does_not_exist_is_no_answer() -> None:
    http = SafeHttp(lookup=Resolver())

    with pytest.raises(FetchFailed):
        await http.get("http://nowhere.invalid/", accept=HTML)
    await http.close()
