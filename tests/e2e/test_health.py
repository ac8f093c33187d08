"""The health of a mailbox on its page: what is said in plain words, and a check on request."""

import re

from playwright.async_api import expect

from tests.e2e.conftest import WAVERER, Visit, letters
from tests.e2e.test_look import PICTURES, SCHEMES
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
    desk, phone = visitors = await visit(otto), await visit(otto, phone=True)
    for visitor in visitors:
        await visitor.go(f"/mailbox?id={mailbox}")
        health = visitor.page.get_by_role("region", name="Health")
        await expect(health.get_by_role("heading", name="All is well")).to_be_visible()
        await expect(health).to_contain_text("Not yet compared with Gmail")
    await kith.gmail.fault(match="messages.list", kind="latency", seconds=1)
    await desk.page.get_by_role("region", name="Health").get_by_role("button", name="Check now").click()
    for visitor in visitors:
        health = visitor.page.get_by_role("region", name="Health")
        if visitor is phone:
            await visitor.page.reload()  # a page that has just come knows of it too
        await expect(health).to_contain_text("Comparing with Gmail: listing the mailbox and its labels")
        await expect(health.get_by_role("button", name="Checking")).to_be_disabled()
        assert await visitor.overflow() == 0
    await kith.gmail.fault()
    for visitor in visitors:
        health = visitor.page.get_by_role("region", name="Health")
        await expect(health).to_contain_text(
            re.compile("Compared with Gmail just now: .* had been missing; all of it is put")
        )
    await health.get_by_role("button", name="Check now").click()
    await expect(health).to_contain_text("Compared with Gmail just now: nothing missing.")
    await expect(health.get_by_role("button", name="Check now")).to_be_enabled()


async def test_the_health_fits_and_can_be_looked_at(kith: Product, robin: Browser, visit: Visit) -> None:
    PICTURES.mkdir(exist_ok=True)
    mailbox = await mailbox_of(robin)
    await robin.http.post(f"/api/v1/mailboxes/{mailbox}/reconcile")
    await kith.idle(robin, mailbox)
    for phone in (False, True):
        visitor = await visit(robin, phone=phone)
        await visitor.go(f"/mailbox?id={mailbox}")
        health = visitor.page.get_by_role("region", name="Health")
        await expect(health).to_contain_text("nothing missing")
        await expect(health).to_contain_text("units")
        for scheme in SCHEMES:
            await visitor.page.emulate_media(color_scheme=scheme)
            assert await visitor.overflow() == 0
            name = f"health-{'phone' if phone else 'wide'}-{scheme}.png"
            await health.screenshot(path=PICTURES / name)
