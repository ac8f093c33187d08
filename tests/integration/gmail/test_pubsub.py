"""The Pub/Sub client towards Google itself: credentials are sent to Google, and to nobody else."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from base.errors import InvalidSettings, KithError, Unavailable
from devstack.ports import any_free
from integrations.google.pubsub import Subscription
from tests.product import served

GOOGLE = "https://pubsub.googleapis.com"
NAME = "projects/p/subscriptions/s"


@dataclass
class Google:
    """Google's token endpoint, and its Pub/Sub with one message. `answers` are what it says instead, each once."""

    url: str = ""
    seen: list[str | None] = field(default_factory=list)
    tokens: int = 0
    answers: list[Response] = field(default_factory=list)

    async def token(self, request: Request) -> Response:
        self.tokens += 1
        return JSONResponse({"access_token": f"ya29.{self.tokens}", "expires_in": 3600, "token_type": "Bearer"})

    async def pull(self, request: Request) -> Response:
        self.seen.append(request.headers.get("authorization"))
        if self.answers:
            return self.answers.pop(0)
        assert await request.json() == {"maxMessages": 7}
        return JSONResponse({"receivedMessages": [{"ackId": "a", "message": {"data": "e30="}}]})

    @property
    def app(self) -> Starlette:
        routes = [
            Route("/token", self.token, methods=["POST"]),
            Route(f"/v1/{NAME}:pull", self.pull, methods=["POST"]),
        ]
        return Starlette(routes=routes)


@pytest.fixture
async def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Google]:
    """Application default credentials of a service account, whose token endpoint is here."""
    google = Google()
    async with served(google.app, any_free()) as google.url:
        key = RSAKey.generate_key(2048).as_pem(private=True).decode()
        account: dict[str, Any] = {"type": "service_account", "client_email": "kith@p.iam.gserviceaccount.com"}
        account |= {"private_key": key, "token_uri": f"{google.url}/token", "project_id": "p"}
        file = tmp_path / "account.json"
        file.write_text(json.dumps(account))
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
        yield google


def client(google: Google) -> httpx.AsyncClient:
    """Leads every request to this Google, whatever its address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(google.app))


async def test_google_is_asked_with_a_token_that_is_used_again(google: Google) -> None:
    async with client(google) as http:
        subscription = Subscription(http, GOOGLE, NAME)
        for _ in range(2):
            assert [received.ack_id for received in await subscription.pull(7)] == ["a"]
    assert google.seen == ["Bearer ya29.1", "Bearer ya29.1"]
    assert google.tokens == 1


@pytest.mark.parametrize("root", ["http://127.0.0.1:8085", "http://pubsub:8085", "https://localhost:8443"])
async def test_an_emulator_is_sent_no_credentials(google: Google, root: str) -> None:
    async with client(google) as http:
        await Subscription(http, root, NAME).pull(7)
    assert google.seen == [None]
    assert google.tokens == 0


async def test_without_credentials_the_setting_is_named(
    google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "absent.json"))
    async with client(google) as http:
        with pytest.raises(InvalidSettings, match="KITH_GMAIL_SUBSCRIPTION: no credentials for Pub/Sub"):
            await Subscription(http, GOOGLE, NAME).pull(7)
    assert google.seen == []


DENIED = {
    "error": {"code": 403, "message": "User not authorized to perform this action.", "status": "PERMISSION_DENIED"}
}


@pytest.mark.parametrize(
    ("answer", "expected", "words"),
    [
        (JSONResponse(DENIED, 403), InvalidSettings, "not authorized"),
        (JSONResponse({}, 429), Unavailable, "429"),
        (Response("<html>", 502), Unavailable, "502"),
        (Response("<html>", 200), Unavailable, "cannot be read"),
        (Response("<html>", 404), InvalidSettings, "Not Found"),
    ],
    ids=["denied", "too many", "away", "a proxy's page", "a proxy's 404"],
)
async def test_what_pubsub_refuses_is_told(
    google: Google, answer: Response, expected: type[KithError], words: str
) -> None:
    google.answers = [answer]
    async with client(google) as http:
        with pytest.raises(expected, match=words):
            await Subscription(http, GOOGLE, NAME).pull(7)
