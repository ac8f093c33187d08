"""The health of a mailbox on its page: what is said in plain words, and a check on request."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import WAVERER, Visit, letters
from tests.e2e.test_look import PICTURES
from tests.integration.tenants import as_owner
from tests.product import Browser, Product


async def mailbox_of(browser: Browser) -> str:
    """The id of somebody's only Gmail mailbox."""
    boxes = (await browser.get("mailboxes"))["items"]
    return next(str(box["id"]) for box in boxes if box["provider"] == "gmail")


async def test_check_now_finds_what_was_lost_and_says_so(kith: Product, visit: Visit) -> None:
    otto = await kith.browser().sign_in(WAVERER)
    await kith.gmail.deliver(letters(1, WAVERER).partition(b"\n")[2], account=WAVERER)
    mailbox = await otto.connect(WAVERER)
    await otto.synced(mailbox)
    await kith.idle(otto, mailbox)
    async with await as_owner(kith.settings) as owner:
        assert (await owner.execute("DELETE FROM messages WHERE mailbox_id = %s", [mailbox])).rowcount > 0
    visitor = await visit(otto)
    page = visitor.page
    await visitor.go(f"/mailbox?id={mailbox}")
    health = page.get_by_role("region", name="Health")
    await expect(health.get_by_role("heading", name="All is well")).to_be_visible()
    await expect(health).to_contain_text("Not yet compared with Gmail")
    await kith.gmail.fault(match="messages.list", kind="latency", seconds=0.1)
    await health.get_by_role("button", name="Check now").click()
    await expect(health).to_contain_text("Comparing with Gmail: listing the mailbox and its labels")
    await expect(health.get_by_role("button", name="Checking")).to_be_disabled()
    await expect(health).to_contain_text(
        re.compile("Compared with Gmail just now: .* had been missing; all of it is put")
    )
    await kith.gmail.fault()
    await health.get_by_role("button", name="Check now").click()
    await expect(health).to_contain_text("Compared with Gmail just now: nothing missing.")
    await expect(health.get_by_role("button", name="Check now")).to_be_enabled()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_the_health_fits_and_can_be_looked_at(
    kith: Product, robin: Browser, visit: Visit, phone: bool, dark: bool
) -> None:
    PICTURES.mkdir(exist_ok=True)
    mailbox = await mailbox_of(robin)
    await robin.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
    await kith.idle(robin, mailbox)
    visitor = await visit(robin, phone=phone, dark=dark)
    await visitor.go(f"/mailbox?id={mailbox}")
    health = visitor.page.get_by_role("region", name="Health")
    await expect(health).to_contain_text("nothing missing")
    await expect(health).to_contain_text("units")
    assert await visitor.overflow() == 0
    name = f"health-{'phone' if phone else 'wide'}-{'dark' if dark else 'light'}.png"
    await health.screenshot(path=PICTURES / name)
