"""People and companies: found, sorted, opened, with the mouse and without."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.product import OWNER, Browser

NAME_OF_FOCUS = "document.activeElement.ariaLabel || document.activeElement.innerText || ''"


async def first_names(page: Page, number: int) -> list[str]:
    """The names in the list of people, as far as they are in sight."""
    rows = await page.get_by_role("list", name="People").get_by_role("link").all()
    return [(await row.inner_text()).split("\n")[1] for row in rows[:number]]  # after the initials


async def tab_to(page: Page, name: str, most: int = 25) -> list[str]:
    """Press Tab until `name` has the focus. Returns all names on the way."""
    passed: list[str] = []
    while len(passed) < most:
        await page.keyboard.press("Tab")
        focused = str(await page.evaluate(NAME_OF_FOCUS)).strip()
        passed.append(focused)
        if focused.startswith(name):
            return passed
    raise AssertionError(f"{name} is not among {passed}")


async def test_a_search_narrows_people_and_its_button_brings_all_back(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts")
    search = page.get_by_role("searchbox", name="Search people")
    await search.fill("marchetti")
    await expect(page.get_by_role("list", name="People").get_by_role("listitem")).to_have_count(1)
    assert await first_names(page, 5) == ["Hélène Marchetti"]
    assert page.url.endswith("/contacts?q=marchetti")
    await search.fill("nobody is called this")
    await expect(page.get_by_text("Nobody matches “nobody is called this”")).to_be_visible()
    await page.get_by_role("button", name="Clear the search").click()
    await expect(page.get_by_role("link", name=re.compile("Hélène Marchetti"))).to_be_visible()


async def test_people_are_sorted_as_asked(robin: Browser, visit: Visit, phone: bool) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts")
    strongest = (await robin.get("contacts", kind="person", sort="strength"))["items"]
    assert await first_names(page, 8) == [contact["name"] for contact in strongest[:8]]
    await page.get_by_role("radio", name="Name").click()
    alphabetical = (await robin.get("contacts", kind="person", sort="name"))["items"]
    await expect(page.locator("[data-row]").first).to_contain_text(alphabetical[0]["name"])
    assert await first_names(page, 8) == [contact["name"] or contact["address"] for contact in alphabetical[:8]]
    assert page.url.endswith("/contacts?sort=name")


async def test_an_address_that_names_nothing_here_says_so_and_leads_on(robin: Browser, visit: Visit) -> None:
    wide, small = await visit(robin), await visit(robin, phone=True)
    for visitor in (wide, small):
        visitor.expected += [r"\b404\b", r"\b422\b"]
    mailbox = (await robin.get("mailboxes"))["items"][0]["id"]
    unknown = {
        f"/contact?id={uuid4()}": ("person", "people", "/contacts"),
        "/company?id=7": ("company", "companies", "/companies"),
        f"/mailbox?id={uuid4()}": ("mailbox", "mailboxes", "/mailboxes"),
        f"/thread?mailbox={mailbox}&id=none": ("thread", "mail", "/threads"),
        "/jobs?id=none": ("job", "jobs", "/jobs"),
    }
    for number, (path, (what, where, href)) in enumerate(unknown.items()):
        visitor = (wide, small)[number % 2]
        await visitor.go(path)
        await visitor.heading(f"There is no such {what} here")
        way = visitor.page.get_by_role("main").get_by_role("link", name=f"Go to {where}")
        await expect(way).to_have_attribute("href", href)
        assert await visitor.overflow() == 0
        assert await complaints(visitor.page) == []
    for visitor, unknown_id in ((wide, "7"), (small, str(uuid4()))):
        await visitor.go(f"/threads?mailbox={unknown_id}&label=SENT")
        await expect(visitor.page.get_by_text("There is no such mailbox here")).to_be_visible()
        way = visitor.page.get_by_role("main").get_by_role("link", name="Show all mailboxes")
        await expect(way).to_have_attribute("href", "/threads?label=SENT")
        await visitor.go("/nowhere")
        await visitor.heading("There is no such page")
        assert await complaints(visitor.page) == []


async def test_the_people_of_a_thread_are_named_as_on_their_cards_and_lead_there(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    threads = (await robin.get("threads", limit=100))["items"]
    longest = max(threads, key=lambda thread: int(thread["message_count"]))
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/thread?mailbox={longest['mailbox_id']}&id={longest['id']}")
    people = page.get_by_role("list", name="People in this thread").get_by_role("link")
    await expect(people.first).to_be_visible()
    others = {one["address"] for one in longest["participants"]} - {OWNER}
    known = {
        one["address"]: one["contact"] for one in (await robin.get("contacts/lookup", addresses=[*others]))["items"]
    }
    assert known.keys() == others
    shown = {await link.get_attribute("href"): await link.inner_text() for link in await people.all()}
    assert len(await people.all()) == len(shown), "whoever writes from two addresses is named once"
    for one in known.values():
        assert shown[f"/contact?id={one['id']}"] == one["name"]
    await page.locator("summary").filter(has_text="to ").last.click()
    assert await visitor.overflow() == 0
    name = await people.first.inner_text()
    await people.first.click()
    await visitor.heading(name)


async def test_a_long_list_goes_on_while_one_scrolls(robin: Browser, visit: Visit, phone: bool) -> None:
    everybody = await robin.every("contacts", kind="person")
    assert len(everybody) > 100
    visitor = await visit(robin, phone=phone)
    await visitor.go("/contacts")
    rows = visitor.page.locator("[data-row]")
    for shown in [*range(50, len(everybody), 50), len(everybody)]:
        await expect(rows).to_have_count(shown)
        await rows.last.scroll_into_view_if_needed()


async def test_a_contact_tells_how_close_since_when_and_about_what(robin: Browser, visit: Visit, phone: bool) -> None:
    contact = (await robin.get("contacts", q="marchetti"))["items"][0]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts")
    await page.get_by_role("link", name=re.compile("Hélène Marchetti")).click()
    await visitor.heading("Hélène Marchetti")
    strength = page.get_by_role("region", name="Strength")
    await expect(strength).to_contain_text(str(round(contact["strength"] * 100)))
    await expect(strength).to_contain_text(f"They wrote {contact['received']}, you wrote {contact['sent']}.")
    months = (await robin.get(f"contacts/{contact['id']}/traffic"))["items"]
    chart = page.get_by_role("table", name="Messages by month")
    await expect(chart.get_by_role("row")).to_have_count(1 + sum(1 for m in months if m["sent"] + m["received"]))
    threads = (await robin.get("threads", contact_id=contact["id"], limit=25))["items"]
    shown = page.get_by_role("list", name="Threads").get_by_role("listitem")
    await expect(shown.first).to_contain_text(threads[0]["subject"])
    await page.get_by_role("radio", name="Messages").click()
    newest = page.get_by_role("list", name="Messages").get_by_role("link").first
    await expect(newest).to_have_attribute("href", re.compile("[?&]message="))  # where in its thread it stands
    await page.get_by_role("link", name=contact["company"], exact=True).click()
    await visitor.heading(contact["company"])


async def test_a_company_lists_its_people(robin: Browser, visit: Visit, phone: bool) -> None:
    company = (await robin.get("companies"))["items"][0]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/companies")
    await page.get_by_role("link", name=re.compile(company["domain"])).click()
    await visitor.heading(company["name"])
    people = page.get_by_role("list", name="People").get_by_role("listitem")
    everybody = await robin.get("contacts", company_id=company["id"], kind="all")
    await expect(people).to_have_count(len(everybody["items"]))
    await people.first.click()
    await expect(page.get_by_role("region", name="Strength")).to_be_visible()


async def test_everything_is_reached_without_a_mouse(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin)
    page = visitor.page
    await visitor.go("/contacts")
    passed = await tab_to(page, "Search people")
    assert passed[0] == "Skip to content"
    places = ["Overview", "People", "Companies", "Mail", "Mailboxes", "Jobs"]
    assert [name for name in passed if name in places] == places
    await page.keyboard.type("marchetti")
    await expect(page.get_by_role("list", name="People").get_by_role("listitem")).to_have_count(1)
    await tab_to(page, "HM")
    await page.keyboard.press("Enter")
    await visitor.heading("Hélène Marchetti")
    await visitor.settled()
    await visitor.awake()
    await page.keyboard.press("g")
    await page.keyboard.press("c")
    await visitor.heading("Companies")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


async def test_the_skip_link_leads_past_the_navigation(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin)
    await visitor.go("/contacts")
    await tab_to(visitor.page, "Skip to content")
    await visitor.page.keyboard.press("Enter")
    await tab_to(visitor.page, "Search people", most=3)  # beyond the possible duplicates, and adding somebody
