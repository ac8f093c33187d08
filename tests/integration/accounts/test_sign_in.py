"""Signing in, connecting and signing out, with everything that can be tried on the way."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.app import create_app
from devstack.simulator.config import MboxAccount
from integrations.google.grants import READ_MAIL, Identity
from tests.integration.accounts.consent import arrive, back_from_google, connect_url, sign_in_url
from tests.integration.tenants import OTHER, as_owner
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack

EXPIRED = "/?error=SignInExpired"


@pytest.fixture(scope="module")
async def kith(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    folder = tmp_path_factory.mktemp("sign-in")
    async with (
        stack.settings(folder) as settings,
        product(settings, folder, MboxAccount(OWNER), MboxAccount(OTHER)) as running,
    ):
        yield running


async def is_signed_in(browser: Browser) -> bool:
    return (await browser.http.get("/api/v1/me")).status_code == 200


async def test_a_callback_in_another_browser_signs_nobody_in(kith: Product) -> None:
    attacker, victim, bystander = kith.browser(), kith.browser(), kith.browser()
    for other in (victim, bystander):
        back = await back_from_google(attacker, await sign_in_url(attacker))
        if other is bystander:
            await sign_in_url(bystander)  # has a cookie of its own
        assert await arrive(other, back) == EXPIRED
        assert not await is_signed_in(other)
        assert await arrive(attacker, back) == EXPIRED, "the state was used"


async def test_a_mailbox_cannot_be_slipped_to_somebody_else(kith: Product) -> None:
    attacker, victim = await kith.browser().sign_in(), await kith.browser().sign_in(OTHER)
    back = await back_from_google(attacker, await connect_url(attacker))
    assert await arrive(victim, back) == "/mailboxes?error=SignInExpired"
    assert (await victim.get("mailboxes"))["items"] == []


async def test_a_callback_counts_once(kith: Product) -> None:
    browser = kith.browser()
    back = await back_from_google(browser, await sign_in_url(browser))
    assert await arrive(browser, back) == "/"
    assert await arrive(browser, back) == EXPIRED


async def test_a_code_counts_once_and_for_its_own_sign_in(kith: Product) -> None:
    browser = kith.browser()
    used = await back_from_google(browser, await sign_in_url(browser))
    assert await arrive(browser, used) == "/"
    unused = await back_from_google(browser, await sign_in_url(browser))
    for code in (part(used, "code"), part(unused, "code"), "invented"):
        state = part(await sign_in_url(browser), "state")
        url = f"{kith.url}/api/v1/session/google/callback?state={state}&code={code}"
        assert await arrive(browser, url) == "/?error=GoogleRefused"


async def test_a_state_for_one_purpose_is_none_for_another(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    back = await back_from_google(browser, await connect_url(browser))
    assert await arrive(browser, back.replace("/mailboxes/google/", "/session/google/")) == EXPIRED
    back = await back_from_google(browser, await sign_in_url(browser))
    moved = back.replace("/session/google/", "/mailboxes/google/")
    assert await arrive(browser, moved) == "/mailboxes?error=SignInExpired"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "SignInExpired"),
        ("state=x", "SignInExpired"),
        ("code=x", "SignInExpired"),
        ("state=invented&code=x", "SignInExpired"),
        ("error=access_denied", "AccessDenied"),
        ("error=server_error&error_description=Call+555", "GoogleRefused"),
        ("error=%3Cscript%3E", "GoogleRefused"),
    ],
)
@pytest.mark.parametrize(("route", "page"), [("session", "/"), ("mailboxes", "/mailboxes")])
async def test_a_callback_that_brings_nothing_shows_a_code_and_no_foreign_words(
    kith: Product, route: str, page: str, query: str, code: str
) -> None:
    browser = kith.browser()
    assert await arrive(browser, f"{kith.url}/api/v1/{route}/google/callback?{query}") == f"{page}?error={code}"
    assert not browser.http.cookies


async def test_saying_no_signs_nobody_in_and_connects_nothing(kith: Product) -> None:
    browser = kith.browser()
    back = await back_from_google(browser, await sign_in_url(browser), decision="cancel")
    assert await arrive(browser, back) == "/?error=AccessDenied"
    assert not await is_signed_in(browser)
    await browser.sign_in(OTHER)
    back = await back_from_google(browser, await connect_url(browser), OTHER, decision="cancel")
    assert await arrive(browser, back) == "/mailboxes?error=AccessDenied"
    assert (await browser.get("mailboxes"))["items"] == []


async def test_without_the_box_for_reading_mail_nothing_is_connected(kith: Product) -> None:
    browser = await kith.browser().sign_in(OTHER)
    url = await connect_url(browser)
    ticked = part(url, "scope").replace(READ_MAIL, "").strip()
    assert READ_MAIL not in ticked
    back = await back_from_google(browser, url, OTHER, scope=ticked)
    assert await arrive(browser, back) == "/mailboxes?error=ReadingNotAllowed"
    assert (await browser.get("mailboxes"))["items"] == []


async def test_without_lasting_access_nothing_is_connected(kith: Product) -> None:
    browser = await kith.browser().sign_in(OTHER)
    back = await back_from_google(browser, await connect_url(browser), OTHER, access_type="online")
    assert await arrive(browser, back) == "/mailboxes?error=NoLastingAccess"
    assert (await browser.get("mailboxes"))["items"] == []


async def test_google_is_asked_for_no_more_than_is_needed(kith: Product) -> None:
    browser = kith.browser()
    asked = await sign_in_url(browser)
    assert "gmail" not in part(asked, "scope")
    assert part(asked, "access_type") == "online"
    for url in (asked, await connect_url(await browser.sign_in())):
        assert part(url, "code_challenge_method") == "S256"
        assert len(part(url, "state")) >= 43, "256 random bits"
        assert len(part(url, "nonce")) >= 43
        assert "client_secret" not in url
    assert set(part(url, "scope").split()) - set(part(asked, "scope").split()) == {READ_MAIL}


@pytest.mark.parametrize(
    ("wanted", "page"),
    [
        ("/contacts", "/contacts"),
        ("/mailbox?id=1#top", "/mailbox?id=1#top"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/\t/elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
async def test_signing_in_leads_to_a_page_of_this_site_only(kith: Product, wanted: str, page: str) -> None:
    browser = kith.browser()
    assert await arrive(browser, await back_from_google(browser, await sign_in_url(browser, next=wanted))) == page


async def test_signing_out_ends_this_session_and_no_other(kith: Product) -> None:
    browser, elsewhere = await kith.browser().sign_in(), await kith.browser().sign_in()
    token = browser.http.cookies["kith_session"]
    answer = await browser.http.delete("/api/v1/session")
    assert answer.status_code == 204
    assert "kith_session" not in browser.http.cookies
    async with httpx.AsyncClient(base_url=kith.url, headers={"cookie": f"kith_session={token}"}) as thief:
        assert (await thief.get("/api/v1/me")).status_code == 401
    assert await is_signed_in(elsewhere)


async def test_sessions_are_listed_and_each_can_be_ended(kith: Product) -> None:
    here, there, stranger = kith.browser(), kith.browser(), await kith.browser().sign_in(OTHER)
    there.http.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    for browser in (here, there):
        await browser.sign_in()
    listed = {one["current"]: one for one in (await here.get("sessions"))["items"] if "httpx" not in one["agent"]}
    assert listed[False]["agent"].endswith("Firefox/145.0")
    assert listed[False]["address"] == "127.0.0.1"
    own = [one for one in (await here.get("sessions"))["items"] if one["current"]]
    assert len(own) == 1
    path = f"/api/v1/sessions/{listed[False]['id']}"
    assert (await stranger.http.delete(path)).status_code == 404
    assert (await here.http.delete(path)).status_code == 204
    assert not await is_signed_in(there)
    assert await is_signed_in(here)
    ended = await here.http.delete("/api/v1/sessions", params={"here": True})
    assert ended.json()["ended"] >= 1
    assert not await is_signed_in(here)
    assert await is_signed_in(stranger)
    async with await as_owner(kith.settings) as owner:
        kept = await owner.execute("SELECT string_agg(encode(about, 'escape'), '') FROM session_details")
        assert "127.0.0.1" not in str(await kept.fetchone())


async def test_a_session_ends_by_itself(kith: Product) -> None:
    browser = await kith.browser().sign_in(OTHER)
    user = (await browser.get("me"))["id"]
    async with await as_owner(kith.settings) as owner:
        days = await owner.execute(
            "SELECT extract(day FROM max(expires_at) - now()) FROM directory_sessions WHERE user_id = %s", [user]
        )
        assert await days.fetchone() == (29,)
        await owner.execute("UPDATE directory_sessions SET expires_at = now() WHERE user_id = %s", [user])
    assert not await is_signed_in(browser)


async def test_the_cookie_is_for_the_server_only(kith: Product) -> None:
    browser = kith.browser()
    back = await back_from_google(browser, await sign_in_url(browser))
    answer = await browser.http.get(back)
    cookie = answer.headers["set-cookie"]
    assert {"httponly", "samesite=lax", "path=/"} <= {word.strip().lower() for word in cookie.split(";")}
    assert "secure" not in cookie.lower(), "the page is at http"
    secured = create_app(kith.settings.model_copy(update={"public_url": "https://kith.example"}))
    async with secured.router.lifespan_context(secured):
        transport = httpx.ASGITransport(app=secured)
        async with httpx.AsyncClient(transport=transport, base_url="https://kith.example") as http:
            assert "; secure" in (await http.get("/api/v1/session/google")).headers["set-cookie"].lower()


async def test_an_address_that_passed_to_another_person_opens_a_new_account(kith: Product) -> None:
    sign_in = kith.services.accounts.sign_in
    first = await sign_in.user_of(Identity("1", "shared@marlow.example", "First", None))
    heir = await sign_in.user_of(Identity("2", "shared@marlow.example", "Heir", None))
    moved = await sign_in.user_of(Identity("1", "new@marlow.example", "First", None))
    assert first == moved
    assert heir != first
    assert await sign_in.user_of(Identity("2", "SHARED@marlow.example", "Heir", None)) == heir


def part(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query)[name][0]
