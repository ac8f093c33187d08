"""Labels by name and colour, and what stays out of lists until it is asked for, wide and on a phone."""

from playwright.async_api import ViewportSize, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.e2e.visitor import DESK, PHONE
from tests.product import OWNER, Browser, Product


async def test_labels_are_shown_and_spam_trash_and_drafts_only_on_request(
    kith: Product, robin: Browser, visit: Visit
) -> None:
    visitor = await visit(robin)
    page = visitor.page
    await visitor.go("/threads")
    rows = page.get_by_role("list", name="Threads").get_by_role("listitem")
    others = page.get_by_role("combobox", name="Other labels")

    # A label that nobody has heard of appears with its first mail, in its colours, where they can be read.
    color = {"textColor": "#ffffff", "backgroundColor": "#fad165"}
    made = await kith.gmail.control("POST", f"accounts/{OWNER}/labels", json={"name": "Harbour", "color": color})
    letter = (
        f"From: Ida <ida@harbour.example>\nTo: {OWNER}\nSubject: The quay\nMessage-ID: <quay@harbour.example>\n\nWet.\n"
    )
    await kith.gmail.deliver(letter.encode(), f"INBOX,{made['id']}")
    chip = rows.filter(has_text="The quay").get_by_title("Harbour")
    await expect(chip).to_be_visible()
    await expect(chip).to_have_css("background-color", "rgb(250, 209, 101)")
    await expect(chip).to_have_css("color", "rgb(0, 0, 0)")
    await expect(others.get_by_role("option", name="Harbour")).to_be_attached()

    for width in (DESK, PHONE):
        await page.set_viewport_size(ViewportSize(width=width, height=900))
        for name, mark in (("Drafts", "Draft"), ("Spam", "Spam"), ("Trash", "Trash")):
            await others.select_option(label=name)
            await expect(rows.first.get_by_text(mark, exact=True)).to_be_visible()
            assert await rows.count() == await rows.filter(has=page.get_by_text(mark, exact=True)).count()
        await others.select_option(label="Harbour")
        await expect(rows).to_have_count(1)
        await expect(rows.get_by_title("Harbour")).to_be_visible()
        assert await visitor.overflow() == 0
        assert await complaints(page) == []
        await page.get_by_role("radio", name="All").click()
        await expect(rows.nth(1)).to_be_visible()
        for mark in ("Spam", "Trash"):
            assert await rows.get_by_text(mark, exact=True).count() == 0

    # Gmail's operators find them; a draft is not taken for something that was sent.
    box, found = page.get_by_role("searchbox", name="Search mail"), page.get_by_role("list", name="Messages found")
    await box.fill("label:harbour")
    await expect(found.get_by_role("listitem")).to_have_count(1)
    await box.fill("in:drafts article")
    await expect(found.get_by_label("Not sent, to")).to_have_count(1)
    await expect(found.get_by_label("You wrote to")).to_have_count(0)
    await found.get_by_role("listitem").click()
    await visitor.heading("Article?")
    await expect(page.get_by_text("This draft has not been sent to anybody.")).to_be_visible()
    assert await visitor.overflow() == 0
    assert await complaints(page) == []
