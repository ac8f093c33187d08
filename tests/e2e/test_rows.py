"""Rows of lists: how many there are in sight, and what is done with several of them at once."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import SORTER, Visit, letters
from tests.e2e.test_look import PICTURES
from tests.e2e.visitor import Visitor
from tests.product import Browser, Product

_WHOLE = """rows => rows.filter(row => {
    const {top, bottom} = row.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
}).length"""
_LEAST = "parts => Math.min(...parts.map(part => part.getBoundingClientRect().height))"
ROOMY = "roomy => { document.documentElement.dataset.density = roomy ? 'roomy' : '' }"
TOUCH = 44  # pixels: what a thumb hits


async def whole_rows(page: Page) -> int:
    """How many rows are in sight from top to bottom."""
    return int(await page.locator("main li:has([data-row])").evaluate_all(_WHOLE))


async def looked_at(visitor: Visitor, name: str) -> None:
    """Axe finds nothing, nothing hangs over, and there is a picture to judge by."""
    assert await complaints(visitor.page) == []
    assert await visitor.overflow() == 0
    PICTURES.mkdir(exist_ok=True)
    await visitor.page.screenshot(path=PICTURES / f"{name}.png")


def bar(page: Page, many: str) -> Locator:
    """What can be done with what is selected."""
    return page.get_by_role("group", name=f"What to do with the selected {many}")


async def test_twelve_people_are_in_sight_selected_copied_and_written_to(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin, own=True)
    page = visitor.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.set_viewport_size({"width": 1280, "height": 800})
    await visitor.go("/contacts")
    people = (await robin.get("contacts", kind="person", sort="strength"))["items"]
    rows = page.locator("main [data-row]")
    await expect(rows).to_have_count(50)
    compact = await whole_rows(page)
    assert compact >= 12
    await page.evaluate(ROOMY, True)
    assert await whole_rows(page) < compact
    await page.evaluate(ROOMY, False)

    await expect(page.get_by_role("button", name="Select people")).to_be_hidden()  # a mouse finds the boxes

    # With the mouse a few in a row, with the keyboard one more; more rows leave them selected.
    boxes = page.get_by_role("checkbox", name=re.compile("^Select (?!all)"))
    selected = bar(page, "people")
    await boxes.nth(1).check()
    await boxes.nth(4).click(modifiers=["Shift"])
    await expect(selected).to_contain_text("4 people selected")
    await boxes.nth(4).focus()
    await visitor.awake()
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await expect(page.locator("[aria-live]").filter(has_text="5 people selected")).to_have_count(1)
    await looked_at(visitor, "people-selected-wide")
    await rows.last.scroll_into_view_if_needed()
    await expect(rows.nth(75)).to_be_attached()
    await expect(selected).to_be_in_viewport()
    await expect(selected).to_contain_text("5 people selected")

    chosen = people[1:6]
    await selected.get_by_role("button", name="Copy addresses").click()
    await expect(page.get_by_text("5 addresses copied", exact=True)).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == ", ".join(f'"{one["name"]}" <{one["address"]}>' for one in chosen)
    await selected.get_by_role("button", name="Write").click()
    to = page.get_by_role("list", name="To: recipients")
    await expect(to.get_by_role("listitem")).to_have_text([*(one["name"] for one in chosen), ""])
    await looked_at(visitor, "people-written-to-wide")
    await page.keyboard.press("Escape")  # in a field it is no word about rows
    await expect(selected).to_be_visible()
    await page.get_by_role("region", name="Write to several").get_by_role("button", name="Close").click()
    await expect(to).to_have_count(0)
    await boxes.nth(0).focus()
    await page.keyboard.press("Escape")
    await expect(selected).to_have_count(0)

    await boxes.nth(2).check()
    await selected.get_by_role("checkbox", name="Select all").check()
    await expect(selected).to_contain_text(re.compile(r"\d{2,} people selected"))
    await page.get_by_role("searchbox", name="Search people").fill("marchetti")
    await expect(rows).to_have_count(1)
    await expect(selected).to_have_count(0)


async def test_rows_are_selected_with_a_thumb(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin, phone=True, dark=True)
    page = visitor.page
    await visitor.go("/contacts")
    rows = page.locator("main [data-row]")
    await expect(rows).to_have_count(50)
    assert await rows.evaluate_all(_LEAST) >= TOUCH
    compact = await whole_rows(page)
    await page.get_by_role("button", name="Select people").tap()
    selected, navigation = bar(page, "people"), page.get_by_role("navigation", name="Main")
    await expect(selected).to_contain_text("Choose people")
    await expect(navigation).to_have_count(0)
    assert await selected.get_by_role("button").evaluate_all(_LEAST) >= TOUCH
    for row in (0, 2):
        await page.get_by_role("checkbox", name=re.compile("^Select (?!all)")).nth(row).tap()
    await expect(selected).to_contain_text("2 people selected")
    await looked_at(visitor, "people-selected-phone")
    await selected.get_by_role("button", name="End the selection").tap()
    await expect(selected).to_have_count(0)
    # What this mailbox does not allow so far is asked for.
    await navigation.get_by_role("link", name="Mail", exact=True).tap()
    await visitor.settled()
    await page.get_by_role("checkbox", name=re.compile("^Select ")).nth(0).tap()
    await bar(page, "threads").get_by_role("button", name="Trash").tap()
    await expect(page.get_by_text("To change mail in it, allow it once on Google’s page")).to_be_visible()
    await looked_at(visitor, "threads-not-allowed-phone")
    await page.go_back()
    await expect(rows).to_have_count(50)
    await page.evaluate(ROOMY, True)
    assert await whole_rows(page) < compact
    assert await visitor.overflow() == 0


async def until_labelled(kith: Product, **numbers: int) -> None:
    """Wait until so many of Sage's messages have each label at Gmail."""
    async with asyncio.timeout(20):
        while True:
            messages = (await kith.gmail.snapshot(SORTER)).values()
            if all(sum(label in one["labelIds"] for one in messages) == number for label, number in numbers.items()):
                return
            await asyncio.sleep(0.1)


@pytest.fixture
async def sage(kith: Product) -> Browser:
    """Somebody whose Gmail mailbox Kith may change, with six letters in it; and two more are in a file."""
    for number in range(6):
        raw = f"From: Vera Ashby <vera@attic.example>\r\nTo: {SORTER}\r\nSubject: Box {number}\r\n\r\nFull.\r\n"
        await kith.gmail.deliver(raw.encode(), account=SORTER)
    browser = await kith.browser().sign_in(SORTER)
    mailbox = await browser.connect(SORTER)
    await browser.synced(mailbox)
    await browser.grant(mailbox, account=SORTER)
    file = {"file": ("attic.mbox", letters(2, SORTER))}
    imported = (await browser.http.post("/api/v1/imports", files=file)).json()["mailbox_id"]
    await browser.synced(imported)
    return browser


async def test_threads_are_archived_marked_and_brought_back_many_at_once(
    kith: Product, sage: Browser, visit: Visit
) -> None:
    visitor = await visit(sage)
    page = visitor.page

    await visitor.go("/threads")
    rows = page.get_by_role("list", name="Threads").get_by_role("listitem")
    await expect(rows).to_have_count(8)
    selected = bar(page, "threads")
    box = page.get_by_role("checkbox", name="Select Box 3")
    await box.check()
    await kith.gmail.deliver(
        f"From: v@attic.example\r\nTo: {SORTER}\r\nSubject: Late\r\n\r\nL\r\n".encode(), account=SORTER
    )
    await expect(rows).to_have_count(9)  # by itself
    await expect(box).to_be_checked()
    await selected.get_by_role("checkbox", name="Select all 9").check()
    await looked_at(visitor, "threads-selected-wide")

    await selected.get_by_role("button", name="Archive").click()
    await expect(selected).to_have_count(0)
    await expect(page.get_by_text("Archived: 7 threads", exact=True)).to_be_visible()
    assert await page.evaluate("document.activeElement.matches('main li *')"), "the keyboard goes on in the list"
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("radio", name="Inbox").click()
    await expect(rows).to_have_count(7)
    await until_labelled(kith, INBOX=7, UNREAD=7)

    await page.get_by_role("searchbox", name="Search mail").fill("full")
    found = page.get_by_role("list", name="Messages found").get_by_role("listitem")
    await expect(found).to_have_count(6)
    await page.get_by_role("checkbox", name="Select Box 2").check()
    await page.get_by_role("checkbox", name="Select Box 4").check()
    await looked_at(visitor, "found-selected-wide")
    await selected.get_by_role("button", name="Archive").click()
    await page.get_by_role("button", name="Undo").hover()  # it stays while somebody points at it
    await until_labelled(kith, INBOX=5, UNREAD=7)
    await page.get_by_role("button", name="Undo").click()
    await until_labelled(kith, INBOX=7, UNREAD=7)

    small = await visit(sage, phone=True)
    await small.go("/threads")
    page, selected = small.page, bar(small.page, "threads")
    await page.get_by_role("button", name="Select threads").tap()
    await selected.get_by_role("checkbox", name="Select all 9").tap()
    await looked_at(small, "threads-selected-phone")
    await selected.get_by_role("button", name="Mark as read").tap()
    await expect(page.get_by_text("Marked as read: 7 threads", exact=True)).to_be_visible()
    await until_labelled(kith, INBOX=7, UNREAD=0)
    await page.get_by_role("checkbox", name="Select Letter 1").tap()
    await selected.get_by_role("button", name="Trash").tap()
    await expect(page.get_by_text("1 thread is in a mailbox that Kith may only read, and stays.").first).to_be_visible()
