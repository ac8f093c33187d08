"""Tokens and invitations, as the owner and whom they invite see them."""

from collections.abc import AsyncIterator
from importlib.metadata import version

import httpx
import pytest
from playwright.async_api import Page, expect

from devstack.simulator.config import MboxAccount
from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.e2e.test_look import PICTURES
from tests.e2e.test_mailbox import SIGNED_OUT, allow
from tests.integration.tenants import OTHER
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack
from tests.web_app import expect_built

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
FORBIDDEN = r"\b403\b"


@pytest.fixture(scope="module")
async def kith(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """A Kith that is nobody's yet, and that lets in who is invited."""
    expect_built()
    folder = tmp_path_factory.mktemp("settings")
    accounts = MboxAccount(OWNER, None, "Robin Marlow"), MboxAccount(OTHER, None, "Mara Hollis")
    async with (
        stack.settings(folder) as settings,
        product(settings, folder, *accounts, changed={"sign_up": "invited"}) as running,
    ):
        yield running


@pytest.fixture(scope="module")
async def owner(kith: Product) -> Browser:
    return await kith.browser().sign_in()


async def sign_in(page: Page, account: str) -> None:
    await page.get_by_role("link", name="Sign in with Google").click()
    await allow(page, account)


async def test_a_token_is_made_shown_once_used_and_revoked(
    kith: Product, owner: Browser, visit: Visit, phone: bool
) -> None:
    PICTURES.mkdir(exist_ok=True)
    size = "phone" if phone else "wide"
    visitor = await visit(owner, phone=phone)
    page = visitor.page
    await visitor.go("/")
    await page.get_by_role("button", name="Account of Robin Marlow").locator("visible=true").click()
    await page.get_by_role("menuitem", name="Settings").click()
    await visitor.heading("Settings")
    await page.get_by_role("button", name="New token").click()
    await page.get_by_label("Which program has it").fill(f"Address book, {size}")
    await page.get_by_label("See people and companies").check()
    await page.get_by_role("radio", name="30 days").click()
    assert await visitor.overflow() == 0
    assert await complaints(page) == []
    await page.screenshot(path=PICTURES / f"settings-new-token-{size}.png", full_page=True)
    await page.get_by_role("button", name="Make the token").click()
    secret = await page.get_by_role("textbox", name="Your new token").input_value()
    assert secret.startswith("kith_")
    row = page.get_by_role("list", name="Access tokens").get_by_role("listitem").filter(has_text=size)
    await expect(row).to_contain_text("See people and companies")
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"settings-token-{size}.png", full_page=True)
    async with httpx.AsyncClient(base_url=kith.url, headers={"authorization": f"Bearer {secret}"}) as program:
        assert (await program.get("/api/v1/contacts")).status_code == 200
        await page.reload()
        await expect(row).to_contain_text("used just now")
        assert secret not in await page.content()
        await row.get_by_role("button", name="Revoke").click()
        assert await complaints(page) == []
        await page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
        await expect(row).to_have_count(0)
        assert (await program.get("/api/v1/contacts")).status_code == 401


async def test_settings_say_who_one_is_and_what_kith_may_do_and_change_that(
    kith: Product, owner: Browser, visit: Visit, phone: bool
) -> None:
    PICTURES.mkdir(exist_ok=True)
    if not (await owner.get("mailboxes"))["items"]:
        await owner.synced(await owner.connect())
    other = kith.browser()
    other.http.headers["user-agent"] = FIREFOX
    await other.sign_in()
    visitor = await visit(owner, phone=phone, dark=phone)
    page = visitor.page
    await visitor.go("/settings")
    await expect(page.get_by_role("region", name="You", exact=True)).to_contain_text(OWNER)
    await expect(page.get_by_role("region", name="How it looks")).to_contain_text("LanguageEnglish, dates")
    await expect(page.get_by_role("region", name="This Kith")).to_contain_text(f"Version {version('kith')}.")

    model = page.get_by_role("region", name="Model", exact=True)
    await expect(model).to_contain_text("No language model is set, and everything works without one")
    await expect(model).to_contain_text("KITH_LLM_BASE_URL=http://127.0.0.1:11434/v1")

    rights = page.get_by_role("list", name="What Kith may do")
    for button, words in (("Let it send", "Kith may read and send"), ("Only read", "Kith may only read")):
        await rights.get_by_role("button", name=button).click()
        await page.get_by_role("button", name="Allow", exact=True).click()
        await visitor.heading("Settings")
        await expect(rights).to_contain_text(words)
    assert "granted" not in page.url

    sessions = page.get_by_role("list", name="Sessions")
    row = sessions.get_by_role("listitem").filter(has_text="Firefox on Linux")
    await expect(row).to_contain_text("from this machine")
    await expect(sessions.get_by_text("this browser")).to_have_count(1)
    await page.screenshot(path=PICTURES / f"settings-all-{'phone' if phone else 'wide'}.png", full_page=True)
    await row.get_by_role("button", name="Sign out Firefox on Linux").click()
    await expect(row).to_have_count(0)
    assert (await other.http.get("/api/v1/me")).status_code == 401

    space = "getComputedStyle(document.documentElement).getPropertyValue('--row-space')"
    compact = await page.evaluate(space)
    await page.get_by_role("radio", name="Roomy").click()
    await page.reload()
    await expect(page.get_by_role("radio", name="Roomy")).to_be_checked()
    assert float((await page.evaluate(space)).removesuffix("rem")) > float(compact.removesuffix("rem"))
    await page.get_by_role("radio", name="Compact").click()
    assert await visitor.overflow() == 0


async def test_a_stranger_is_told_what_to_do(owner: Browser, visit: Visit, phone: bool) -> None:
    visitor = await visit(phone=phone)
    visitor.expected.append(SIGNED_OUT)
    await visitor.go("/")
    await sign_in(visitor.page, OTHER)
    note = visitor.page.get_by_role("main").get_by_role("alert")
    await expect(note).to_contain_text("You have no account here yet")
    await expect(note).to_contain_text("Ask whoever runs it for a link")
    assert await visitor.overflow() == 0
    await visitor.page.screenshot(path=PICTURES / f"not-invited-{'phone' if phone else 'wide'}.png")


async def test_who_is_invited_comes_in_by_the_link_and_nobody_after(owner: Browser, visit: Visit) -> None:
    visitor = await visit(owner)
    await visitor.go("/settings")
    await visitor.page.get_by_label("For whom").fill("Mara")
    await visitor.page.get_by_role("button", name="Make a link").click()
    link = await visitor.page.get_by_role("textbox", name="Send this link").input_value()
    await visitor.page.screenshot(path=PICTURES / "settings-invitations-wide.png", full_page=True)

    path, _, secret = link.removeprefix(visitor.url).partition("#")
    guest = await visit(phone=True)
    guest.expected.append(SIGNED_OUT)
    await guest.go(f"{path}#{secret}")
    await guest.heading("You are invited")
    assert await guest.overflow() == 0
    assert await complaints(guest.page) == []
    await guest.page.screenshot(path=PICTURES / "invitation-phone.png")
    await sign_in(guest.page, OTHER)
    await guest.heading("Welcome, Mara")
    assert secret not in " ".join(guest.asked), "no address that anybody logs has it"
    await guest.go("/settings")
    await expect(guest.page.get_by_role("heading", name="Access tokens")).to_be_visible()
    await expect(guest.page.get_by_role("heading", name="Who may sign in")).to_have_count(0)

    late = await visit()
    late.expected += [SIGNED_OUT, FORBIDDEN]
    await late.go(f"{path}#{secret}")
    await late.heading("This invitation does not count")
    await late.page.get_by_role("link", name="Go to the start").click()
    await late.heading("The people behind your mail")
    await visitor.page.reload()
    await expect(visitor.page.get_by_role("list", name="Invitations")).to_contain_text("Used just now")


async def test_a_page_that_was_signed_out_elsewhere_shows_nothing_more(kith: Product, visit: Visit) -> None:
    here, there = [await visit(await kith.browser().sign_in()) for _ in range(2)]
    there.expected.append(SIGNED_OUT)
    await there.go("/settings")
    await here.go("/settings")
    await here.page.get_by_role("button", name="Sign out everywhere else").click()
    await there.heading("Sign in to go on")
    assert await complaints(there.page) == []
    await here.heading("Settings")
    await expect(here.page.get_by_role("list", name="Sessions").get_by_role("listitem")).to_have_count(1)
    here.expected.append(SIGNED_OUT)
    await here.page.get_by_role("button", name="Sign out everywhere", exact=True).click()
    await here.heading("The people behind your mail")
