"""A server that Kith needs is away: the API says which, and lives on."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from base.settings import Settings
from devstack.ports import any_free
from models.contracts.accounts.principals import Principal
from services.wiring import Services
from tests.integration.api.operations import V1
from tests.product import OWNER, served
from tests.stack import Stack

NOWHERE = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Known:
    """Settings under which everything is there, and a session and a mailbox under them."""

    settings: Settings
    headers: dict[str, str]
    user_id: str
    mailbox_id: str


@pytest.fixture(scope="module")
async def known(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Known]:
    async with stack.settings(tmp_path_factory.mktemp("away")) as settings:
        services = await Services.build(settings)
        user_id = await services.accounts.sign_in.ensure_user(OWNER)
        token = await services.accounts.sessions.open(user_id)
        started = await services.imports.uploads.accept(Principal.person(user_id), OWNER, "a.mbox", chunks())
        yield Known(settings, {"authorization": f"Bearer {token}"}, str(user_id), str(started.mailbox_id))
        await services.close()


async def chunks() -> AsyncIterator[bytes]:
    yield b"From a@b.example Mon Jun  1 10:00:00 2026\nFrom: a@b.example\n\nhello\n"


@contextlib.asynccontextmanager
async def api_without(known: Known, server: str) -> AsyncIterator[httpx.AsyncClient]:
    """The API with one of its servers at a port where nobody listens."""
    nobody = f"127.0.0.1:{any_free()}"
    away: dict[str, Any] = {
        "database": {"database_url": SecretStr(f"postgresql://kith_app:x@{nobody}/kith")},
        "redis": {"redis_url": SecretStr(f"redis://{nobody}/0")},
        "temporal": {"temporal_address": nobody},
        "google": {
            "google_issuer": f"http://{nobody}",
            "google_client_id": "x",
            "google_client_secret": SecretStr("x"),
        },
    }
    settings = known.settings.model_copy(update=away[server])
    async with (
        served(create_app(settings), any_free()) as url,
        httpx.AsyncClient(base_url=url, headers=known.headers, timeout=60) as http,
    ):
        yield http


def assert_away(answer: httpx.Response, name: str) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "Unavailable"
    assert name in answer.json()["detail"]


FILE: dict[str, Any] = {
    "files": {"file": ("a.mbox", b"From a@b.example Mon Jun  1 10:00:00 2026\nFrom: a@b.example\n\nhello\n")}
}
ASKED: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "database": [("GET", "me", {}), ("GET", "contacts", {}), ("POST", "imports", FILE), ("DELETE", "session", {})],
    "redis": [("GET", "events", {})],
    "temporal": [("GET", "jobs", {}), ("GET", "jobs/{job_id}", {})],
}
NAMES = {"database": "The database does not answer", "redis": "Redis does not", "temporal": "Temporal does not"}


@pytest.mark.parametrize("server", ASKED)
async def test_what_needs_a_server_that_is_away_says_so(known: Known, server: str) -> None:
    async with api_without(known, server) as http:
        for method, path, options in ASKED[server]:
            url = f"{V1}/{path}".format(job_id=f"u:{known.user_id}:import:{NOWHERE}")
            assert_away(await http.request(method, url, **options), NAMES[server])


@pytest.mark.parametrize("server", ASKED)
async def test_readyz_tells_what_is_away_and_healthz_that_the_api_lives(known: Known, server: str) -> None:
    async with api_without(known, server) as http:
        ready = await http.get("/readyz")
        assert ready.status_code == 503
        assert {name for name, state in ready.json().items() if state != "ok"} == {server}
        assert (await http.get("/healthz")).json() == {"status": "ok"}
        assert (await http.get("/api/openapi.json")).status_code == 200


@pytest.mark.parametrize("server", ["redis", "temporal"])
async def test_what_does_not_need_it_goes_on(known: Known, server: str) -> None:
    async with api_without(known, server) as http:
        for path in (
            "me",
            "mailboxes",
            f"mailboxes/{known.mailbox_id}",
            "messages",
            "threads",
            "contacts",
            "companies",
        ):
            assert (await http.get(f"{V1}/{path}")).status_code == 200, path


async def test_an_upload_is_kept_until_its_job_can_start(known: Known) -> None:
    before = sorted((known.settings.home / "objects").rglob("*"))
    async with api_without(known, "temporal") as http:
        answer = await http.post(f"{V1}/imports", **FILE)
    assert answer.status_code == 202, answer.text
    assert len(sorted((known.settings.home / "objects").rglob("*"))) > len(before)


async def test_without_google_a_program_hears_why_and_a_person_comes_back_to_the_page(known: Known) -> None:
    async with api_without(known, "google") as http:
        assert_away(await http.get(f"{V1}/session/google"), "OpenID issuer")
        assert_away(await http.post(f"{V1}/mailboxes", json={"provider": "gmail"}), "OpenID issuer")
        page = await http.get(f"{V1}/session/google", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (302, "/?error=Unavailable")


@pytest.mark.parametrize(("path", "page"), [("session", "/"), ("mailboxes", "/mailboxes")])
async def test_a_person_whom_google_sends_back_meanwhile_is_told(known: Known, path: str, page: str) -> None:
    async with api_without(known, "redis") as http:
        back = await http.get(f"{V1}/{path}/google/callback", params={"state": "x", "code": "x"})
        assert (back.status_code, back.headers["location"]) == (302, f"{page}?error=Unavailable")


async def test_without_an_oauth_client_connecting_names_the_setting(known: Known) -> None:
    async with (
        served(create_app(known.settings), any_free()) as url,
        httpx.AsyncClient(base_url=url, headers=known.headers) as http,
    ):
        answer = await http.post(f"{V1}/mailboxes", json={"provider": "gmail"})
        assert (answer.status_code, answer.json()["field"]) == (500, "KITH_GOOGLE_CLIENT_ID")
        assert (await http.get("/readyz")).status_code == 200
