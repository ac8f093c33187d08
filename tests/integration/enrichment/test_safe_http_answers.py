"""What is answered is bounded in size and time, and leaves nothing behind."""

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.safe_http.client import SafeHttp
from integrations.safe_http.errors import AnswerTooLarge, FetchFailed, RedirectedTooOften, Unsuitable
from integrations.safe_http.names import Names
from integrations.safe_http.outside import OUTSIDE
from tests.integration.enrichment.site import PUBLIC, Site, answer, serving

HTML = ("text/html", "application/xhtml+xml")
MB = 2**20


def lookup(host: str, port: int, *rest: Any) -> Any:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, port))]


def safe_http(site: Site, authorities: ssl.SSLContext | None = None) -> SafeHttp:
    policy = replace(OUTSIDE, allowed_networks=(ip_network(PUBLIC),), allowed_ports=frozenset({site.port}))
    return SafeHttp("Kith (operator@kith.example)", policy=policy, lookup=lookup, authorities=authorities)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as site:
        yield site


@pytest.fixture
async def http(site: Site) -> AsyncIterator[SafeHttp]:
    http = safe_http(site)
    yield http
    await http.close()


def at(site: Site, path: str = "/") -> str:
    return f"http://outside.example:{site.port}{path}"


async def test_a_packed_page_is_unpacked(site: Site, http: SafeHttp) -> None:
    site.page("/", answer(gzip.compress(b"hello" * 1000), content_encoding="gzip"))

    assert (await http.get(at(site), accept=HTML)).body == b"hello" * 1000
    assert "accept-encoding: gzip\r\n" in site.seen[0][1].lower()
    assert "user-agent: Kith (operator@kith.example)\r\n" in site.seen[0][1]


async def test_a_decompression_bomb_costs_no_memory(site: Site, http: SafeHttp) -> None:
    bomb = gzip.compress(bytes(64 * MB))
    site.page("/", answer(bomb, content_encoding="gzip"))

    tracemalloc.start()
    try:
        with pytest.raises(AnswerTooLarge):
            await http.get(at(site), accept=HTML, most=MB)
        assert tracemalloc.get_traced_memory()[1] < 8 * MB
    finally:
        tracemalloc.stop()


async def test_a_large_page_is_refused_or_cut(site: Site, http: SafeHttp) -> None:
    for packed in (False, True):
        body = b"x" * 1001
        whole = answer(gzip.compress(body), content_encoding="gzip") if packed else answer(body)
        site.page("/", whole)
        with pytest.raises(AnswerTooLarge):
            await http.get(at(site), accept=HTML, most=1000)
        assert (await http.get(at(site), accept=HTML, most=1000, whole=False)).body == b"x" * 1000
        assert (await http.get(at(site), accept=HTML, most=1001)).body == body


@pytest.mark.parametrize(
    "pieces",
    [
        (10.0, answer()),  # no head
        (answer(b"x" * 9)[:-9], *(0.1, b"x") * 9),  # a byte now and then
        (answer(b"", "302 Found", location="/slow"),),
    ],
)
async def test_a_slow_site_is_given_up_as_a_whole(site: Site, http: SafeHttp, pieces: tuple[bytes | float]) -> None:
    site.page("/", *pieces)
    site.page("/slow", 10.0)

    begun = time.monotonic()
    with pytest.raises(FetchFailed):
        await http.get(at(site), accept=HTML, total=timedelta(seconds=0.3))
    assert time.monotonic() - begun < 5


async def test_a_slow_name_is_given_up() -> None:
    def slowly(*asked: Any) -> Any:
        time.sleep(1)
        return []

    names = Names(slowly, patience=0.05)
    with pytest.raises(socket.gaierror):
        names("outside.example", 80)
    names.close()


@pytest.mark.parametrize(
    "pieces",
    [
        (answer(b"{}", content_type="application/json"),),
        (b"HTTP/1.1 200 OK\r\n\r\nhello",),  # names no type
        (answer(zlib.compress(b"hello"), content_encoding="deflate"),),
        (answer(b"hello", content_encoding="br"),),
        (answer(b"hello", content_encoding="gzip"),),
        (answer(gzip.compress(b"hello")[:-9], content_encoding="gzip"),),
    ],
)
async def test_what_was_not_asked_for_is_unsuitable(site: Site, http: SafeHttp, pieces: tuple[bytes]) -> None:
    site.page("/", *pieces)

    with pytest.raises(Unsuitable):
        await http.get(at(site), accept=HTML)


@pytest.mark.parametrize("piece", [b"", b"HTTP/1.1 200", b"SSH-2.0-OpenSSH_9.9\r\n\r\n", answer(b"x" * 9)[:-3]])
async def test_what_is_no_answer_is_a_failure(site: Site, http: SafeHttp, piece: bytes) -> None:
    site.page("/", piece)

    with pytest.raises(FetchFailed):
        await http.get(at(site), accept=HTML)


async def test_a_circle_of_redirects_ends(site: Site, http: SafeHttp) -> None:
    site.page("/", answer(b"", "302 Found", location="/"))

    with pytest.raises(RedirectedTooOften):
        await http.get(at(site), accept=HTML)
    assert len(site.seen) == 6


async def test_an_error_is_an_answer(site: Site, http: SafeHttp) -> None:
    assert (await http.get(at(site, "/missing"), accept=HTML)).status == 404


async def test_nothing_is_carried_and_no_proxy_asked(
    site: Site, http: SafeHttp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text("machine outside.example login robin password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    site.page("/", answer(b"", "302 Found", location="/next", set_cookie="session=1; path=/"))
    site.page("/next", answer())

    await http.get(at(site), accept=HTML)
    await http.get(at(site, "/next"), accept=HTML)
    sent = {line.partition(":")[0].lower() for _, head in site.seen for line in head.splitlines()[1:] if line}
    assert sent == {"host", "user-agent", "accept", "accept-encoding"}


def certificate(folder: Path, name: str) -> Path:
    """A key and a certificate that it has signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / f"{name}.pem"
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem))
    return file


async def test_tls_is_for_the_name_though_the_address_is_pinned(tmp_path: Path) -> None:
    file = certificate(tmp_path, "outside.example")
    server, authorities = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context(cafile=file)
    server.load_cert_chain(file)
    named: list[str] = []
    server.sni_callback = lambda _, name, __: named.append(name)
    async with serving(server) as site:
        http = safe_http(site, authorities)
        assert (await http.get(f"https://outside.example:{site.port}/", accept=HTML)).body == b"hello"
        with pytest.raises(FetchFailed):
            await http.get(f"https://another.example:{site.port}/", accept=HTML)
        await http.close()
    assert named == ["outside.example", "another.example"]
    assert len(site.seen) == 1
