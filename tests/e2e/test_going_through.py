"""Going through mail: the list beside the thread, single keys, and what is done undone."""

import asyncio

from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import READER, Visit
from tests.e2e.test_look import PICTURES
from tests.e2e.visitor import Visitor
from tests.product import Browser, Product

INBOX = "/threads?label=INBOX"
REFUSED = r"\b403\b"
TOP = "row => row.getBoundingClientRect().top"


async def sol_of(kith: Product) -> tuple[Browser, str]:
    """Somebody with sixty letters that Kith may only read so far, and their mailbox."""
    sol = await kith.browser().sign_in(READER)
    mailbox = await sol.connect(READER)
    await sol.synced(mailbox)
    return sol, mailbox


def row(page: Page, number: int) -> Locator:
    """A letter in the list: 59 is the newest."""
    return page.get_by_role("list", name="Threads").get_by_role("link").filter(has_text=f"Letter {number} ")


def undo(page: Page) -> Locator:
    """What the toast offers."""
    return page.get_by_role("button", name="Undo")


async def points_at_undo(page: Page) -> None:
    """It stays as long as somebody does; only a mouse that moves is noticed."""
    await page.mouse.move(0, 0)
    await undo(page).hover()


async def labelled(kith: Product, label: str, number: int) -> None:
    """Wait until Gmail has so many messages with a label."""
    async with asyncio.timeout(15):
        while sum(label in one["labelIds"] for one in (await kith.gmail.snapshot(READER)).values()) != number:
            await asyncio.sleep(0.1)


async def picture(visitor: Visitor, name: str) -> None:
    """A picture to judge by; nothing hangs over, and axe finds nothing."""
    assert await visitor.overflow() == 0
    assert await complaints(visitor.page) == []
    await visitor.page.screenshot(path=PICTURES / f"{name}.png")


async def reads_beside_the_list(visitor: Visitor) -> None:
    """A thread opens beside the list, which keeps its place and what is looked for; Back, and a shared address."""
    page = visitor.page
    pane = page.get_by_role("region", name="Thread")
    await visitor.go(INBOX)
    await expect(pane.get_by_text("Choose a thread to read it here.")).to_be_visible()
    await picture(visitor, "split-empty")
    await row(page, 25).scroll_into_view_if_needed()
    top = await row(page, 25).evaluate(TOP)
    await row(page, 25).click()
    await visitor.heading("Letter 25")
    await expect(pane).to_be_focused()
    await expect(row(page, 25)).to_have_attribute("aria-current", "true")
    assert abs(await row(page, 25).evaluate(TOP) - top) < 2
    await picture(visitor, "split-wide")
    shared = page.url

    await page.keyboard.press("j")
    await visitor.heading("Letter 24")
    await page.go_back()
    await visitor.heading("Mail")
    assert page.url.endswith(INBOX)
    await expect(row(page, 24)).to_be_focused()
    await expect(page).to_have_title("Mail · Kith")

    await page.get_by_role("searchbox", name="Search mail").fill('"this is 31"')
    found = page.get_by_role("list", name="Messages found").get_by_role("link")
    await expect(found).to_have_count(1)
    await found.click()
    await visitor.heading("Letter 31")
    await expect(page).to_have_title("Letter 31 · Kith")
    await expect(page.get_by_role("searchbox", name="Search mail")).to_have_value('"this is 31"')
    await page.go_back()
    await expect(found).to_be_focused()

    await page.goto(shared)  # as somebody opens it to whom it was sent
    await visitor.heading("Letter 25")
    await expect(row(page, 25)).to_be_in_viewport()
    await expect(page.get_by_role("radio", name="Inbox")).to_be_checked()


async def is_asked_for_the_right(visitor: Visitor) -> None:
    """Where Kith may only read, a key changes nothing, and says what it would take."""
    page = visitor.page
    await visitor.awake()
    await page.keyboard.press("e")
    await expect(page.get_by_text("Kith may only read this mailbox so far")).to_be_visible()
    await visitor.heading("Letter 25")
    await expect(row(page, 25)).to_be_visible()
    await page.keyboard.press("u")
    await visitor.heading("Mail")
    await row(page, 24).focus()
    await page.keyboard.press("e")
    await expect(visitor.toast("Open a thread of it, and change it there")).to_be_visible()
    await expect(row(page, 24)).to_be_visible()


async def goes_through_with_keys(kith: Product, visitor: Visitor) -> None:
    """Archive, undo, read and unread, reply; and what Gmail refuses comes back with the reason."""
    page = visitor.page
    await visitor.go(INBOX)
    await expect(row(page, 59)).to_be_visible()
    await visitor.awake()
    await page.keyboard.press("j")
    await visitor.heading("Letter 59")
    await expect(row(page, 59)).to_be_focused()
    await expect(row(page, 59)).not_to_contain_text("unread")
    await page.keyboard.press("ArrowDown")
    await visitor.heading("Letter 58")
    await expect(page.get_by_role("button", name="Mark as unread")).to_be_enabled()

    await page.keyboard.press("e")
    await visitor.heading("Letter 57")
    await expect(row(page, 58)).to_have_count(0)
    await expect(row(page, 57)).to_be_focused()
    await points_at_undo(page)
    await labelled(kith, "INBOX", 59)
    await page.keyboard.press("z")
    await expect(row(page, 58)).to_be_visible()
    await labelled(kith, "INBOX", 60)

    await expect(page.get_by_role("button", name="Mark as unread")).to_be_enabled()
    await page.keyboard.press("Shift+U")
    await expect(row(page, 57)).to_contain_text("unread")
    await expect(page.get_by_role("button", name="Mark as read")).to_be_enabled()
    await page.keyboard.press("Shift+I")
    await expect(row(page, 57)).not_to_contain_text("unread")
    await expect(page.get_by_role("button", name="Mark as unread")).to_be_enabled()
    await page.keyboard.press("Shift+U")
    await expect(row(page, 57)).to_contain_text("unread")
    await points_at_undo(page)
    await picture(visitor, "split-undo")
    await undo(page).click()
    await expect(row(page, 57)).not_to_contain_text("unread")

    await page.get_by_role("region", name="Thread").focus()
    await page.keyboard.press("r")
    reply = page.get_by_role("textbox", name="Reply")
    await expect(reply).to_be_focused()
    await page.keyboard.type("jek#")
    await expect(reply).to_have_value("jek#")
    await reply.fill("")
    await page.get_by_role("region", name="Thread").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Archive")
    await picture(visitor, "split-keys")
    await page.keyboard.press("Escape")

    await kith.gmail.fault(match=r"^threads\.modify$", kind="status", status=400, reason="invalidArgument")
    await page.keyboard.press("Shift+U")
    await page.keyboard.press("e")  # while that is under way
    await expect(row(page, 57)).to_have_count(0)
    await expect(page.get_by_text("Gmail did not do that.", exact=True)).to_be_visible()
    await expect(row(page, 57)).to_be_visible()
    await kith.gmail.fault()
    await page.keyboard.press("u")
    await visitor.heading("Mail")


async def goes_through_on_a_phone(kith: Product, visitor: Visitor) -> None:
    """There a thread is a page of its own; its buttons and toasts do the same, and so does a keyboard."""
    page = visitor.page
    await visitor.go(INBOX)
    await row(page, 40).click()
    await visitor.heading("Letter 40")
    await expect(page.get_by_role("list", name="Threads")).to_have_count(0)
    await visitor.awake()
    await page.keyboard.press("j")
    await visitor.heading("Letter 39")
    await page.get_by_role("button", name="Archive").click()
    await visitor.heading("Letter 38")
    await points_at_undo(page)
    await picture(visitor, "undo-phone-dark")
    await undo(page).click()
    await page.get_by_role("main").get_by_role("link", name="Mail", exact=True).click()
    await visitor.heading("Mail")
    await expect(row(page, 39)).to_be_visible()
    assert page.url.endswith(INBOX)
    await labelled(kith, "INBOX", 60)
    await row(page, 39).focus()
    await page.keyboard.press("Shift+U")
    await expect(page.get_by_text("Marked as unread", exact=True)).to_be_visible()
    await page.keyboard.press("#")
    await expect(row(page, 39)).to_have_count(0)
    await expect(row(page, 38)).to_be_focused()
    await labelled(kith, "TRASH", 1)
    await expect(page.get_by_text("Moved to the trash", exact=True)).to_be_visible()
    # One toast at a time, and nothing that can be pressed is under it.
    await expect(undo(page)).to_have_count(1)
    await expect(page.get_by_text("Marked as unread", exact=True)).to_have_count(0)
    toast = await page.get_by_role("listitem").filter(has=undo(page)).bounding_box()
    navigation = await page.get_by_role("navigation", name="Main").bounding_box()
    assert toast
    assert navigation
    assert toast["y"] + toast["height"] <= navigation["y"]
    await page.keyboard.press("z")
    await labelled(kith, "TRASH", 0)


async def test_mail_is_read_beside_its_list_and_gone_through_with_keys_that_can_be_undone(
    kith: Product, visit: Visit
) -> None:
    PICTURES.mkdir(exist_ok=True)
    sol, mailbox = await sol_of(kith)
    visitor = await visit(sol)
    visitor.expected.append(REFUSED)
    await reads_beside_the_list(visitor)
    await is_asked_for_the_right(visitor)
    await sol.grant(mailbox, account=READER)
    await goes_through_with_keys(kith, visitor)
    await visitor.page.set_viewport_size(
        ViewportSize(width=1279, height=900)
    )  # the thread goes on as a page of its own
    await expect(visitor.page.get_by_role("region", name="Thread")).to_have_count(0)
    await goes_through_on_a_phone(kith, await visit(sol, phone=True, dark=True))
