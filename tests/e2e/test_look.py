"""Every page, wide and on a phone, light and dark: nothing hangs over, axe finds nothing, and a picture to judge by."""

import re
from pathlib import Path
from typing import Literal

from playwright.async_api import Locator, expect

from tests.e2e.axe import COLOURS, complaints
from tests.e2e.conftest import Visit
from tests.e2e.places import pages
from tests.product import Browser, Product

_LIGHTNESS = """(element, what) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = getComputedStyle(element)[what];
    canvas.fillRect(0, 0, 1, 1);
    return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)) / 255;
}"""
ENGLISH = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d+ [A-Z][a-z]+ \d{4} at \d\d:\d\d")
# The exact time is told to who points at it.
POINTED_AT = """all => all.map(one => {
    one.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
    return one.title;
})"""
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
PICTURES = Path(__file__).parents[2] / "test-results"


async def lightness(part: Locator, what: str) -> float:
    """How light a colour is, from 0 to 1, as the browser paints it."""
    return float(await part.evaluate(_LIGHTNESS, what))


async def test_every_page_fits_and_names_itself(robin: Browser, visit: Visit, phone: bool) -> None:
    PICTURES.mkdir(exist_ok=True)
    visitor = await visit(robin, phone=phone, dark=phone)
    too_wide = {}
    unfit: dict[str, list[str]] = {}
    unclaimed: dict[str, list[str]] = {}
    moments: list[str] = []
    for name, path in (await pages(robin)).items():
        await visitor.go(path)
        await expect(visitor.page.locator("main .animate-shimmer")).to_have_count(0)  # every part is there
        if await visitor.overflow():
            too_wide[name] = await visitor.overflow()
        if early := await visitor.page.evaluate("Object.keys(window.kithAsked)"):
            unclaimed[name] = early
        moments += await visitor.page.locator("time").evaluate_all(POINTED_AT)
        first, second = SCHEMES[::-1] if phone else SCHEMES
        for scheme, rules in ((first, None), (second, COLOURS)):  # nothing but colours depends on the scheme
            await visitor.page.emulate_media(color_scheme=scheme)
            if found := await complaints(visitor.page, rules):
                unfit[f"{name}, {scheme}"] = found
            size = "phone" if phone else "wide"
            await visitor.page.screenshot(path=PICTURES / f"{name}-{size}-{scheme}.png")
    assert too_wide == {}
    assert unfit == {}
    assert unclaimed == {}, "asked for before the code was there, and then once more: web/src/api/early.ts"
    assert len(moments) > 100
    assert [one for one in moments if not ENGLISH.fullmatch(one)] == []  # in a German browser


async def test_a_stranger_sees_what_kith_is(robin: Browser, visit: Visit, phone: bool) -> None:
    PICTURES.mkdir(exist_ok=True)
    visitor = await visit(phone=phone)
    visitor.expected.append(r"\b401\b")
    await visitor.go("/")
    assert await visitor.overflow() == 0
    assert await complaints(visitor.page) == []
    await visitor.page.screenshot(path=PICTURES / f"landing-{'phone' if phone else 'wide'}.png")


async def test_the_api_shows_what_it_is_from_its_own_files(kith: Product, visit: Visit, phone: bool) -> None:
    PICTURES.mkdir(exist_ok=True)
    visitor = await visit(phone=phone)
    await visitor.page.goto(f"{visitor.url}/api/docs")
    await expect(visitor.page.get_by_role("heading", name="Kith")).to_be_visible()
    operation = visitor.page.locator("#operations-mailboxes-mailboxes")
    await operation.get_by_role("button").first.click()
    await expect(operation.get_by_text("Every mailbox, the oldest first.")).to_be_visible()
    assert [url for url in visitor.asked if not url.startswith((visitor.url, "data:"))] == []
    policy = (await kith.browser().http.get("/api/docs")).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert await visitor.overflow() == 0
    await visitor.page.screenshot(path=PICTURES / f"api-docs-{'phone' if phone else 'wide'}.png")


async def test_the_page_is_as_dark_as_the_system_until_somebody_chooses(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin, dark=True)
    page = visitor.page
    await visitor.go("/")
    await page.screenshot(path=PICTURES / "overview-wide-dark.png")
    assert await lightness(visitor.page.locator("body"), "backgroundColor") < 0.25
    assert await lightness(visitor.page.get_by_role("heading", level=1), "color") > 0.85
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert await complaints(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Account of Robin Marlow").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    assert await complaints(page) == []
    await page.get_by_role("menuitemradio", name="Light").click()
    assert await lightness(visitor.page.locator("body"), "backgroundColor") > 0.9
    await visitor.go("/contacts")
    assert await lightness(visitor.page.locator("body"), "backgroundColor") > 0.9
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
