"""Personal tokens: shown once, kept as hashes, bounded, and gone when they are revoked."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from devstack.simulator.config import MboxAccount
from services.accounts.tokens import MOST
from tests.integration.api.catalog import dump
from tests.integration.tenants import OTHER, as_owner, user_id
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack


@pytest.fixture(scope="module")
async def kith(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    folder = tmp_path_factory.mktemp("tokens")
    async with (
        stack.settings(folder) as settings,
        product(settings, folder, MboxAccount(OWNER), MboxAccount(OTHER)) as running,
    ):
        yield running


async def made(browser: Browser, **body: Any) -> dict[str, Any]:
    """A new token and its secret."""
    answer = await browser.http.post("/api/v1/tokens", json={"name": "x", "scopes": ["read:people"]} | body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def program(kith: Product, secret: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"{kith.url}/api/v1/", headers={"authorization": f"Bearer {secret}"})


@asynccontextmanager
async def listening(client: httpx.AsyncClient) -> AsyncIterator[asyncio.Task[float]]:
    """A page of live events that is open. The task gives the time when it ended."""
    async with client.stream("GET", "/api/v1/events", timeout=30) as answer:
        assert answer.status_code == 200
        chunks = answer.aiter_bytes()
        await anext(chunks)

        async def end() -> float:
            async for _ in chunks:
                pass
            return time.monotonic()

        task = asyncio.create_task(end())
        yield task
        task.cancel()


async def test_it_is_shown_once_and_kept_as_a_hash(kith: Product, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = await kith.browser().sign_in()
    new = await made(browser, name="  Address\n book ", scopes=["read:people", "read:mail", "read:mail"])
    secret = new["secret"]
    assert new["token"]["name"] == "Address book"
    assert new["token"]["scopes"] == ["read:mail", "read:people"]
    async with program(kith, secret) as client:
        assert (await client.get("contacts")).status_code == 200
        assert (await client.get("me")).json()["email"] == OWNER
    listed = await browser.get("tokens")
    assert secret not in str(listed)
    known = next(token for token in listed["items"] if token["id"] == new["token"]["id"])
    assert known["last_used_at"]
    async with await as_owner(kith.settings) as owner:
        assert secret not in await dump(owner)
        days = await owner.execute(
            "SELECT extract(day FROM expires_at - now()) FROM directory_tokens WHERE token_id = %s", [known["id"]]
        )
        assert await days.fetchone() == (89,)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert ours, "httpx and httpcore are the program's here"
    assert not [line for line in ours if secret in line]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " \n"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read:everything"]}, "scopes.0"),
        ({"scopes": ["manage:account"]}, "scopes"),
        ({"scopes": ["manage:deployment", "read:mail"]}, "scopes"),
        ({"scopes": ["connect:mailboxes"]}, "scopes"),
        ({"expires_in_days": 0}, "expires_in_days"),
        ({"expires_in_days": 366}, "expires_in_days"),
        ({"user_id": "3ebda8c8-a460-4a95-b898-6dedd3bd49e1"}, "user_id"),
    ],
    ids=str,
)
async def test_what_cannot_be_asked_for(kith: Product, body: dict[str, Any], field: str) -> None:
    browser = await kith.browser().sign_in()
    answer = await browser.http.post("/api/v1/tokens", json={"name": "x", "scopes": ["read:mail"]} | body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_it_is_nobody_elses(kith: Product) -> None:
    mine, other = await kith.browser().sign_in(), await kith.browser().sign_in(OTHER)
    new = await made(mine)
    assert new["token"]["id"] not in str(await other.get("tokens"))
    assert (await other.http.delete(f"/api/v1/tokens/{new['token']['id']}")).status_code == 404
    async with program(kith, new["secret"]) as client:
        assert (await client.get("me")).json()["id"] == str(await user_id(mine))


async def test_what_is_revoked_or_expired_or_garbled_is_refused_at_once(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    revoked, expired, whole = await made(browser), await made(browser), await made(browser)
    assert (await browser.http.delete(f"/api/v1/tokens/{revoked['token']['id']}")).status_code == 204
    async with await as_owner(kith.settings) as owner:
        ended = "UPDATE directory_tokens SET expires_at = now() WHERE token_id = %s"
        await owner.execute(ended, [expired["token"]["id"]])
    secret = whole["secret"]
    for text in (revoked["secret"], expired["secret"], secret[:-1], secret.swapcase(), "kith_", secret + "x"):
        async with program(kith, text) as client:
            answer = await client.get("me")
            assert (answer.status_code, answer.json()["code"]) == (401, "Unauthenticated"), text
    async with program(kith, secret) as client:
        assert (await client.get("me")).status_code == 200


async def test_a_token_in_the_cookie_of_a_session_is_none_of_a_browser(kith: Product) -> None:
    """It would let another site's form act; a token has no cookie."""
    secret = (await made(await kith.browser().sign_in()))["secret"]
    async with httpx.AsyncClient(base_url=kith.url, headers={"cookie": f"kith_session={secret}"}) as client:
        assert (await client.get("/api/v1/me")).status_code == 401


async def test_live_events_end_within_a_second_of_a_revocation_or_a_sign_out(kith: Product) -> None:
    browser, elsewhere = await kith.browser().sign_in(), await kith.browser().sign_in()
    token, kept = [await made(browser, scopes=["read:events"]) for _ in range(2)]

    def client(secret: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=kith.url, headers={"authorization": f"Bearer {secret}"})

    async with (
        client(token["secret"]) as revoked,
        client(kept["secret"]) as other,
        listening(revoked) as by_token,
        listening(other) as by_other,
        listening(elsewhere.http) as by_session,
        listening(browser.http) as by_mine,
    ):
        await asyncio.sleep(1.2)
        assert not any(task.done() for task in (by_token, by_other, by_session, by_mine)), "nothing ends by itself"
        started = time.monotonic()
        await browser.http.delete(f"/api/v1/tokens/{token['token']['id']}")
        assert (await browser.http.delete("/api/v1/sessions")).json()["ended"] >= 1
        for ended in (by_token, by_session):
            assert await asyncio.wait_for(ended, 5) - started < 1.5, "a second, and what a busy machine takes"
        assert not by_other.done()
        assert not by_mine.done()
    assert (await elsewhere.http.get("/api/v1/me")).status_code == 401


async def test_there_is_a_bound(kith: Product) -> None:
    browser = await kith.browser().sign_in(OTHER)
    me = await user_id(browser)
    async with await as_owner(kith.settings) as owner:
        await owner.execute(
            """INSERT INTO personal_tokens (user_id, id, name, scopes, expires_at)
               SELECT %s, gen_random_uuid(), 'x', '{}', now() FROM generate_series(1, %s)""",
            [me, MOST],
        )
    answer = await browser.http.post("/api/v1/tokens", json={"name": "x", "scopes": ["read:mail"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "Conflict")


async def test_a_session_that_nobody_uses_ends_after_a_week(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    me = await user_id(browser)
    async with await as_owner(kith.settings) as owner:
        seen = "UPDATE directory_sessions SET seen_at = now() - %s::interval WHERE user_id = %s"
        await owner.execute(seen, ["6 days 23 hours", me])
        assert (await browser.http.get("/api/v1/me")).status_code == 200
        left = await owner.execute(
            "SELECT count(*) FROM directory_sessions WHERE user_id = %s AND seen_at > now() - interval '1 min'", [me]
        )
        assert await left.fetchone() == (1,), "using it makes it last"
        await owner.execute(seen, ["7 days 1 hour", me])
    assert (await browser.http.get("/api/v1/me")).status_code == 401
