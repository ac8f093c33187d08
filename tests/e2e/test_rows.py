"""Rows of lists: how many there are in sight."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.product import Browser

_WHOLE = """rows => rows.filter(row => {
    const {top, bottom} = row.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
}).length"""
_LEAST = """rows => Math.min(...rows.map(row => row.getBoundingClientRect().height))"""
ROOMY = "document.documentElement.dataset.density = 'roomy'"
TOUCH = 44  # pixels: what a thumb hits


async def whole_rows(page: Page) -> int:
    """How many rows are in sight from top to bottom."""
    return int(await page.locator("main li:has([data-row])").evaluate_all(_WHOLE))


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
async def test_twelve_people_are_in_sight_and_fewer_where_rows_are_roomy(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    if not phone:
        await page.set_viewport_size({"width": 1280, "height": 800})
    await visitor.go("/contacts")
    rows = page.locator("main [data-row]")
    await expect(rows).to_have_count(50)
    assert await rows.evaluate_all(_LEAST) >= TOUCH
    compact = await whole_rows(page)
    assert phone or compact >= 12
    await page.evaluate(ROOMY)
    assert await whole_rows(page) < compact
    assert await visitor.overflow() == 0
