"""People are merged, taken apart, put back, and written about, at a desk and with a phone."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.e2e.test_look import PICTURES
from tests.product import Browser


async def has_one_address(robin: Browser, contact: dict[str, Any]) -> bool:
    """Some have several by Kith's own rules."""
    return len((await robin.get(f"contacts/{contact['id']}/identities"))["items"]) == 1


async def test_two_cards_become_one_and_all_of_it_can_be_undone(robin: Browser, visit: Visit, phone: bool) -> None:
    everybody = (await robin.get("contacts"))["items"]
    names = Counter(one["name"] for one in everybody)
    alone = [
        one for one in everybody if names[one["name"]] == 1 and one["company_id"] and await has_one_address(robin, one)
    ]
    kept, *others = alone[8:] if phone else alone[5:]
    joined = next(one for one in others if one["company_id"] != kept["company_id"])
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts")
    if phone:  # a mouse finds the boxes
        await page.get_by_role("button", name="Select people").click()
    for contact in (joined, kept):
        await page.locator("[data-row]", has_text=contact["name"]).first.hover()
        await page.get_by_role("checkbox", name=re.compile(re.escape(contact["name"]))).check()
    await page.get_by_role("button", name="Merge").click()
    await expect(visitor.toast("2 people are one now")).to_be_visible()
    one = await robin.get(f"contacts/{joined['id']}")
    assert one["id"] == kept["id"]
    (lost,) = {kept["name"], joined["name"]} - {one["name"]}
    await expect(page.get_by_role("link", name=re.compile(re.escape(lost)))).to_have_count(0)

    await visitor.go(f"/contact?id={joined['id']}")  # an old link
    await visitor.heading(one["name"])
    await expect(page).to_have_url(re.compile(re.escape(f"/contact?id={kept['id']}")))
    addresses = page.get_by_role("list", name="Addresses")
    await expect(addresses.get_by_role("listitem")).to_have_count(2)
    employers = page.get_by_role("list", name="Companies").get_by_role("listitem")
    await expect(employers).to_have_count(2)
    await expect(employers.filter(has_text=joined["company"])).to_contain_text(re.compile(r"\d{4} to .*\d{4}"))
    assert await complaints(page) == []
    await page.get_by_role("button", name=f"{joined['address']} is somebody else's").click()
    await expect(visitor.toast("Somebody of their own")).to_be_visible()
    await expect(addresses.get_by_role("listitem")).to_have_count(1)
    changes = page.get_by_role("list", name="Merges and splits")
    await changes.get_by_role("button", name="Undo: 1 address split off").click()
    await expect(addresses.get_by_role("listitem")).to_have_count(2)
    await changes.get_by_role("button", name="Undo: 1 address merged in").click()
    await expect(changes.get_by_text("Undone")).to_have_count(2)
    after = {one["id"]: one for one in (await robin.get("contacts"))["items"]}
    for contact in (kept, joined):
        assert {**after[contact["id"]], "strength": 0} == {**contact, "strength": 0}


async def test_a_card_says_why_and_what_is_wrong_stays_away(robin: Browser, visit: Visit, phone: bool) -> None:
    signed = [one for one in (await robin.get("contacts"))["items"] if one["title"] and one["company_id"]]
    contact = signed[1 if phone else 0]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/contact?id={contact['id']}")
    about = page.get_by_role("region", name="About")
    title = about.get_by_role("button", name=f"Why do we think so? Title: {contact['title']}")
    await title.click()
    why = page.get_by_role("dialog", name="Why do we think so?")
    await expect(why.get_by_role("listitem").filter(has_text=contact["title"]).first).to_contain_text("A signature")
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"why-{'phone' if phone else 'wide'}.png")
    await why.get_by_role("link", name="Open the mail").first.click()
    mark = page.locator("mark")
    await expect(mark).to_have_text(contact["title"])
    await expect(mark).to_be_in_viewport()
    assert await complaints(page) == []
    await page.go_back()
    await title.click()
    await why.get_by_role("button", name=f"This is wrong: {contact['title']}").click()
    await expect(why).to_contain_text("You said that it is wrong")
    await page.keyboard.press("Escape")
    await expect(title).to_have_count(0)
    assert (await robin.get(f"contacts/{contact['id']}"))["title"] != contact["title"]
    said = [one for one in (await robin.get(f"contacts/{contact['id']}/facts"))["items"] if one["field"] == "title"]
    (wrong,) = (one for one in said if one["standing"] == "rejected")
    state = f"/api/v1/contacts/{contact['id']}/facts/{wrong['evidence'][0]['id']}/state"
    assert (await robin.http.put(state, json={"state": "active"})).is_success
    assert (await robin.get(f"contacts/{contact['id']}"))["title"] == contact["title"]


async def test_what_is_typed_stands_on_the_card_and_in_lists(robin: Browser, visit: Visit, phone: bool) -> None:
    contact = (await robin.get("contacts"))["items"][3 if phone else 2]
    visitor = await visit(robin, phone=phone)
    visitor.expected += [r"\b422\b"]
    page = visitor.page
    await visitor.go(f"/contact?id={contact['id']}")
    await page.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit")
    await expect(form.get_by_label("Name")).to_have_value(contact["name"])
    await form.get_by_label("Name").fill("Aunt Clementine")
    await form.get_by_label("Title").fill("Beekeeper")
    await form.get_by_label("Notes").fill("Likes pears.")
    await form.get_by_label("Phones").fill("030 1234567")
    assert await complaints(page) == []
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("alert")).to_contain_text("write it with its country")
    await form.get_by_label("Phones").fill("+49 30 1234567")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)
    await visitor.heading("Aunt Clementine")
    about = page.get_by_role("region", name="About")
    await expect(about).to_contain_text("Likes pears.")
    await expect(about.get_by_role("link", name="+49301234567")).to_have_attribute("href", "tel:+49301234567")
    await expect(about).to_contain_text("You wrote this")
    assert await complaints(page) == []
    await visitor.go("/contacts?q=beekeeper")
    await expect(page.get_by_role("link", name=re.compile("Aunt Clementine"))).to_be_visible()
    await visitor.go("/settings")
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="vCard: export people as cards for an address book").click()
    saved = await saving.value
    assert saved.suggested_filename == "people.vcf"
    cards = Path(await saved.path()).read_text(encoding="utf-8")
    assert cards.count("BEGIN:VCARD") == len(await robin.every("contacts"))
    assert "TEL:+49301234567" in cards
    nothing = {"name": None, "title": None, "phones": None, "notes": None}
    answer = await robin.http.patch(f"/api/v1/contacts/{contact['id']}", json=nothing)
    assert answer.json()["name"] == contact["name"]


async def test_possible_duplicates_are_decided_by_keyboard(robin: Browser, visit: Visit, phone: bool) -> None:
    before = await robin.get("contacts/suggestions")
    margot = (await robin.get("contacts", q="Margot Ellery"))["items"]
    assert len(margot) == 1, "her two addresses are one person by themselves"
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts")
    await page.get_by_role("link", name=re.compile(r"\d+ possible duplicates?")).click()
    await visitor.heading("Possible duplicates")
    await expect(page.get_by_text(f"{before['total']} left")).to_be_visible()
    pair = page.get_by_role("article", name="A possible duplicate")
    first, second = before["items"][:2]

    async def shown(suggestion: dict[str, Any]) -> None:
        for side in suggestion["contacts"]:
            name = f"{side['contact']['name']}, {side['contact']['address']}"
            await expect(pair.get_by_role("region", name=name)).to_be_visible()

    await shown(first)
    await expect(pair).to_contain_text(first["reasons"][0]["reason"])
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"review-pair-{'phone' if phone else 'wide'}.png", full_page=True)
    await visitor.awake()
    await page.keyboard.press("s")
    await shown(second)
    await page.keyboard.press("n")
    await expect(visitor.toast("They stay two")).to_be_visible()
    await expect(page.get_by_text(f"{before['total'] - 2} left")).to_be_visible()
    assert second["id"] not in {one["id"] for one in (await robin.get("contacts/suggestions"))["items"]}
    await page.keyboard.press("z")
    await shown(second)
    await page.keyboard.press("y")
    await expect(visitor.toast("They are one now")).to_be_visible()
    one, other = [await robin.get(f"contacts/{side['contact']['id']}") for side in second["contacts"]]
    assert one["id"] == other["id"]
    await page.locator("main").get_by_role("button", name="Undo", exact=True).click()
    await shown(second)
    after = await robin.get("contacts/suggestions")
    assert [one["id"] for one in after["items"]] == [one["id"] for one in before["items"]]


async def test_two_companies_become_one_and_are_put_back(robin: Browser, visit: Visit, phone: bool) -> None:
    kept, joined = (await robin.get("companies", sort="name"))["items"][2 if phone else 0 :][:2]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/company?id={kept['id']}")
    await visitor.heading(kept["name"])
    choice = page.get_by_label("Another company that is this one")
    await choice.select_option(joined["id"])
    await page.get_by_role("button", name="Merge", exact=True).click()
    await expect(visitor.toast("One company now")).to_be_visible()
    domains = page.get_by_role("list", name="Domains").get_by_role("listitem")
    await expect(domains).to_have_count(2)
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"company-domains-{'phone' if phone else 'wide'}.png", full_page=True)
    await visitor.go(f"/company?id={joined['id']}")  # an old link
    await visitor.heading(kept["name"])
    await page.get_by_role("button", name=f"{joined['domain']}: Another company’s").click()
    await expect(domains).to_have_count(1)
    changes = page.get_by_role("list", name="Merges and splits")
    await changes.get_by_role("button", name="Undo: 1 domain split off").click()
    await expect(domains).to_have_count(2)
    await changes.get_by_role("button", name="Undo: 1 domain merged in").click()
    await expect(domains).to_have_count(1)
    after = (await robin.get("companies", sort="name"))["items"][2 if phone else 0 :][:2]
    assert [{**one, "strength": 0} for one in after] == [{**kept, "strength": 0}, {**joined, "strength": 0}]
