"""Who is asked about people is said by their owner, seen by them, and stopped, at a desk and with a phone."""

import re

from playwright.async_api import expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.e2e.test_look import PICTURES
from tests.product import Browser


async def test_sources_are_switched_on_and_what_left_is_shown(robin: Browser, visit: Visit, phone: bool) -> None:
    people = [one for one in (await robin.get("contacts", limit=100))["items"] if one["company_id"]]
    contact, size = (people[1], "phone") if phone else (people[0], "wide")
    PICTURES.mkdir(exist_ok=True)
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/settings")
    await page.get_by_role("region", name="Who is asked about your people").get_by_role("link").click()
    await visitor.heading("Sources")
    rows = page.get_by_role("list", name="Sources")
    for name in ("Gravatar", "Hunter", "DNS", "Brandfetch"):
        switch = rows.get_by_role("checkbox", name=f"Ask {name}")
        await switch.check()
        await expect(switch).to_be_enabled()
        await expect(switch).to_be_checked()
    await expect(rows.get_by_role("checkbox", name="LinkedIn")).to_have_count(0)
    budget = rows.get_by_label("Your credits a month at Hunter")
    await budget.fill("20")
    await budget.blur()
    await expect(rows.get_by_text("of 20 credits used this month")).to_be_visible()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"sources-{size}.png", full_page=True)

    await visitor.go(f"/contact?id={contact['id']}")
    part = page.get_by_role("region", name="What others say")
    await expect(part.get_by_role("progressbar", name="Complete")).to_be_visible()
    await part.get_by_role("button", name=re.compile("^Ask (now|anew)$")).click()
    asked = part.get_by_role("list", name="Who was asked")
    await expect(asked.get_by_role("listitem").filter(has_text="Hunter answered")).to_be_visible()
    await expect(asked).to_contain_text(f"mail address {contact['address']}")
    hunter = asked.get_by_role("listitem").filter(has_text="Hunter answered")
    await hunter.get_by_text(re.compile("values? told")).click()
    await expect(hunter.get_by_text("title", exact=True)).to_be_visible()
    await expect(asked.get_by_role("listitem").filter(has_text="Brandfetch answered")).to_be_visible()
    await expect(part.get_by_role("button", name="Ask anew")).to_be_visible()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await part.screenshot(path=PICTURES / f"asked-about-{size}.png")

    await visitor.go(f"/company?id={contact['company_id']}")
    company = page.get_by_role("region", name="What others say")
    said = (await robin.get(f"companies/{contact['company_id']}/facts"))["items"]
    assert {"industry", "logo_url", "handle"} <= {one["field"] for one in said}
    (industry,) = [one["value"] for one in said if one["field"] == "industry" and one["standing"] == "shown"]
    told = company.get_by_role("definition").filter(has_text=re.compile(f"^{re.escape(industry)}"))
    await expect(told).to_contain_text(re.compile("(Hunter|Brandfetch), "))
    await expect(company.get_by_role("link", name="Open the picture")).to_be_visible()
    assert await company.get_by_role("img").count() == 0, "nobody learns who looks at this page"
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"company-facts-{size}.png", full_page=True)
    why = company.get_by_role("button", name=f"Why do we think so? Industry: {industry}")
    await why.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Why do we think so?")
    await dialog.get_by_role("button", name=f"This is wrong: {industry}").click()
    await expect(dialog.get_by_text("You said that it is wrong")).to_be_visible()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"company-verdict-{size}.png")
    await dialog.get_by_role("button", name="Close").click()
    await expect(told).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(visitor.toast("Taken back")).to_be_visible()
    await expect(told).to_be_visible()
    await why.click()
    await dialog.get_by_role("button", name=f"This is right: {industry}").click()
    await dialog.get_by_role("button", name="Close").click()
    await expect(told).to_contain_text("You said that it is right")
    after = (await robin.get(f"companies/{contact['company_id']}/facts"))["items"]
    assert [one["locked"] for one in after if one["value"] == industry] == [True]

    await visitor.go(f"/contact?id={contact['id']}")
    await part.get_by_role("button", name="Never ask about them").click()
    await expect(part).to_contain_text("Nobody is asked about them")
    assert (await robin.get(f"contacts/{contact['id']}/enrichment"))["suppressed"] is True
    await part.get_by_role("button", name="Let sources be asked again").click()
    await expect(part.get_by_role("button", name="Never ask about them")).to_be_visible()

    await visitor.go("/sources")
    calls = page.get_by_role("list", name="Calls")
    await expect(calls.get_by_role("listitem").filter(has_text=contact["address"]).first).to_be_visible()
    await visitor.go("/jobs")
    await expect(page.get_by_role("listitem").filter(has_text="Ask about a person").first).to_be_visible()
    for name in ("gravatar", "hunter", "dns", "brandfetch"):
        answer = await robin.http.patch("/api/v1/enrichment/sources", json={"source": name, "enabled": False})
        assert answer.json()["enabled"] is False
