"""What every page shares: keys, search, the way back, and being offline."""

import asyncio
import re

from playwright.async_api import Page, Route, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.product import Browser

REST = 4000  # milliseconds after which parts come that are not sent with a page
WITHOUT_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED"


async def typed(page: Page) -> str:
    """What the focused field holds."""
    return str(await page.evaluate("document.activeElement.value"))


async def test_back_leads_to_the_search_the_rows_and_the_place_where_one_was(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts?q=example")
    rows = page.locator("[data-row]")
    await expect(rows).to_have_count(50)
    await rows.last.scroll_into_view_if_needed()
    await expect(rows.nth(75)).to_be_attached()
    row = rows.nth(70)
    await row.scroll_into_view_if_needed()
    href = str(await row.get_attribute("href"))
    left = page.locator(f"main a[href='{href}']")
    top = float(await left.evaluate("link => link.getBoundingClientRect().top"))
    for back in (page.go_back, page.get_by_role("main").get_by_role("link", name="People", exact=True).click):
        await left.click()
        await expect(page).to_have_url(re.compile(re.escape(href)))
        await visitor.settled()
        await back()
        await expect(left).to_be_focused()
        await expect(page).to_have_url(re.compile(r"/contacts\?q=example$"))
        await expect(page.get_by_role("searchbox")).to_have_value("example")
        assert await rows.count() > 75
        await page.wait_for_function(
            "([href, top]) => Math.abs(document.querySelector(`main a[href='${href}']`)"
            ".getBoundingClientRect().top - top) < 2",
            arg=[href, top],
        )


async def test_keys_find_the_search_on_every_page_and_leave_none_that_has_just_come(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await page.goto(f"{visitor.url}/companies")
    await page.get_by_role("button", name="Account of Robin Marlow").locator("visible=true").wait_for()
    await page.keyboard.type("gc/gp")
    assert page.url.endswith("/companies")
    search = page.get_by_role("dialog", name="Search")
    assert await typed(page) == "gp"
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type("marchetti")
    found = search.get_by_role("list", name="People found").get_by_role("link")
    await expect(found).to_have_count(1)
    assert await complaints(page) == []
    await page.keyboard.press("Escape")
    await expect(search).to_have_count(0)
    await page.keyboard.press("/")
    await page.keyboard.type("picture")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/threads\?q=picture$"))
    await visitor.heading("Mail")
    await visitor.settled()
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox", name="Search mail")).to_be_focused()


async def test_a_page_that_kith_does_not_reach_says_so_and_goes_on(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin, own=True)
    visitor.expected.append("/api/v1/events")
    page = visitor.page
    await page.clock.install()
    await page.route("**/api/v1/events*", lambda route: route.abort())
    await visitor.go("/contacts")
    note = page.get_by_role("status").filter(has_text="Changes do not reach this page")
    await expect(note).to_have_count(0)
    await page.clock.fast_forward(10_000)
    await expect(note).to_be_visible()
    await page.unroute("**/api/v1/events*")
    await page.clock.fast_forward(31_000)  # longer than any wait between two attempts
    await expect(note).to_have_count(0)
    await expect(page.get_by_role("status").get_by_text("Live", exact=True)).to_be_visible()


async def test_a_page_without_network_says_so_keeps_what_it_has_and_comes_back(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin, phone=True, own=True)
    visitor.expected.append(WITHOUT_NETWORK)
    page = visitor.page
    await page.clock.install()
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        await answered.wait()
        await route.fulfill(content_type="text/event-stream", body=": asked for while there was a network")

    await page.route("**/api/v1/events*", late)
    await visitor.go("/contacts")
    note = page.get_by_role("status").filter(has_text="You are offline")
    async with page.expect_event("requestfailed", lambda request: "/_next/static/chunks/" in request.url):
        await page.context.set_offline(True)
        await page.clock.fast_forward(REST)
    await expect(note).to_be_visible()
    await visitor.watch(note)
    async with page.expect_event("requestfinished", lambda request: "/api/v1/events" in request.url):
        answered.set()
    await page.unroute("**/api/v1/events*")
    assert len(await visitor.seen()) == 1, "it stands all the time"
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    somebody = page.locator("[data-row]").filter(has_text="Hélène Marchetti")
    await somebody.click()
    await expect(somebody).to_be_visible()
    await page.context.set_offline(False)
    await visitor.heading("Hélène Marchetti")
    await expect(note).to_have_count(0)
    await page.get_by_role("button", name="Account of Robin Marlow").locator("visible=true").click()
    await expect(page.get_by_role("menu")).to_be_visible()
