"""Pushes that are not Pub/Sub's start nothing; genuine ones tell nobody which mailboxes exist."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from temporalio.service import RPCError, RPCStatusCode

from api.app import create_app
from base.ids import new_id
from devstack.ports import any_free
from devstack.simulator.store import Store
from integrations.google.grants import READ_MAIL, Identity, Tokens
from models.contracts.accounts.principals import Principal
from models.contracts.mail.mailboxes import MailboxRef
from models.queries.mail.ledger import LedgerQueries
from services.wiring import Services
from tests.product import Simulator, served, simulator, with_google
from tests.stack import Stack
from workflows.core import ids

STRANGER = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@dataclass(frozen=True)
class Endpoint:
    """A running API, and the key that Google signs with. No worker runs: what is started stays as it is."""

    services: Services
    gmail: Simulator
    http: httpx.AsyncClient
    key: RSAKey
    audience: str

    async def mailbox(self) -> tuple[str, MailboxRef]:
        """(address, reference) of a mailbox that somebody has just connected."""
        address = f"{new_id()}@marlow.example"
        identity = Identity(address, address, "Somebody", None)
        user_id = await self.services.accounts.sign_in.user_of(identity)
        tokens = Tokens("ya29.x", "1//x", [READ_MAIL])
        mailbox_id = await self.services.gmail.mailboxes.connect(Principal.person(user_id), identity, tokens)
        return address, MailboxRef(user_id=user_id, mailbox_id=mailbox_id)

    async def is_woken(self, mailbox: MailboxRef) -> bool:
        """Was the workflow started that follows a mailbox's history?"""
        try:
            await self.services.core.client.get_workflow_handle(ids.mailbox(mailbox)).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return True

    def claims(self, **changed: Any) -> dict[str, Any]:
        """What Pub/Sub's token says, with changes; None leaves a claim out."""
        now = int(time.time())
        claims = {
            "iss": self.gmail.url,
            "aud": self.audience,
            "sub": "113774264463038321964",
            "email": self.gmail.config.push_service_account,
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
        }
        return {name: value for name, value in (claims | changed).items() if value is not None}

    def token(self, **changed: Any) -> str:
        """A token that Google has signed."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, self.claims(**changed), self.key)

    async def push(self, authorization: str | None, address: str, **more: Any) -> httpx.Response:
        """An envelope for this address."""
        data = base64.b64encode(json.dumps({"emailAddress": address, "historyId": 4711}).encode()).decode()
        headers = {"authorization": authorization} if authorization is not None else {}
        return await self.http.post(
            "/gmail/push", json={"message": {"data": data, "messageId": "1"} | more}, headers=headers
        )


@pytest.fixture(scope="module")
async def endpoint(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Endpoint]:
    folder, port = tmp_path_factory.mktemp("push"), any_free()
    async with stack.settings(folder) as settings, simulator(folder / "gmail") as gmail:
        configured = with_google(settings, gmail, port)
        services = await Services.build(configured)
        async with served(create_app(configured), port) as url, httpx.AsyncClient(base_url=url) as http:
            yield Endpoint(services, gmail, http, google_key(folder / "gmail"), f"{url}/gmail/push")
        await services.close()


def google_key(folder: Path) -> RSAKey:
    """The simulator's own key, so that a forgery differs from the genuine in one thing only."""
    store = Store(folder)
    kept = store.meta("signing_key")
    store.close()
    assert kept is not None
    return RSAKey.import_key(json.loads(kept))


def unsigned(endpoint: Endpoint) -> str:
    """A token with alg none (RFC 8725, 2.1)."""
    return f"{part({'alg': 'none'})}.{part(endpoint.claims())}."


def confused(endpoint: Endpoint) -> str:
    """A token signed by HMAC, with Google's public key as the secret (RFC 8725, 2.1)."""
    signed = f"{part({'alg': 'HS256', 'kid': endpoint.key.kid})}.{part(endpoint.claims())}"
    signature = hmac.digest(endpoint.key.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def part(content: dict[str, Any]) -> str:
    """A part of a token (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def altered(endpoint: Endpoint) -> str:
    """A genuine token for another audience, whose claims were changed after it was signed."""
    header, _, signature = endpoint.token(aud="https://elsewhere.example").split(".")
    return f"{header}.{part(endpoint.claims())}.{signature}"


FORGED: dict[str, Any] = {
    "wrong signature": lambda e: jwt.encode({"alg": "RS256", "kid": e.key.kid}, e.claims(), STRANGER),
    "unknown key": lambda e: jwt.encode({"alg": "RS256", "kid": STRANGER.kid}, e.claims(), STRANGER),
    "altered": altered,
    "alg none": unsigned,
    "algorithm confusion": confused,
    "wrong audience": lambda e: e.token(aud="https://elsewhere.example/gmail/push"),
    "audience of a neighbour": lambda e: e.token(aud=e.audience + "/more"),
    "no audience": lambda e: e.token(aud=None),
    "wrong issuer": lambda e: e.token(iss="https://accounts.elsewhere.example"),
    "no issuer": lambda e: e.token(iss=None),
    "wrong service account": lambda e: e.token(email="somebody@kith-dev.iam.gserviceaccount.com"),
    "no service account": lambda e: e.token(email=None),
    "email not verified": lambda e: e.token(email_verified=False),
    "email verified as a word": lambda e: e.token(email_verified="true"),
    "email_verified missing": lambda e: e.token(email_verified=None),
    "expired": lambda e: e.token(exp=int(time.time()) - 3600),
    "never expires": lambda e: e.token(exp=None),
    "garbage": lambda e: "a.b.c",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_push_is_refused_and_starts_nothing(endpoint: Endpoint, forge: Any) -> None:
    address, mailbox = await endpoint.mailbox()
    answer = await endpoint.push(f"Bearer {forge(endpoint)}", address)
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "PushRefused"
    assert not await endpoint.is_woken(mailbox)
    assert (await endpoint.push(f"Bearer {endpoint.token()}", address)).status_code == 204
    assert await endpoint.is_woken(mailbox), "a genuine push would have started nothing either"


@pytest.mark.parametrize("scheme", [None, "", "Bearer", "Basic {}", "{}", "Bearer Bearer {}"], ids=str)
async def test_a_push_without_a_bearer_token_is_refused(endpoint: Endpoint, scheme: str | None) -> None:
    address, mailbox = await endpoint.mailbox()
    answer = await endpoint.push(scheme and scheme.format(endpoint.token()), address)
    assert (answer.status_code, answer.json()["code"]) == (401, "PushRefused")
    assert not await endpoint.is_woken(mailbox)


async def test_every_forgery_has_the_same_answer(endpoint: Endpoint) -> None:
    answers = {(await endpoint.push(f"Bearer {forge(endpoint)}", "a@b.example")).content for forge in FORGED.values()}
    assert len(answers) == 1


async def test_the_answer_does_not_tell_which_mailboxes_exist(endpoint: Endpoint) -> None:
    address, mailbox = await endpoint.mailbox()
    token = f"Bearer {endpoint.token()}"
    known = await endpoint.push(token, address.upper())
    unknown = await endpoint.push(token, "nobody@marlow.example")
    assert known.status_code == unknown.status_code == 204
    assert known.content == unknown.content == b""
    assert headers(known) == headers(unknown)
    assert await endpoint.is_woken(mailbox)


async def test_a_disconnected_mailbox_is_not_woken(endpoint: Endpoint) -> None:
    address, mailbox = await endpoint.mailbox()
    await endpoint.services.privacy.disconnection.disconnect(Principal.person(mailbox.user_id), mailbox.mailbox_id)
    assert (await endpoint.push(f"Bearer {endpoint.token()}", address)).status_code == 204
    assert not await endpoint.is_woken(mailbox)


async def test_a_push_does_not_wait_for_whoever_stores_the_mailboxs_mail(endpoint: Endpoint) -> None:
    address, mailbox = await endpoint.mailbox()
    async with endpoint.services.core.database.tenant(mailbox.user_id) as session:
        await LedgerQueries(session, mailbox).lock_mailbox()
        async with asyncio.timeout(20):
            answer = await endpoint.push(f"Bearer {endpoint.token()}", address)
    assert answer.status_code == 204
    assert await endpoint.is_woken(mailbox)


UNREADABLE = [b"", b"{}", b"[]", b"null", b'{"emailAddress": 1, "historyId": "x"}', b"\xff", b'{"historyId": 3}']
UNREADABLE += [b'{"emailAddress": "a@b.example", "historyId": %d}' % number for number in (-1, 0, 2**64)]


@pytest.mark.parametrize("content", UNREADABLE, ids=repr)
async def test_a_genuine_push_that_cannot_be_read_does_not_come_back(endpoint: Endpoint, content: bytes) -> None:
    token = f"Bearer {endpoint.token()}"
    answer = await endpoint.push(token, "a@b.example", data=base64.b64encode(content).decode())
    assert answer.status_code == 204, answer.text


def headers(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}
