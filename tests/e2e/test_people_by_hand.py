"""People are written down, given fields of one's own, deleted and put back, at a desk and with a phone."""

import re

from playwright.async_api import expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.e2e.test_look import PICTURES
from tests.product import Browser


async def test_somebody_is_written_down_deleted_and_put_back(robin: Browser, visit: Visit, phone: bool) -> None:
    size = "phone" if phone else "wide"
    name, address = f"Sunniva Ravnkilde {size}", f"sunniva.{size}@ravnkilde.example"
    known = (await robin.get("contacts"))["items"][14 if phone else 13]
    visitor = await visit(robin, phone=phone)
    visitor.expected += [r"\b409\b", r"\b422\b", r"\b404\b"]
    page = visitor.page
    PICTURES.mkdir(exist_ok=True)
    await visitor.go("/contacts")
    await page.get_by_role("button", name="Add a person").focus()
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Add a person")
    await expect(form.get_by_label("Name", exact=True)).to_be_focused()
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(f"{address}\n{known['address']}")
    await form.get_by_label("Phones").fill("0421 9900")
    await form.get_by_label("Notes").fill("Met at the lighthouse.")
    await form.get_by_role("button", name="Add a field").click()
    await expect(form.get_by_label("Name of field 1")).to_be_focused()
    await page.keyboard.type("Member no.")
    await form.get_by_label("Member no.: value").fill(f"10017-{size}")
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"add-person-{size}.png")
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form.get_by_role("alert")).to_contain_text("write it with its country")
    await form.get_by_label("Phones").fill("+49 421 9900 17")
    await form.get_by_role("button", name="Add", exact=True).click()
    alert = form.get_by_role("alert")
    await expect(alert).to_contain_text(f"{known['address']} is {known['name']}’s")
    await expect(alert.get_by_role("link", name=f"Open {known['name']}")).to_be_visible()
    await expect(alert.get_by_role("button", name="Both are one person")).to_be_enabled()
    assert await complaints(page) == []
    await page.screenshot(path=PICTURES / f"add-person-taken-{size}.png")
    await form.get_by_label("Mail addresses").fill(address)
    await page.keyboard.press("Tab")
    await form.get_by_role("button", name="Add", exact=True).click()
    await visitor.heading(name)
    about = page.get_by_role("region", name="About")
    await expect(about).to_contain_text("Met at the lighthouse.")
    await expect(about).to_contain_text("Member no.")
    await expect(about).to_contain_text(f"10017-{size}")
    strength = page.get_by_role("region", name="Strength")
    await expect(strength).to_contain_text("There is no mail between you yet: you wrote them down by hand.")
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"by-hand-{size}.png", full_page=True)

    await page.get_by_role("button", name="Edit").click()
    edit = page.get_by_role("dialog", name="Edit")
    await expect(edit.get_by_label("Member no.: value")).to_have_value(f"10017-{size}")
    await edit.get_by_label("Member no.: value").fill(f"10018-{size}")
    await edit.get_by_label("One more mail address").fill(f"home.{address}")
    assert await complaints(page) == []
    await page.screenshot(path=PICTURES / f"edit-by-hand-{size}.png")
    await edit.get_by_role("button", name="Save").click()
    await expect(edit).to_have_count(0)
    await expect(about).to_contain_text(f"10018-{size}")
    addresses = page.get_by_role("list", name="Addresses")
    await expect(addresses.get_by_role("listitem")).to_have_count(2)
    await addresses.get_by_role("button", name=f"Remove home.{address}").click()
    await expect(page.get_by_role("button", name=f"Remove home.{address}")).to_have_count(0)
    found = (await robin.get("contacts", q=f"10018-{size}"))["items"]
    assert [one["name"] for one in found] == [name]

    await page.get_by_role("button", name="Edit").click()
    await edit.get_by_role("button", name="Delete").click()
    await expect(visitor.toast(f"{name} deleted")).to_be_visible()
    await expect(page).to_have_url(re.compile("/contacts$"))
    assert (await robin.get("contacts", q=name))["items"] == []
    await page.get_by_role("button", name="Undo").click()
    await expect(visitor.toast(f"{name} is back")).to_be_visible()
    await visitor.go(f"/contact?id={found[0]['id']}")
    await page.get_by_role("button", name="Edit").click()
    await edit.get_by_role("button", name="Delete").click()
    await expect(visitor.toast(f"{name} deleted")).to_be_visible()
    await page.get_by_label("Which people").select_option(label="Hidden people")
    await page.get_by_role("button", name="Deleted this week").click()
    deleted = page.get_by_role("dialog", name="Deleted this week")
    put_back = deleted.get_by_role("button", name=f"Put back {name}")
    await expect(put_back).to_be_visible()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=PICTURES / f"deleted-{size}.png")
    await put_back.click()
    await expect(put_back).to_have_count(0)
    assert [one["name"] for one in (await robin.get("contacts", q=name))["items"]] == [name]
    answer = await robin.http.delete(f"/api/v1/contacts/{found[0]['id']}")
    assert answer.json()["hidden"] is False
