"""How close people are and why, who drifts away, and how mail goes, at a desk and with a phone."""

import os
import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.product import Browser

PICTURES = os.environ.get("KITH_PICTURES")  # a folder in which to leave what was seen


async def pictured(page: Page, name: str) -> None:
    """A picture for whoever asked for them."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def test_somebody_is_said_to_be_closer_and_the_page_tells_why(robin: Browser, visit: Visit, phone: bool) -> None:
    contact = (await robin.get("contacts"))["items"][12 if phone else 10]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/contact?id={contact['id']}")
    await page.get_by_role("button", name="Why, and how it goes").click()
    why = page.get_by_role("dialog", name=f"How close: {contact['name']}")
    told = await robin.get(f"contacts/{contact['id']}/strength")
    await expect(why.get_by_role("region", name="Why")).to_contain_text(
        f"You answered {told['ours']['replies']} of {told['ours']['turns']}"
    )
    rows = why.get_by_role("table", name="How close, by month").get_by_role("row")
    await expect(rows).to_have_count(1 + len(told["history"]))
    hours = why.get_by_role("table", name="Messages by day and hour").get_by_role("row")
    await expect(hours.nth(1)).to_be_attached()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await pictured(page, f"why-{'phone' if phone else 'wide'}")
    await why.get_by_text("Closer").click()
    await expect(why.get_by_text("mail alone says")).to_be_visible()
    assert (await robin.get(f"contacts/{contact['id']}"))["strength"] > 0.6
    await why.get_by_role("button", name="Close", exact=True).click()
    after = (await robin.get(f"contacts/{contact['id']}"))["strength"]
    await expect(page.get_by_role("region", name="Strength")).to_contain_text(str(round(after * 100)))
    await page.get_by_role("button", name="Why, and how it goes").click()
    await why.get_by_text("As mail tells").click()
    await expect(why.get_by_text("mail alone says")).to_have_count(0)
    assert (await robin.get(f"contacts/{contact['id']}/strength"))["correction"] is None


async def test_who_is_new_and_who_drifts_away_is_shown_with_how_mail_goes(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    told = await robin.get("analytics")
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts")
    await page.get_by_role("link", name="Who is new, who drifts away").click()
    await visitor.heading("Patterns")
    for name, trends in (("Drifting away", told["drifting"]), ("New and close", told["new"])):
        part = page.get_by_role("region", name=name)
        await expect(part.get_by_role("listitem")).to_have_count(len(trends))
        for trend in trends[:1]:
            await expect(part.get_by_role("link").first).to_contain_text(trend["contact"]["name"])
    months = [month for month in told["months"] if month["sent"] + month["received"]]
    chart = page.get_by_role("table", name="Messages by month").get_by_role("row")
    await expect(chart).to_have_count(1 + len(months))
    answers = page.get_by_role("region", name="Answers").get_by_role("row")
    await expect(answers).to_have_count(7)
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await pictured(page, f"patterns-{'phone' if phone else 'wide'}")


async def test_a_company_tells_how_its_mail_goes(robin: Browser, visit: Visit, phone: bool) -> None:
    company = (await robin.get("companies"))["items"][0]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/company?id={company['id']}")
    await page.get_by_role("button", name="Patterns").click()
    patterns = page.get_by_role("dialog", name=f"Mail with {company['name']}")
    await expect(patterns.get_by_role("table", name="Messages by month").get_by_role("row").nth(1)).to_be_attached()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await pictured(page, f"company-{'phone' if phone else 'wide'}")
    await page.keyboard.press("Escape")
    await expect(patterns).to_have_count(0)
    await expect(page.get_by_role("heading", name=re.compile(re.escape(company["name"])))).to_be_visible()
