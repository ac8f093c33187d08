"""The codec endpoint: for the deployment's owner, in Temporal's Web UI, for the own namespace, and bounded."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from google.protobuf.json_format import MessageToDict
from temporalio.api.common.v1 import Payload

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from integrations.payload_keys import PayloadKeys
from integrations.payloads import EncryptedPayloads
from tests.product import OWNER, Browser, Product, product

STRANGER = "mara@hollis.example"
DECODE = "/api/v1/codec/decode"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"limit":5000}')


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER), MboxAccount(STRANGER)) as running:
        yield running


@pytest.fixture
async def owner(kith: Product) -> Browser:
    """The first who signs in."""
    return await kith.browser().sign_in()


async def sealed(kith: Product) -> dict[str, Any]:
    """A payload as the Web UI sends it."""
    codec = EncryptedPayloads(PayloadKeys.load(kith.settings.kek), kith.settings.temporal_namespace, "u:1:send:1")
    return MessageToDict((await codec.encode([PLAIN]))[0])


async def ask(kith: Product, who: Browser, *payloads: dict[str, Any], **headers: str) -> httpx.Response:
    """What the Web UI asks; `headers` with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("x-namespace", kith.settings.temporal_namespace)
    return await who.http.post(DECODE, json={"payloads": payloads}, headers=named)


async def test_the_owner_reads_payloads_of_the_own_namespace(kith: Product, owner: Browser) -> None:
    payload = await sealed(kith)
    answer = await ask(kith, owner, payload, payload)
    assert answer.json() == {"payloads": [MessageToDict(PLAIN)] * 2}
    for headers in ({"x_namespace": "another"}, {"x_namespace": ""}):
        refused = await ask(kith, owner, payload, **headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "OtherNamespace")
    unnamed = await owner.http.post(DECODE, json={"payloads": [payload]})
    assert unnamed.json()["code"] == "OtherNamespace"


async def test_nobody_else_does(kith: Product, owner: Browser) -> None:
    stranger = await kith.browser().sign_in(STRANGER)
    answer = await ask(kith, stranger, await sealed(kith))
    assert (answer.status_code, answer.json()["code"]) == (403, "OwnerOnly")
    nobody = await ask(kith, kith.browser(), await sealed(kith))
    assert nobody.status_code == 401


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"metadata": {"encoding": "anNvbi9wbGFpbg=="}}, "PayloadRefused"),
        ({"metadata": {}}, "PayloadRefused"),
        ({"data": "AAAA"}, "PayloadRefused"),
        ({"data": "not base64!"}, "Invalid"),
        ({"metadata": {"encoding": "é"}}, "PayloadRefused"),
    ],
)
async def test_what_kith_did_not_write_is_refused(
    kith: Product, owner: Browser, change: dict[str, Any], code: str
) -> None:
    answer = await ask(kith, owner, await sealed(kith) | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_it_is_bounded_and_nothing_is_encoded(kith: Product, owner: Browser) -> None:
    payload = await sealed(kith)
    assert (await ask(kith, owner, *[payload] * 1_001)).status_code == 422
    assert (await ask(kith, owner, payload | {"data": "A" * 1_100_000})).status_code == 413
    assert (await owner.http.post("/api/v1/codec/encode", json={"payloads": []})).status_code in {404, 405}


async def test_the_web_ui_of_the_settings_may_ask_with_the_cookie_and_no_other_site(
    kith: Product, owner: Browser
) -> None:
    ui = str(kith.settings.temporal_ui_url)
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,x-namespace"}
    preflight = await owner.http.options(DECODE, headers=asked | {"origin": ui})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == ui
    assert preflight.headers["access-control-allow-credentials"] == "true"
    allowed = preflight.headers["access-control-allow-headers"].split(",")
    assert {"content-type", "x-namespace", "authorization"} <= set(allowed)
    payload = await sealed(kith)
    answer = await ask(kith, owner, payload, origin=ui, sec_fetch_site="same-site")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ui
    assert "Origin" in answer.headers["vary"]
    nobody = await ask(kith, kith.browser(), payload, origin=ui)
    assert (nobody.status_code, nobody.headers["access-control-allow-origin"]) == (401, ui)
    for origin in ("http://127.0.0.1:1", "https://elsewhere.example", "null"):
        assert (
            "access-control-allow-origin"
            not in (await owner.http.options(DECODE, headers=asked | {"origin": origin})).headers
        )
        refused = await ask(kith, owner, payload, origin=origin, sec_fetch_site="same-site")
        assert refused.status_code == 403
    elsewhere = await owner.http.post(
        "/api/v1/mailboxes", json={"provider": "gmail"}, headers={"origin": ui, "sec-fetch-site": "same-site"}
    )
    assert elsewhere.status_code == 403
    assert "access-control-allow-origin" not in elsewhere.headers
