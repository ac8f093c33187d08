"""The page as it goes out: in the smallest form that a browser takes, kept as long as it may be, within its budget."""

import gzip
import re
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from api.precompressed import takes
from api.site import EXPORT, Site
from tests.web_app import expect_built

BUDGET = 170 * 1024  # bytes of script that a page names itself, as they go out to a browser that takes brotli
SCRIPT = "/_next/static/chunks/app-1a2b.js"
_SOURCE = re.compile(r'<script[^>]*\bsrc="/([^"]+)"')


class Bodies(NamedTuple):
    """What lies in the export for one script. Nobody opens the brotli: it only has to be told from the others."""

    plain: bytes = b"console.log('kith');\n" * 40
    br: bytes = b"what brotli made of it"
    gzip: bytes = gzip.compress(plain, mtime=0)  # the same in each process that collects the tests


BODIES = Bodies()


@pytest.fixture
def browser(tmp_path: Path) -> httpx.AsyncClient:
    """Asks a site of one page and one script for both, and takes nothing that it does not say."""
    script = tmp_path / SCRIPT.removeprefix("/")
    script.parent.mkdir(parents=True)
    script.write_bytes(BODIES.plain)
    script.with_suffix(".js.br").write_bytes(BODIES.br)
    script.with_suffix(".js.gz").write_bytes(BODIES.gzip)
    (tmp_path / "index.html").write_text("<h1>Kith</h1>")
    (tmp_path / "404.html").write_text("<h1>Not here</h1>")
    transport = httpx.ASGITransport(Site(tmp_path))
    return httpx.AsyncClient(transport=transport, base_url="http://kith.example", headers={"accept-encoding": ""})


async def raw(browser: httpx.AsyncClient, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer and its body as it was sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with browser.stream("GET", path, headers=named) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br, zstd", "br", BODIES.br),
        ("gzip, deflate", "gzip", BODIES.gzip),
        ("GZIP;q=0.5, br; q=0", "gzip", BODIES.gzip),
        ("*", "br", BODIES.br),
        ("*;q=0, identity", None, BODIES.plain),
        ("", None, BODIES.plain),
    ],
)
async def test_a_script_goes_out_as_small_as_the_browser_takes_it(
    browser: httpx.AsyncClient, accepted: str, encoding: str | None, body: bytes
) -> None:
    answer, sent = await raw(browser, SCRIPT, accept_encoding=accepted)
    assert (answer.status_code, answer.headers.get("content-encoding"), sent) == (200, encoding, body)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-length"] == str(len(body))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-security-policy" not in answer.headers, "the document's counts, and this would be carried by each"


async def test_each_form_is_kept_under_a_tag_of_its_own(browser: httpx.AsyncClient) -> None:
    plain, _ = await raw(browser, SCRIPT)
    small, _ = await raw(browser, SCRIPT, accept_encoding="br")
    assert plain.headers["etag"] != small.headers["etag"]
    again, sent = await raw(browser, SCRIPT, accept_encoding="br", if_none_match=small.headers["etag"])
    assert (again.status_code, again.headers["vary"], sent) == (304, "Accept-Encoding", b"")


async def test_a_form_has_no_address_of_its_own_and_a_page_without_one_goes_out_plain(
    browser: httpx.AsyncClient,
) -> None:
    assert (await raw(browser, f"{SCRIPT}.br"))[0].status_code == 404
    page, _ = await raw(browser, "/", accept_encoding="br")
    assert "content-encoding" not in page.headers
    assert page.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_a_page_asked_for_once_more_after_being_offline_is_found(browser: httpx.AsyncClient) -> None:
    answer, _ = await raw(browser, "/contact.txt.txt?id=1&_rsc=a%2Fb")
    assert (answer.status_code, answer.headers["location"]) == (307, "/contact.txt?id=1&_rsc=a%2Fb")


def test_an_encoding_that_nobody_knows_is_not_taken_for_one_of_ours() -> None:
    assert takes("zstd, brotli, x-gzip") == set()


def exported() -> list[Path]:
    """The pages of the built web app."""
    expect_built()
    return sorted(EXPORT.rglob("*.html"))


def test_every_page_is_within_its_budget_of_script() -> None:
    sent = {
        str(page.relative_to(EXPORT)): sum(
            (EXPORT / f"{source}.br").stat().st_size for source in set(_SOURCE.findall(page.read_text()))
        )
        for page in exported()
    }
    assert {page: size for page, size in sent.items() if size > BUDGET} == {}, f"of {BUDGET} bytes"


def test_no_script_is_for_browsers_that_cannot_run_the_rest() -> None:
    assert [page.name for page in exported() if "nomodule" in page.read_text().lower()] == []


def test_what_a_page_begins_with_is_compiled_while_it_arrives() -> None:
    named = {source for page in exported() for source in _SOURCE.findall(page.read_text())}
    late = [
        source for source in named if not (EXPORT / source).read_text().startswith("//# allFunctionsCalledOnLoad\n")
    ]
    assert named
    assert late == []


def test_every_page_asks_for_its_data_before_it_waits_for_anything() -> None:
    late = {page.name: page.read_text() for page in exported()}
    late = {
        name: html for name, html in late.items() if not 0 < html.find("kithAsked=") < html.find('rel="stylesheet"')
    }
    assert list(late) == []


@pytest.mark.parametrize(
    "page",
    ["contacts", "companies", "threads", "mailboxes", "jobs", "settings", "patterns", "review", "sources"],
)
def test_the_frame_and_the_head_of_a_page_are_there_before_its_script(page: str) -> None:
    html = (EXPORT / f"{page}.html").read_text() if exported() else ""
    assert 'aria-label="Main"' in html
    assert 'href="/api/v1/session' not in html  # nobody knows yet who looks
    assert "<h1" in html
