"""Writing: a reply, the detour for the right to send it, what cannot be sent, and changes of a thread."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import WRITER, Visit
from tests.e2e.test_look import PICTURES, lightness
from tests.e2e.visitor import Visitor
from tests.product import Browser, Product

QUESTION = (
    f"From: Vera Ashby <vera@attic.example>\r\nTo: {WRITER}\r\nSubject: The attic\r\nMessage-ID: <a@attic.example>\r\n"
    "\r\nDear Wren,\r\n\r\nis it still full of boxes?\r\n\r\nVera\r\n"
).encode()
REFUSED = r"\b403\b"


async def wren_of(kith: Product) -> tuple[Browser, str, str]:
    """Somebody with one letter: (signed in, the thread's page, the page of who wrote it)."""
    await kith.gmail.deliver(QUESTION, account=WRITER)
    browser = await kith.browser().sign_in(WRITER)
    mailbox_id = await browser.connect(WRITER)
    await browser.synced(mailbox_id)
    (thread,) = (await browser.get("threads"))["items"]
    (vera,) = (await browser.get("contacts"))["items"]
    return browser, f"/thread?mailbox={mailbox_id}&id={thread['id']}", f"/contact?id={vera['id']}"


async def decide(page: Page, decision: str) -> None:
    """Answer Google's page, for the account that it has chosen."""
    await expect(page.get_by_role("radio", name=WRITER)).to_be_checked()
    await page.get_by_role("button", name=decision, exact=True).click()


async def picture(visitor: Visitor, name: str) -> None:
    """A picture to judge by; nothing hangs over."""
    assert await visitor.overflow() == 0
    await visitor.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


async def test_somebody_replies_changes_the_thread_and_writes_anew(kith: Product, visit: Visit) -> None:
    PICTURES.mkdir(exist_ok=True)
    wren, thread, contact = await wren_of(kith)
    visitor = await visit(wren)
    visitor.expected += [REFUSED]
    page = visitor.page
    await visitor.go(thread)
    reply = page.get_by_role("textbox", name="Reply")

    # The first reply needs the right to send; the detour comes back to where the person was, text and all.
    await reply.fill("Dear Vera,\n\nfuller than ever.")
    await reply.press("Control+Enter")
    await expect(page.get_by_text("Kith may only read this mailbox so far")).to_be_visible()
    await picture(visitor, "reply-allow-wide")
    await page.keyboard.press("Enter")  # the button has the focus
    await decide(page, "Allow")
    await visitor.heading("The attic")
    await expect(page.get_by_text("Kith may send mail now", exact=True)).to_be_visible()
    assert "granted" not in page.url
    await expect(reply).to_have_value("Dear Vera,\n\nfuller than ever.")
    await reply.press("Control+Enter")
    await expect(page.get_by_role("region", name="Reply").get_by_text("Sent", exact=True)).to_be_visible()
    await expect(reply).to_have_value("")
    await expect(page.get_by_text(re.compile("^2 messages"))).to_be_visible()
    await picture(visitor, "reply-sent-wide")

    mailbox = page.url.partition("mailbox=")[2].partition("&")[0]
    await visitor.go(f"/mailbox?id={mailbox}")
    await expect(page.get_by_text("Gmail · Kith may read and send · since")).to_be_visible()
    await visitor.go(thread)

    # Changing needs another right. Saying no changes nothing.
    archive = page.get_by_role("button", name="Archive")
    for decision in ("Cancel", "Allow"):
        await archive.click()
        await page.get_by_role("button", name="Allow on Google’s page").click()
        await decide(page, decision)
        await visitor.heading("The attic")
        if decision == "Cancel":
            await expect(page.get_by_text("You did not give permission.")).to_be_visible()
            await picture(visitor, "reply-refused-wide")
    await archive.click()
    await expect(archive).to_have_count(0)
    # With that right, whoever reads a thread has read it; and it stays unread where they want it so.
    await page.get_by_role("button", name="Mark as unread").click()
    await expect(page.get_by_role("button", name="Mark as read")).to_be_enabled()
    await page.reload()
    await expect(page.get_by_role("button", name="Mark as unread")).to_be_enabled()
    await page.get_by_role("button", name="Trash", exact=True).click()
    await page.get_by_role("button", name="Take out of the trash").click()
    await expect(page.get_by_role("button", name="Trash", exact=True)).to_be_visible()

    # What Gmail refuses says why, also after a reload, and goes out with Retry.
    await kith.gmail.fault(match=r"^messages\.send$", kind="status", status=400, reason="invalidArgument")
    await reply.fill("And dustier.")
    await page.get_by_role("button", name="Send").click()
    failure = page.get_by_text("Could not be sent:")
    await expect(failure).to_have_count(1)
    await page.reload()
    await expect(failure).to_have_count(1)
    await picture(visitor, "reply-failed-wide")
    why = (await wren.get("outbox"))["items"][0]["error"]
    small = await visit(wren, phone=True)
    for tab in (visitor, small):
        await tab.go("/jobs")
        await expect(tab.page.get_by_role("listitem").filter(has_text="Failed").first).to_contain_text(why)
        assert await tab.overflow() == 0
    await visitor.go(thread)
    await kith.gmail.fault()
    await page.get_by_role("button", name="Retry").click()
    await expect(failure).to_have_count(0)
    await expect(page.get_by_text(re.compile("^3 messages"))).to_be_visible()

    # On a phone at night, to somebody rather than in answer to something.
    small = await visit(wren, phone=True, dark=True)
    await small.go(contact)
    await small.page.get_by_role("button", name="Write").click()
    await small.page.get_by_role("textbox", name="Subject").fill("Tea on Sunday")
    body = small.page.get_by_role("textbox", name="Write to Vera Ashby")
    await body.fill("Four o’clock?")
    assert await lightness(small.page.locator("body"), "backgroundColor") < 0.25
    await picture(small, "compose-phone-dark")
    await small.page.get_by_role("button", name="Send").click()
    await expect(small.page.get_by_text("Sent", exact=True)).to_be_visible()
    await picture(small, "compose-sent-phone-dark")
    await small.go(thread)
    await picture(small, "reply-phone-dark")

    sent = [item["subject"] for item in (await wren.get("outbox"))["items"]]
    assert sent == ["Tea on Sunday", "Re: The attic", "Re: The attic"]
    snapshot = await kith.gmail.snapshot(WRITER)
    assert sum("SENT" in message["labelIds"] for message in snapshot.values()) == 3
