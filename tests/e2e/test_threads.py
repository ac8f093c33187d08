"""Threads: listed and found, long ones, and those that come and change while somebody looks."""

import asyncio

from playwright.async_api import Route, expect

from tests.e2e.arriving import arrived, designed
from tests.e2e.conftest import Visit
from tests.product import OWNER, Browser, Product


async def test_threads_are_listed_by_label_and_found_by_words(robin: Browser, visit: Visit, phone: bool) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/threads")
    threads = page.get_by_role("list", name="Threads").get_by_role("listitem")
    await page.get_by_role("radio", name="Sent").click()
    newest = (await robin.get("threads", label="SENT"))["items"][0]
    await expect(threads.first).to_contain_text(newest["subject"])
    await page.get_by_role("searchbox", name="Search mail").fill('"left third"')
    found = page.get_by_role("list", name="Messages found").get_by_role("listitem")
    await expect(found).to_have_count(3)
    await found.first.click()
    await visitor.heading("The left third")


async def test_a_long_thread_opens_at_its_end_and_unfolds(robin: Browser, visit: Visit, phone: bool) -> None:
    gmail = next(box["id"] for box in (await robin.get("mailboxes"))["items"] if box["provider"] == "gmail")
    threads = (await robin.get("threads", limit=100, mailbox_id=gmail))["items"]
    longest = max(threads, key=lambda thread: int(thread["message_count"]))
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/thread?mailbox={longest['mailbox_id']}&id={longest['id']}")
    letters = page.locator("ol [data-row]")
    await expect(letters).to_have_count(4)
    await expect(letters.last).to_have_attribute("aria-expanded", "true")
    await page.get_by_role("button", name=f"Show earlier: {longest['message_count'] - 4} messages more").click()
    await expect(letters).to_have_count(longest["message_count"])


async def test_new_mail_appears_by_itself(kith: Product, robin: Browser, visit: Visit, phone: bool) -> None:
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go("/threads")
    if not phone:  # which has no room for the word
        await expect(page.get_by_role("status").get_by_text("Live", exact=True)).to_be_visible()
    subject = f"Out of the blue, {'in a pocket' if phone else 'on a desk'}"
    await kith.gmail.deliver(designed(subject, "<p>Surprise</p>"))
    await expect(page.get_by_role("list", name="Threads")).to_contain_text(subject)


async def test_what_changed_before_the_page_could_listen_is_shown(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    visitor = await visit(robin, phone=phone, own=True)
    page = visitor.page
    changed = asyncio.Event()

    async def slowly(route: Route) -> None:
        await changed.wait()
        await route.continue_()

    await page.route("**/api/v1/events*", slowly)
    await visitor.go("/threads")
    subject = f"In between, {'in a pocket' if phone else 'on a desk'}"
    await arrived(kith, robin, designed(subject, "<p>Shown, not heard of</p>"), subject)
    threads = page.get_by_role("list", name="Threads")
    await expect(threads).not_to_contain_text(subject)
    changed.set()
    await expect(threads).to_contain_text(subject)


async def test_a_long_thread_shows_its_newest_and_the_earlier_on_request(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    letters = [
        f"From a@b.example Mon Jun  1 10:00:00 2026\nMessage-ID: <{n}@club.example>\nReferences: <first@club.example>\n"
        f"From: Member {n} <m{n}@club.example>\nTo: {OWNER}\nDate: Mon, 1 Jun 2026 {n // 60:02}:{n % 60:02}:00 +0000\n"
        f"Subject: The summer fete\n\nThe answer {n}.\n\n"
        for n in range(70)
    ]
    started = await robin.http.post("/api/v1/imports", files={"file": ("club.mbox", "".join(letters).encode())})
    mailbox = started.json()["mailbox_id"]
    async with asyncio.timeout(60):
        while not (found := [t for t in await robin.every("threads", mailbox_id=mailbox) if t["message_count"] == 70]):
            await asyncio.sleep(0.1)
    [thread] = found
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/thread?mailbox={mailbox}&id={thread['id']}")

    await expect(page.get_by_text("The answer 69.")).to_be_visible()
    await expect(page.get_by_role("button", name="Member 0")).to_have_count(0)
    await page.get_by_role("button", name="Show earlier: 66 messages more").click()
    await expect(page.locator("ol [data-row]")).to_have_count(54)
    await page.get_by_role("button", name="Show earlier: 16 messages more").click()

    await expect(page.get_by_role("button", name="Member 0 ")).to_be_visible()
    await expect(page.get_by_role("button", name="Show earlier")).to_have_count(0)
    await expect(page.locator("ol [data-row]")).to_have_count(70)
