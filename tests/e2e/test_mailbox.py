"""Signing in, connecting, watching, importing, reconnecting, and signing out, as a person does it."""

import asyncio
import re

from playwright.async_api import Page, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import NEWCOMER, WAVERER, Visit, letters
from tests.e2e.visitor import Visitor
from tests.integration.tenants import as_owner
from tests.product import OWNER, Browser, Product

SIGNED_OUT = r"\b401\b"  # the page asks who is signed in; the answer is nobody


async def allow(page: Page, account: str) -> None:
    """Choose the account on the consent page, and allow."""
    await page.get_by_role("radio", name=account).check()
    await page.get_by_role("button", name="Allow").click()


async def test_a_newcomer_signs_in_connects_and_watches_the_mail_arrive(kith: Product, visit: Visit) -> None:
    """At a desk and with a phone at once: they connect with the one, and both show how the copy grows."""
    desk, phone = await visit(), await visit(phone=True)
    for visitor in (desk, phone):
        visitor.expected.append(SIGNED_OUT)
        await visitor.go("/")
        await visitor.page.get_by_role("link", name="Sign in with Google").click()
        await allow(visitor.page, NEWCOMER)
        await visitor.heading("Welcome, Nell")
        assert await visitor.overflow() == 0
    people = await phone.page.context.new_page()
    await people.goto(f"{kith.url}/contacts")
    await expect(people.get_by_text("Nobody yet")).to_be_visible()
    await kith.gmail.fault(match="^batch$", kind="latency", seconds=0.3)  # time to look at it
    await phone.page.get_by_role("button", name="Connect Gmail").click()
    await allow(phone.page, NEWCOMER)
    await phone.heading(NEWCOMER)
    await phone.watch(phone.page.get_by_role("region", name="Progress"))
    await desk.go(phone.page.url.removeprefix(kith.url))
    await desk.watch(desk.page.get_by_role("region", name="Progress"))
    await expect(people.get_by_role("list", name="People").get_by_role("listitem").first).to_be_visible()
    assert "100 %" not in await phone.page.get_by_role("region", name="Progress").inner_text()
    await people.close()
    for visitor in (phone, desk):
        page = visitor.page
        assert await visitor.overflow() == 0
        await expect(page.get_by_role("region", name="Progress")).to_contain_text("100 %", timeout=60_000)
        await expect(page.get_by_text("Up to date", exact=True).first).to_be_visible()
        counts = [int(text.split()[0].replace(",", "")) for text in await visitor.seen()]
        assert counts == sorted(counts)
        assert len(set(counts)) >= 3, counts
        await expect(page.get_by_role("list", name="People found").get_by_role("listitem")).to_have_count(6)
        assert await visitor.overflow() == 0
        assert await complaints(page) == []
    await kith.gmail.fault()


async def test_saying_no_on_the_consent_page_is_answered_kindly(kith: Product, visit: Visit, phone: bool) -> None:
    visitor = await visit(phone=phone)
    visitor.expected.append(SIGNED_OUT)
    await visitor.go("/")
    await visitor.page.get_by_role("link", name="Sign in with Google").click()
    await visitor.page.get_by_role("button", name="Cancel").click()
    await expect(visitor.page.get_by_text("You did not give permission.")).to_be_visible()


async def test_somebody_says_which_addresses_are_theirs(robin: Browser, visit: Visit, phone: bool) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    mailbox = (await robin.get("mailboxes"))["items"][0]
    known = {one["address"]: one["received"] for one in await robin.every("contacts")}
    somebody = min(known)
    await visitor.go(f"/mailbox?id={mailbox['id']}")
    addresses = page.get_by_role("list", name="Your addresses")
    await expect(addresses.get_by_role("listitem")).to_have_count(1)
    await expect(addresses).to_contain_text("this mailbox")
    await page.get_by_label("Another address of yours").fill(somebody)
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(addresses).to_contain_text(f"{somebody}you said so", use_inner_text=False)
    async with asyncio.timeout(30):
        while somebody in {one["address"] for one in await robin.every("contacts")}:
            await asyncio.sleep(0.1)
    await addresses.get_by_role("button", name=f"{somebody} is not mine").click()
    assert await complaints(page) == []
    await page.get_by_role("alertdialog").get_by_role("button", name="Not mine").click()
    await expect(addresses.get_by_role("listitem")).to_have_count(1)
    async with asyncio.timeout(30):
        while {one["address"]: one["received"] for one in await robin.every("contacts")} != known:
            await asyncio.sleep(0.1)


async def test_an_mbox_dropped_on_the_page_is_imported_with_progress(robin: Browser, visit: Visit, phone: bool) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/mailboxes")
    await visitor.watch(page.locator("main"))
    data = await page.evaluate_handle(
        """mbox => {
            const data = new DataTransfer();
            data.items.add(new File([mbox], "old mail.mbox"));
            return data;
        }""",
        letters(400, OWNER).decode(),
    )
    zone = page.get_by_role("region", name="Import an mbox file")
    await zone.dispatch_event("dragover", {"dataTransfer": data})
    await zone.dispatch_event("drop", {"dataTransfer": data})
    await expect(page.get_by_text("old mail.mbox is read: 400 messages")).to_be_visible(timeout=30_000)
    seen = " ".join(await visitor.seen())
    assert "Sending old mail.mbox" in seen
    assert "Reading old mail.mbox" in seen
    await page.get_by_role("link", name="Open the mailbox").click()
    # Another test may have brought mail to the same mailbox.
    await expect(page.get_by_text(re.compile(r"Imported from a file: 4\d\d messages"))).to_be_visible()
    await expect(page.get_by_role("region", name="Progress")).to_contain_text(re.compile(r"of 4\d\d messages"))


async def test_a_file_that_is_no_mbox_is_refused_in_the_words_of_the_api(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    visitor = await visit(robin, phone=phone)
    visitor.expected.append(r"\b422\b")
    await visitor.go("/mailboxes")
    await visitor.page.get_by_label("mbox file", exact=True).set_input_files(
        {"name": "empty.mbox", "mimeType": "application/mbox", "buffer": b""}
    )
    await expect(visitor.page.locator("main").get_by_role("alert")).to_contain_text("empty")
    await expect(visitor.page.get_by_role("button", name="Choose another file")).to_be_visible()
    assert await complaints(visitor.page) == []


async def test_a_revoked_grant_shows_a_banner_and_one_button_mends_it(kith: Product, visit: Visit, phone: bool) -> None:
    otto = await kith.browser().sign_in(WAVERER)
    mailbox = await otto.connect(WAVERER)
    before = (await otto.synced(mailbox))["counts"]["stored"]
    await kith.idle(otto, mailbox)
    visitor = await visit(otto, phone=phone)
    page = visitor.page
    await visitor.go(f"/mailbox?id={mailbox}")
    await kith.gmail.control("POST", f"accounts/{WAVERER}/revoke")
    await page.get_by_role("button", name="Sync now").click()
    banner = page.get_by_role("alert").filter(has_text="Google no longer lets Kith read this mailbox")
    await expect(banner).to_be_visible()
    assert await complaints(page) == []
    await kith.gmail.deliver(letters(1, WAVERER).partition(b"\n")[2], account=WAVERER)
    await banner.get_by_role("button", name="Reconnect").click()
    await allow(page, WAVERER)
    await visitor.heading(WAVERER)
    await expect(page.get_by_role("region", name="Progress")).to_contain_text(f"of {before + 1} message")
    await expect(banner).to_have_count(0)


async def test_disconnecting_keeps_the_copy_and_offers_the_way_back(kith: Product, visit: Visit, phone: bool) -> None:
    otto = await kith.browser().sign_in(WAVERER)
    mailbox = await otto.connect(WAVERER)
    await otto.synced(mailbox)
    visitor = await visit(otto, phone=phone)
    page = visitor.page
    await visitor.go(f"/mailbox?id={mailbox}")
    await page.get_by_role("button", name="Disconnect").click()
    assert await complaints(page) == []
    await page.get_by_role("alertdialog").get_by_role("button", name="Disconnect").click()
    await expect(page.get_by_role("alert").get_by_role("button", name="Connect again")).to_be_visible()
    await expect(page.get_by_role("button", name="Erase the copy")).to_be_visible()


async def test_a_copy_that_is_being_erased_says_so_until_it_is_gone(kith: Product, visit: Visit) -> None:
    otto = await kith.browser().sign_in(WAVERER)
    await kith.gmail.deliver(letters(1, WAVERER).partition(b"\n")[2], account=WAVERER)
    mailbox = await otto.connect(WAVERER)
    await otto.synced(mailbox)
    await kith.idle(otto, mailbox)
    desk, phone = visitors = await visit(otto), await visit(otto, phone=True)
    lines = [visitor.page.get_by_role("link", name=WAVERER) for visitor in visitors]
    async with await as_owner(kith.settings) as owner, owner.transaction():
        held = await owner.execute("SELECT 1 FROM messages WHERE mailbox_id = %s FOR UPDATE", [mailbox])
        assert held.rowcount > 0, "the job waits for these in its midst"
        for visitor, end in ((phone, "Cancel"), (desk, "Erase everything")):
            await visitor.go(f"/mailbox?id={mailbox}")
            await visitor.page.get_by_role("button", name="Disconnect").click()
            dialog = visitor.page.get_by_role("alertdialog")
            await dialog.get_by_label("Erase the copy as well").check()
            await expect(dialog.get_by_role("button", name="Erase everything")).to_be_in_viewport()
            assert await visitor.overflow() == 0
            assert await complaints(visitor.page) == []
            await dialog.get_by_role("button", name=end).click()
            await expect(dialog).to_have_count(0)
        await desk.heading("Mailboxes")
        for visitor, line in zip(visitors, lines, strict=True):
            page = visitor.page
            if visitor is desk:
                await expect(line).to_contain_text("Being erased")
                await line.click()
            banner = page.get_by_role("alert").filter(has_text="Being erased")
            await expect(banner).to_contain_text("It can be connected again when it is gone.")
            await expect(page.get_by_role("button", name="Connect again")).to_have_count(0)
            assert await visitor.overflow() == 0
            await visitor.go("/mailboxes")
            await expect(line).to_contain_text("Being erased")
            assert await visitor.overflow() == 0
    for line in lines:
        await expect(line).to_have_count(0)
    assert (await otto.get("mailboxes"))["items"] == []


async def test_signing_out_leaves_nothing_standing_in_any_tab(kith: Product, visit: Visit, phone: bool) -> None:
    nell = await kith.browser().sign_in(NEWCOMER)
    visitor = await visit(nell, phone=phone)
    visitor.expected.append(SIGNED_OUT)
    page = visitor.page
    await visitor.go("/")
    other = Visitor(await page.context.new_page(), kith.url, visitor.expected)
    await other.go("/settings")
    await page.evaluate("sessionStorage.setItem('kith:text:thread:1', 'Dear Vera')")
    await page.get_by_role("button", name="Account of Nell Marlow").locator("visible=true").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await visitor.heading("The people behind your mail")
    await other.heading("Sign in to go on")
    for tab in (visitor, other):
        shown = await tab.page.content() + await tab.page.title()
        assert [word for word in ("Nell", NEWCOMER, "Live") if word in shown] == []
    assert await page.evaluate("sessionStorage.length") == 0
    assert other.unexpected() == []
    await visitor.go("/contacts")
    await visitor.heading("Sign in to go on")
    assert (await nell.http.get("/api/v1/me")).status_code == 401
