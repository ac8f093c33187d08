"""Who may have an account: the first, then as KITH_SIGN_UP says; everybody else hears what to do."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psycopg
import pytest

from base.ids import new_id
from base.settings import Settings
from cli import _give_to
from devstack.simulator.config import MboxAccount
from integrations.google.grants import Identity
from models.contracts.mail.mailboxes import Provider
from models.queries.accounts.users import DirectoryQueries
from models.queries.mail.mailboxes import MailboxQueries
from services.accounts.account_lookup import NobodyWouldSeeIt
from services.accounts.sign_in import SignIn
from services.accounts.sign_up import InvitationSpent, NotInvited, OtherDomain, SignUpRule
from services.wiring import Services
from tests.integration.accounts.consent import arrive, back_from_google, sign_in_url
from tests.integration.api.catalog import dump
from tests.integration.tenants import OTHER, as_owner
from tests.product import OWNER, Browser, Product, product

THIRD = "otto@elsewhere.example"


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    accounts = MboxAccount(OWNER), MboxAccount(OTHER), MboxAccount(THIRD)
    async with product(settings, tmp_path, *accounts, changed={"sign_up": "invited"}) as running:
        yield running


def google(number: int, address: str | None = None, hosted: str | None = None) -> Identity:
    return Identity(str(number), address or f"person{number}@example.org", "Somebody", None, hosted)


def door(services: Services, rule: str, issuer: str | None = None) -> SignIn:
    """Signing in under another rule, and perhaps at another issuer, than the services' own."""
    core, issuer = services.core, issuer or services.core.settings.google_issuer
    return SignIn(core.database, core.keyring, services.accounts.invitations, SignUpRule.parse(rule), issuer)


async def comes_back_to(browser: Browser, account: str) -> str:
    """Where somebody ends who signs in."""
    return await arrive(browser, await back_from_google(browser, await sign_in_url(browser), account))


async def link(owner: Browser, note: str = "") -> str:
    """The secret of a new invitation."""
    made = await owner.http.post("/api/v1/invitations", json={"note": note})
    assert made.status_code == 201, made.text
    return str(made.json()["url"].partition("#")[2])


async def opened(browser: Browser, secret: str) -> httpx.Response:
    return await browser.http.post("/api/v1/session/invitation", json={"secret": secret})


async def users(settings: Settings) -> list[str]:
    async with await as_owner(settings) as owner:
        return [row[0] for row in await (await owner.execute("SELECT email FROM users ORDER BY email")).fetchall()]


async def test_the_first_owns_it_and_nobody_else_gets_in_unasked(kith: Product) -> None:
    owner, stranger = await kith.browser().sign_in(), kith.browser()
    assert (await owner.get("me"))["is_owner"] is True
    assert await comes_back_to(stranger, OTHER) == "/?error=NotInvited"
    assert (await stranger.http.get("/api/v1/me")).status_code == 401
    assert await users(kith.settings) == [OWNER], "nothing of a stranger is kept"


async def test_a_link_lets_one_person_in_once(kith: Product, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    owner, friend, thief = await kith.browser().sign_in(), kith.browser(), kith.browser()
    secret = await link(owner, "Mara")
    for browser in (friend, thief):
        assert (await opened(browser, secret)).status_code == 204
    assert await comes_back_to(friend, OTHER) == "/"
    assert (await friend.get("me"))["is_owner"] is False
    assert "kith_invitation" not in friend.http.cookies
    assert await comes_back_to(thief, THIRD) == "/?error=InvitationSpent"
    again = await opened(kith.browser(), secret)
    assert (again.status_code, again.json()["code"]) == (403, "InvitationSpent")
    assert await users(kith.settings) == [OTHER, OWNER]
    [known] = (await owner.get("invitations"))["invitations"]
    assert known["note"] == "Mara"
    assert known["used_at"]
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert ours, "httpx and httpcore are the browser's here"
    assert not [line for line in ours if secret in line]
    async with await as_owner(kith.settings) as connection:
        assert secret not in await dump(connection), "only a keyed hash is kept"
    # Who has an account needs no link, and uses none up.
    other = await link(owner)
    assert (await opened(friend, other)).status_code == 204
    assert await comes_back_to(friend, OTHER) == "/"
    assert (await opened(thief, other)).status_code == 204


async def test_a_link_that_is_old_or_taken_back_or_invented_counts_no_more(kith: Product) -> None:
    owner, friend = await kith.browser().sign_in(), kith.browser()
    secret = await link(owner)
    async with await as_owner(kith.settings) as connection:
        hours = await connection.execute("SELECT expires_at - now() <= '48 h' FROM directory_invitations")
        assert await hours.fetchone() == (True,)
        assert (await opened(friend, secret)).status_code == 204
        await connection.execute("UPDATE directory_invitations SET expires_at = now()")
    assert await comes_back_to(friend, OTHER) == "/?error=InvitationSpent"
    taken = await link(owner)
    assert (await opened(friend, taken)).status_code == 204
    for invitation in (await owner.get("invitations"))["invitations"]:
        assert (await owner.http.delete(f"/api/v1/invitations/{invitation['id']}")).status_code == 204
    assert await comes_back_to(friend, OTHER) == "/?error=InvitationSpent"
    assert (await opened(friend, "invented")).json()["code"] == "InvitationSpent"
    assert (await owner.http.delete(f"/api/v1/invitations/{new_id()}")).status_code == 404


async def test_only_the_owner_invites(kith: Product) -> None:
    owner, friend = await kith.browser().sign_in(), kith.browser()
    await opened(friend, await link(owner))
    await comes_back_to(friend, OTHER)
    [made] = (await owner.get("invitations"))["invitations"]
    for method, path in (("POST", ""), ("GET", ""), ("DELETE", f"/{made['id']}")):
        answer = await friend.http.request(method, f"/api/v1/invitations{path}", json={} if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (403, "OwnerOnly")


async def test_another_site_cannot_put_its_invitation_into_a_browser(kith: Product) -> None:
    secret = await link(await kith.browser().sign_in())
    async with httpx.AsyncClient(base_url=kith.url, headers={"origin": "https://elsewhere.example"}) as victim:
        assert (await victim.post("/api/v1/session/invitation", json={"secret": secret})).status_code == 403
        assert not victim.cookies


async def test_of_many_who_come_first_one_owns_it(services: Services) -> None:
    sign_in = door(services, "invited")
    found = await asyncio.gather(*(sign_in.user_of(google(n)) for n in range(12)), return_exceptions=True)
    assert sum(isinstance(one, NotInvited) for one in found) == 11, found
    assert len(await users(services.core.settings)) == 1
    # The same person in twelve windows is one user, who owns it.
    same = await asyncio.gather(*(door(services, "open").user_of(google(99)) for _ in range(12)))
    assert len(set(same)) == 1


async def test_one_person_in_many_windows_comes_first(services: Services) -> None:
    found = await asyncio.gather(*(door(services, "invited").user_of(google(1)) for _ in range(12)))
    assert len(set(found)) == 1


async def test_a_link_redeemed_twice_at_once_lets_one_in(services: Services) -> None:
    sign_in = door(services, "invited")
    owner = await sign_in.user_of(google(0))
    principal = await services.accounts.sessions.principal(await services.accounts.sessions.open(owner))
    _, secret = await services.accounts.invitations.make(principal, "")
    found = await asyncio.gather(*(sign_in.user_of(google(n), secret) for n in range(1, 9)), return_exceptions=True)
    assert sum(isinstance(one, InvitationSpent) for one in found) == 7, found


async def test_a_domain_counts_where_google_answers_for_it(services: Services) -> None:
    sign_in = door(services, "domain:example.org,gmail.com")
    await sign_in.user_of(google(0, "owner@anywhere.example"))
    await sign_in.user_of(google(1, "ada@example.org", "example.org"))
    await sign_in.user_of(google(2, "ben@gmail.com"))
    for identity in (
        google(3, "left@example.org"),  # a private account that once confirmed the address
        google(4, "eve@evil-example.org", "evil-example.org"),
        google(5, "eve@sub.example.org", "sub.example.org"),
        google(6, "example.org@evil.example", "evil.example"),
    ):
        with pytest.raises(OtherDomain):
            await sign_in.user_of(identity)


async def test_open_is_open(services: Services) -> None:
    first, second = [await door(services, "open").user_of(google(n)) for n in range(2)]
    assert first != second


async def test_whom_the_operator_named_needs_no_link_and_is_no_owner_for_it(services: Services) -> None:
    sign_in = door(services, "invited")
    imported = await sign_in.ensure_user("ada@example.org")
    owner = await sign_in.user_of(google(0))
    assert await sign_in.user_of(google(1, "ada@example.org")) == imported
    sessions = services.accounts.sessions
    assert [(await sessions.principal(await sessions.open(one))).is_owner for one in (owner, imported)] == [True, False]


async def test_mail_goes_to_whoever_will_see_it(services: Services) -> None:
    lookup = services.accounts.lookup
    awaited = await lookup.of_mail("ada@example.org")
    assert await door(services, "open").user_of(google(1, "ada@example.org")) == awaited
    assert await lookup.of_mail("Ada@Example.org") == awaited
    with pytest.raises(NobodyWouldSeeIt, match=r"--account ada@example\.org; or --account old@example\.org"):
        await lookup.of_mail("old@example.org")
    async with services.core.database.tenant(awaited) as session:
        mailbox_id, digest = new_id(), services.core.keyring.directory_hash("mailbox", "old@example.org")
        await MailboxQueries(session, awaited).connect(mailbox_id, Provider.GMAIL, "old@example.org", None, [])
        await DirectoryQueries(session).add_mailbox(mailbox_id, awaited, digest)
    assert await lookup.of_mail("old@example.org") == awaited


async def test_the_operator_passes_it_on_and_nobody_else_can(
    services: Services, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in, sessions = door(services, "invited"), services.accounts.sessions
    first = await sign_in.user_of(google(0))
    await _give_to("ada@example.org", settings)
    assert "ada@example.org" in capsys.readouterr().out
    heir = await sign_in.user_of(google(1, "ada@example.org"))
    assert [(await sessions.principal(await sessions.open(one))).is_owner for one in (first, heir)] == [False, True]
    assert settings.database_url is not None
    async with await psycopg.AsyncConnection.connect(settings.database_url.get_secret_value()) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await app.execute("UPDATE directory_deployment SET owner_id = NULL")


async def test_who_owned_the_demo_does_not_stand_in_the_way_of_the_real_owner(services: Services) -> None:
    demo = await door(services, "invited", "http://127.0.0.1:8400").user_of(google(0, "robin@marlow.example"))
    with pytest.raises(NotInvited):
        await door(services, "invited", "http://127.0.0.1:8400").user_of(google(1))
    real = await door(services, "invited").user_of(google(2))
    with pytest.raises(NotInvited):
        await door(services, "invited").user_of(google(3))
    sessions = services.accounts.sessions
    assert [(await sessions.principal(await sessions.open(one))).is_owner for one in (demo, real)] == [False, True]


async def test_an_erased_owner_leaves_no_open_door(services: Services, settings: Settings) -> None:
    await door(services, "invited").user_of(google(0))
    async with await as_owner(settings) as connection:
        await connection.execute("DELETE FROM users")
    with pytest.raises(NotInvited):
        await door(services, "invited").user_of(google(1))
