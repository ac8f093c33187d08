"""The parts of `/api/docs` go out small, and are kept."""

import gzip

import httpx
import pytest
from starlette.applications import Starlette

from api import documentation

PARTS = ["swagger-ui-bundle.js", "swagger-ui.css", "start.js"]


@pytest.fixture
def browser() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=documentation.ROUTES))
    return httpx.AsyncClient(transport=transport, base_url="http://kith.example", headers={"accept-encoding": ""})


async def raw(browser: httpx.AsyncClient, part: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer and its body as it was sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with browser.stream("GET", f"{documentation.PAGE}/{part}", headers=named) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


@pytest.mark.parametrize("part", PARTS)
async def test_a_part_goes_out_as_small_as_the_browser_takes_it(browser: httpx.AsyncClient, part: str) -> None:
    plain, whole = await raw(browser, part, accept_encoding="br, gzip;q=0")
    small, sent = await raw(browser, part, accept_encoding="gzip, deflate, br, zstd")
    assert (plain.status_code, small.status_code) == (200, 200)
    assert "content-encoding" not in plain.headers
    assert (small.headers["content-encoding"], gzip.decompress(sent)) == ("gzip", whole)
    assert plain.headers["content-type"] == small.headers["content-type"]
    assert plain.headers["vary"] == small.headers["vary"] == "Accept-Encoding"
    assert len(sent) < 600_000, "1.7 MB of script were sent as they are"


async def test_each_form_is_kept_under_a_tag_of_its_own(browser: httpx.AsyncClient) -> None:
    plain, _ = await raw(browser, PARTS[0])
    small, _ = await raw(browser, PARTS[0], accept_encoding="gzip")
    assert plain.headers["etag"] != small.headers["etag"]
    again, sent = await raw(browser, PARTS[0], accept_encoding="gzip", if_none_match=small.headers["etag"])
    assert (again.status_code, again.headers["vary"], sent) == (304, "Accept-Encoding", b"")
    assert (await raw(browser, PARTS[0], if_none_match=small.headers["etag"]))[0].status_code == 200


async def test_nothing_else_of_the_package_has_an_address(browser: httpx.AsyncClient) -> None:
    assert (await raw(browser, "__init__.py"))[0].status_code == 404
