"""Writing: a reply, the detour for the right to send it, what cannot be sent, and changes of a thread."""

import re

from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import WRITER, WRITER_TOO, Visit
from tests.e2e.holding import held
from tests.e2e.test_look import PICTURES, lightness
from tests.e2e.visitor import Visitor
from tests.e2e.writer import fails_to_send_a_draft, wren_of
from tests.product import Product

REFUSED = r"\b403\b"
LOST = "net::ERR_FAILED"
SENDING = "**/api/v1/mailboxes/*/messages"


async def answers_everybody(kith: Product, visitor: Visitor, cellar: str) -> None:
    """Whom an answer goes to is shown and can be changed, its text outlives the tab, and a send can be undone."""
    page = visitor.page
    await visitor.go(cellar)
    form = page.get_by_role("form", name="Reply")
    reply = form.get_by_role("textbox", name="Reply")
    to, cc = (form.get_by_role("list", name=f"{name}: recipients", exact=True) for name in ("To", "Cc"))
    await expect(to.get_by_role("listitem")).to_have_text(["Vera Ashby", ""])
    await expect(cc.get_by_role("listitem")).to_have_text(["Otto Lind", "house@lists.attic.example", ""])
    await form.get_by_role("radio", name="Reply", exact=True).check()
    await expect(cc).to_have_count(0)
    await visitor.awake()
    await page.get_by_role("region", name="Thread").focus()
    await page.keyboard.press("a")
    await expect(form.get_by_role("radio", name="Reply all")).to_be_checked()
    await expect(reply).to_be_focused()

    # With the keyboard: Otto goes and comes back, and what is no address says so.
    await form.get_by_role("button", name="Remove otto@attic.example").press("Enter")
    field = form.get_by_role("combobox", name="Cc")
    await expect(field).to_be_focused()
    await field.press_sequentially("ott")
    await expect(form.get_by_role("option", name="Otto Lind")).to_be_visible()
    await field.press("ArrowDown")
    await expect(field).to_have_attribute("aria-expanded", "true")
    await picture(visitor, "reply-all-wide")
    await field.press("Enter")
    await expect(cc.get_by_role("listitem")).to_have_text(["house@lists.attic.example", "Otto Lind", ""])
    await field.press_sequentially("nobody")
    await field.press("Control+Enter")  # sends only what is one of the recipients
    await expect(cc.get_by_label("Not a mail address:")).to_be_visible()
    await field.press("Backspace")
    await expect(cc.get_by_text("nobody", exact=True)).to_have_count(0)
    await reply.fill("Mice, mostly.")

    again = await page.context.new_page()  # as after the tab was closed
    await again.goto(page.url)
    await expect(again.get_by_role("textbox", name="Reply")).to_have_value("Mice, mostly.")
    await again.close()

    await form.get_by_label("Attach files").set_input_files(
        {"name": "Mäuse.txt", "mimeType": "text/plain", "buffer": b"seven"}
    )
    await expect(form.get_by_role("list", name="Files that go with it")).to_contain_text("Mäuse.txt")
    await expect(form.get_by_role("progressbar")).to_have_count(0)  # it is there: nothing is sent without it
    async with held(kith):
        await reply.press("Control+Enter")
        await expect(reply).to_have_value("")
    await reply.fill("And owls.")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Not sent", exact=True)).to_be_visible()
    await expect(reply).to_have_value("Mice, mostly.\n\nAnd owls.")
    await expect(reply).to_be_focused()
    await expect(form.get_by_role("list", name="Files that go with it")).to_contain_text("Mäuse.txt")
    await picture(visitor, "reply-undone-wide")
    await loses_the_answer(visitor, reply)
    await expect(reply).to_have_value("Mice, mostly.\n\nAnd owls.")
    await reply.press("Control+Enter")
    await expect(page.get_by_role("region", name="Reply").get_by_text("Sent", exact=True)).to_be_visible()
    await expect(page.get_by_text(re.compile("^2 messages,"))).to_be_visible()


async def loses_the_answer(visitor: Visitor, reply: Locator) -> None:
    """It is sent, and nobody hears of it; what was no answer of Kith's is told from a server that is away."""
    visitor.expected += [LOST]
    page = visitor.page

    async def lost(route: Route) -> None:
        await expect(reply).not_to_be_editable()  # what is typed now would not go out with it
        await route.fetch()
        await route.abort()

    await page.route(SENDING, lambda route: route.fulfill(body="<p>A proxy</p>", content_type="text/html"), times=1)
    await reply.press("Control+Enter")
    await expect(page.get_by_text("Something went wrong on this page.")).to_be_visible()
    await page.route(SENDING, lost, times=1)
    await reply.press("Control+Enter")
    await expect(page.get_by_text("Kith does not answer.")).to_be_visible()
    await page.reload()


async def writes_from_another_mailbox(kith: Product, visitor: Visitor, contact: str) -> None:
    """A new mail goes out from the mailbox that was chosen; taken back or refused, it is found on Jobs."""
    visitor.expected += [REFUSED]
    page = visitor.page
    await visitor.go(contact)
    await page.get_by_role("button", name="Write").click()
    mailboxes = page.get_by_label("From", exact=True)
    sender = mailboxes.locator("option:checked")
    await expect(sender).to_have_text(WRITER)
    await mailboxes.select_option(WRITER_TOO)
    await page.get_by_role("textbox", name="Subject").fill("Tea on Sunday")
    body = page.get_by_role("textbox", name="Write to Vera Ashby")
    await body.fill("Four o’clock?")
    assert await lightness(page.locator("body"), "backgroundColor") < 0.25
    await picture(visitor, "compose-phone-dark")
    send = page.get_by_role("button", name="Send")
    await send.click()
    await page.get_by_role("button", name="Allow on Google’s page").click()
    await decide(page, "Allow", WRITER_TOO)
    await expect(body).to_have_value("Four o’clock?")
    await expect(sender).to_have_text(WRITER_TOO)
    async with held(kith):
        await send.click()
        await expect(page.get_by_text("Sending in a moment…")).to_be_visible()
    await expect(sender).to_have_text(WRITER_TOO)

    await visitor.go("/jobs")
    unsent = page.get_by_role("region", name="Not sent")
    await expect(unsent.get_by_text("Tea on Sunday")).to_be_visible()
    await expect(unsent).to_contain_text(f"To vera@attic.example, from {WRITER_TOO}")
    await picture(visitor, "jobs-not-sent-phone-dark")
    await unsent.get_by_role("button", name="Undo").click()
    await visitor.heading("People")
    await expect(page.get_by_role("textbox", name="Write to several")).to_have_value("Four o’clock?")
    await expect(sender).to_have_text(WRITER_TOO)

    await kith.gmail.fault(match=r"^messages\.send$", kind="status", status=400, reason="invalidArgument")
    await send.click()
    await expect(page.get_by_text("Could not be sent:")).to_be_visible()
    await page.get_by_role("button", name="Edit").click()
    await expect(page.get_by_text("Could not be sent:")).to_have_count(0)
    again = page.get_by_role("textbox", name="Write to several")
    await expect(again).to_have_value("Four o’clock?")
    await again.fill("Five o’clock?")
    await send.click()
    await expect(page.get_by_text("Could not be sent:")).to_be_visible()
    await kith.gmail.fault()
    await visitor.go("/jobs")
    await expect(unsent).to_contain_text("Could not be sent:")
    await picture(visitor, "jobs-failed-phone-dark")
    await unsent.get_by_role("button", name="Edit").click()
    await expect(again).to_have_value("Five o’clock?")
    await expect(sender).to_have_text(WRITER_TOO)
    await kith.gmail.fault(match=r"^messages\.send$", kind="status", status=400, reason="invalidArgument")
    await send.click()
    await expect(page.get_by_text("Could not be sent:")).to_be_visible()
    await kith.gmail.fault()
    await visitor.go("/jobs")
    await unsent.get_by_role("button", name="Retry").click()
    await expect(unsent).to_have_count(0)


async def decide(page: Page, decision: str, account: str = WRITER) -> None:
    """Answer Google's page, for the account that it has chosen."""
    await expect(page.get_by_role("radio", name=account)).to_be_checked()
    await page.get_by_role("button", name=decision, exact=True).click()


async def picture(visitor: Visitor, name: str) -> None:
    """A picture to judge by; nothing hangs over, and axe has nothing to complain of, menus and toasts included."""
    assert await visitor.overflow() == 0
    assert await complaints(visitor.page) == []
    await visitor.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


async def test_somebody_replies_changes_the_thread_and_writes_anew(kith: Product, visit: Visit) -> None:
    PICTURES.mkdir(exist_ok=True)
    wren, thread, cellar, contact = await wren_of(kith)
    visitor = await visit(wren, own=True)
    visitor.expected += [REFUSED]
    page = visitor.page
    await page.add_init_script("delete Crypto.prototype.randomUUID")  # as on plain http that is not localhost
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
    await expect(page.get_by_text(re.compile("^2 messages,"))).to_be_visible()
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
    await visitor.heading("The cellar")  # what leaves its list makes room for the next
    await visitor.go(thread)
    await page.get_by_role("button", name="Take out of the trash").click()
    await expect(page.get_by_role("button", name="Trash", exact=True)).to_be_visible()

    # What Gmail refuses says why, also after a reload, and goes out with Retry.
    await kith.gmail.fault(match=r"^(messages|drafts)\.send$", kind="status", status=400, reason="invalidArgument")
    await reply.fill("And dustier.")
    await page.get_by_role("button", name="Send").click()
    failure = page.get_by_text("Could not be sent:")
    await expect(failure).to_have_count(1)
    await page.reload()
    await expect(failure).to_have_count(1)
    await picture(visitor, "reply-failed-wide")
    why = (await wren.get("outbox"))["items"][0]["error"]
    small = await visit(wren, phone=True)
    draft = await fails_to_send_a_draft(kith, wren, mailbox)
    for tab in (visitor, small):
        await tab.go("/jobs")
        await expect(tab.page.get_by_role("listitem").filter(has_text="Failed").first).to_contain_text(why)
        unsent = tab.page.get_by_role("region", name="Not sent").get_by_role("listitem")
        for subject, editable in (("Re: The attic", 1), ("The roof", 0)):
            row = unsent.filter(has_text=subject)
            await expect(row.get_by_role("button", name="Retry")).to_be_visible()
            await expect(row.get_by_role("button", name="Edit")).to_have_count(editable)
        assert await tab.overflow() == 0
    await small.page.close()
    await wren.http.delete(f"/api/v1/outbox/{draft}")
    await visitor.go(thread)
    await kith.gmail.fault()
    await page.get_by_role("button", name="Retry").click()
    await expect(failure).to_have_count(0)
    await expect(page.get_by_text(re.compile("^3 messages,"))).to_be_visible()

    await answers_everybody(kith, visitor, cellar)

    # On a phone at night, to somebody rather than in answer to something.
    small = await visit(wren, phone=True, dark=True)
    await writes_from_another_mailbox(kith, small, contact)
    await small.go(thread)
    await picture(small, "reply-phone-dark")
    await small.go(cellar)
    await expect(small.page.get_by_role("button", name="Remove house@lists.attic.example")).to_be_visible()
    await picture(small, "reply-all-phone-dark")

    items = (await wren.get("outbox"))["items"]
    assert [item["subject"] for item in items] == ["Tea on Sunday", "Re: The cellar", "Re: The attic", "Re: The attic"]
    await kith.idle(wren, items[0]["id"])
    for account, sent in ((WRITER, 3), (WRITER_TOO, 1)):
        snapshot = await kith.gmail.snapshot(account)
        assert sum("SENT" in message["labelIds"] for message in snapshot.values()) == sent, account
