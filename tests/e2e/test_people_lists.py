"""People are found, kept in lists, hidden and shown again, and put on a phone, at a desk and with a phone."""

import re
from pathlib import Path

import httpx
from playwright.async_api import expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.product import Browser


async def test_people_are_kept_in_lists_and_hidden_and_all_of_it_can_be_undone(
    robin: Browser, visit: Visit, phone: bool, tmp_path: Path
) -> None:
    everybody = (await robin.get("contacts"))["items"]
    contact = everybody[12 if phone else 11]
    name, choir = contact["name"], "Choir on the road" if phone else "Choir"
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    row = page.get_by_role("link", name=re.compile(re.escape(name)))

    async def select() -> None:
        if phone:  # a mouse finds the boxes
            await page.get_by_role("button", name="Select people").click()
        await page.locator("[data-row]", has_text=name).first.hover()
        await page.get_by_role("checkbox", name=re.compile(re.escape(name))).first.check()

    await visitor.go(f"/contacts?q={contact['address']}")
    await expect(row.first).to_be_visible()
    await select()
    assert await complaints(page) == []
    await page.screenshot(path=tmp_path / "selected.png")
    await page.get_by_role("button", name="Add to list").click()
    dialog = page.get_by_role("dialog", name="Add 1 person to a list")
    await dialog.get_by_label("New list").fill(choir)
    assert await complaints(page) == []
    await page.screenshot(path=tmp_path / "dialog.png")
    await dialog.get_by_role("button", name="Make and add").click()
    await expect(visitor.toast(f"1 person added to {choir}")).to_be_visible()
    await page.get_by_label("Which people").select_option(label=f"{choir} (1)")
    await expect(row.first).to_be_visible()
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await page.screenshot(path=tmp_path / "list.png")
    await select()
    await page.get_by_role("button", name="Take out").click()
    await expect(visitor.toast(f"1 person taken out of {choir}")).to_be_visible()
    await expect(page.get_by_text("Nobody is in this list").or_(page.get_by_text("Nobody matches"))).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(row.first).to_be_visible()
    await row.first.click()
    await page.get_by_role("region", name="Lists").get_by_role("link", name=choir).click()
    await expect(row.first).to_be_visible()
    await page.get_by_role("button", name="Delete list").click()
    await page.get_by_role("button", name="Delete the list").click()
    await expect(page.get_by_label("Which people")).to_have_value("")

    await select()
    await page.get_by_role("button", name="Hide").click()
    await expect(visitor.toast("1 person hidden")).to_be_visible()
    await expect(row).to_have_count(0)
    await page.get_by_label("Which people").select_option(label="Hidden people")
    await row.first.click()
    await expect(page.get_by_text("Hidden: no list or search shows them.")).to_be_visible()
    assert await complaints(page) == []
    await page.get_by_role("button", name="Show again").click()
    await expect(visitor.toast("1 person shown again")).to_be_visible()
    assert contact["id"] in {one["id"] for one in (await robin.get("contacts"))["items"]}
    assert (await robin.get("lists"))["items"] == []


async def test_a_search_is_kept_under_a_name(robin: Browser, visit: Visit, phone: bool, tmp_path: Path) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/contacts?q=example")
    await page.get_by_role("button", name="Save search").click()
    dialog = page.get_by_role("dialog", name="Save this search")
    await dialog.get_by_label("Name").fill("Examples")
    assert await complaints(page) == []
    await page.screenshot(path=tmp_path / "save.png")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_label("Which people").get_by_role("option", name="Examples")).to_have_count(1)
    (saved,) = (await robin.get("lists"))["items"]
    assert saved["search"] == "example"
    assert (await robin.http.delete(f"/api/v1/lists/{saved['id']}")).is_success


async def test_settings_make_what_a_phone_asks_for(robin: Browser, visit: Visit, phone: bool, tmp_path: Path) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/settings")
    section = page.get_by_role("region", name="Your people on your phone")
    await section.get_by_role("button", name="Make the password").click()
    password = await section.get_by_label("The password for your phone").input_value()
    assert await complaints(page) == []
    await section.scroll_into_view_if_needed()
    await page.screenshot(path=tmp_path / "phone.png")
    server = await section.get_by_text("/dav/").inner_text()
    async with httpx.AsyncClient(auth=("robin", password)) as program:
        answer = await program.request("PROPFIND", server, headers={"depth": "0"})
    assert answer.status_code == 207
    (token,) = [one for one in (await robin.get("tokens"))["items"] if one["scopes"] == ["read:people"]]
    assert (await robin.http.delete(f"/api/v1/tokens/{token['id']}")).is_success
