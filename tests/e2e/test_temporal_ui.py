"""What an operator sees in Temporal's Web UI: ciphertext, unless they own the deployment and have it decoded."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from tests.e2e.conftest import WRITER
from tests.product import Browser, Product

Open = Callable[[Browser], Awaitable[Page]]


@pytest.fixture
async def open_job(chromium: Chromium, kith: Product, robin: Browser) -> AsyncIterator[Open]:
    """Opens robin's backfill in the Web UI, whose codec server is Kith's, credentials included, as somebody."""
    (backfill,) = [job for job in await robin.every("jobs") if ":backfill:" in job["id"]]
    codec = {
        "endpoint": f"{kith.url}/api/v1/codec",
        "includeCredentials": True,
        "overrideRemoteCodecConfiguration": True,
    }
    pages: list[Page] = []

    async def opening(somebody: Browser) -> Page:
        context = await chromium.new_context(locale="en-GB")
        for cookie, token in dict(somebody.http.cookies).items():
            await context.add_cookies([{"name": cookie, "value": token, "url": kith.url, "sameSite": "Lax"}])
        for name, value in codec.items():
            await context.add_init_script(f"localStorage.setItem('{name}', {json.dumps(json.dumps(value))})")
        pages.append(await context.new_page())
        await pages[-1].goto((await robin.get(f"jobs/{backfill['id']}"))["ui_url"] + "/history")
        return pages[-1]

    yield opening
    for page in pages:
        await page.context.close()


async def test_the_owner_reads_what_a_job_was_given_and_what_its_steps_did(open_job: Open, robin: Browser) -> None:
    page = await open_job(robin)
    body = page.locator("body")
    await expect(body).to_contain_text('"generation"')
    await expect(body).to_contain_text("Copy the mailbox")
    await expect(body).to_contain_text("Take the history id to start from, then list the newest messages.")
    await expect(body).not_to_contain_text("kith-workflow")


async def test_somebody_else_sees_ciphertext(open_job: Open, kith: Product, robin: Browser) -> None:
    page = await open_job(await kith.browser().sign_in(WRITER))
    body = page.locator("body")
    await expect(body).to_contain_text("Codec Server could not connect")
    await expect(body).to_contain_text("kith-workflow")
    await expect(body).not_to_contain_text('"generation"')
