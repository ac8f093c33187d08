"""The whole product with the demo mailbox, synced once, and browsers to look at it."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import async_playwright, expect

from devstack.demo import write_demo_mbox
from devstack.simulator.config import MboxAccount
from devstack.vendors.server import running as vendors_running
from devstack.vendors.world import World
from tests.e2e.visitor import WAIT, Visitor
from tests.e2e.windows import Windows
from tests.enriching import vendor_settings
from tests.modelling import model_settings
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack
from tests.web_app import expect_built

NEWCOMER = "nell@marlow.example"  # has a few letters, and connects before our eyes
WAVERER = "otto@marlow.example"  # takes the permission back
WRITER = "wren@marlow.example"  # answers
WRITER_TOO = "wren.ashby@marlow.example"  # and has another mailbox
READER = "sol@marlow.example"  # goes through sixty letters, all unread
SORTER = "sage@marlow.example"  # does things with many at once
BRINGER = "ines@marlow.example"  # has an address book elsewhere
_NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

Visit = Callable[..., Awaitable[Visitor]]


def letters(number: int, to: str) -> bytes:
    """An mbox of small mails from eight people."""
    return b"".join(
        f"From - Mon Jun 01 10:00:00 2026\nFrom: Vera Ashby <vera.{n % 8}@attic.example>\nTo: {to}\n"
        f"Subject: Letter {n}\nMessage-ID: <{n}@attic.example>\nDate: Mon, 1 Jun 2026 10:{n % 60:02}:00 +0000\n\n"
        f"This is {n}.\n\n".encode()
        for n in range(number)
    )


def found_browser() -> str | None:
    """The Chromium on the PATH."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """A real browser: the one on the PATH, else Playwright's own."""
    async with async_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = found_browser() or (str(own) if own.exists() else None)
        if found is None:
            pytest.skip("needs Chromium: install `chromium` or `google-chrome`, or run: playwright install chromium")
        expect.set_options(timeout=WAIT)
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def windows(chromium: Chromium) -> Windows:
    return Windows(chromium)


@pytest.fixture(scope="session")
async def kith(stack: Stack, chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """Kith with a few accounts."""
    expect_built()
    folder = tmp_path_factory.mktemp("kith")
    demo = folder / "demo.mbox"
    write_demo_mbox(demo, now=datetime.now(UTC))
    few = folder / "few.mbox"
    few.write_bytes(letters(400, NEWCOMER))
    unread = folder / "unread.mbox"
    unread.write_bytes(letters(60, READER).replace(b"\nFrom: ", b"\nX-Gmail-Labels: Inbox,Unread\nFrom: "))
    async with stack.settings(folder) as settings:
        accounts = (
            MboxAccount(OWNER, demo, "Robin Marlow"),
            MboxAccount(NEWCOMER, few, "Nell Marlow"),
            MboxAccount(WAVERER, None, "Otto Marlow"),
            MboxAccount(WRITER, None, "Wren Marlow"),
            MboxAccount(WRITER_TOO, None, "Wren Ashby"),
            MboxAccount(READER, unread, "Sol Marlow"),
            MboxAccount(SORTER, None, "Sage Marlow"),
            MboxAccount(BRINGER, None, "Ines Marlow"),
        )
        with vendors_running(World()) as vendors:
            changed = {"send_delay": 0.5} | vendor_settings(vendors) | model_settings(vendors)
            async with product(settings, folder, *accounts, changed=changed) as running:
                await running.browser().sign_in()  # who is first owns the deployment
                yield running


@pytest.fixture(scope="session")
async def robin(kith: Product) -> Browser:
    """The demo's owner, signed in, with a mailbox that is in sync."""
    browser = await kith.browser().sign_in()
    mailbox = await browser.synced(await browser.connect())
    assert mailbox["status"] == "healthy", mailbox
    return browser


@pytest.fixture(params=[False, True], ids=["wide", "phone"])
def phone(request: pytest.FixtureRequest) -> bool:
    """A test that asks for it runs twice: at a desk, and with a phone in hand."""
    return bool(request.param)


@pytest.fixture
async def visit(kith: Product, windows: Windows) -> AsyncIterator[Visit]:
    """Opens windows: `await visit(robin, phone=True, dark=True)`. A complaint nobody expected fails the test.

    A window of their `own` is for tests that do to it what stays: its routes, its clock, its network, its rights.
    """
    opened: list[tuple[Visitor, bool, bool]] = []

    async def visiting(
        somebody: Browser | None = None, *, phone: bool = False, dark: bool = False, own: bool = False
    ) -> Visitor:
        if own:
            await windows.add(phone=phone)
        visitor = await windows.open(kith.url, phone=phone, dark=dark)
        opened.append((visitor, phone, own))
        cookies = dict(somebody.http.cookies if somebody else {}).items()
        await visitor.page.context.add_cookies(
            [{"name": name, "value": value, "url": kith.url} for name, value in cookies]
        )
        return visitor

    yield visiting
    complaints = [complaint for visitor, *_ in opened for complaint in visitor.unexpected()]
    for visitor, phone, own in opened:
        await (visitor.page.context.close() if own else windows.leave(visitor, phone=phone))
    assert complaints == []
