"""Reading mail: letters that would like to do more than be read."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from playwright.async_api import expect

from devstack.ports import any_free
from tests.e2e.arriving import arrived, designed
from tests.e2e.conftest import Visit
from tests.product import OWNER, Browser, Product

PIXEL = base64.b64decode(b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@dataclass
class Tracker:
    """A server that counts who opened a mail."""

    url: str
    hits: list[str] = field(default_factory=list)


@pytest.fixture
async def tracker() -> AsyncIterator[Tracker]:
    """Answers everything with a picture, and remembers what it was asked for."""
    hits: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        hits.append(head.split()[1].decode())
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\nConnection: close\r\nContent-Length: "
        writer.write(kind + str(len(PIXEL)).encode() + b"\r\n\r\n" + PIXEL)
        await writer.drain()
        writer.close()

    port = any_free()
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield Tracker(f"http://127.0.0.1:{port}", hits)


async def test_html_mail_is_caged_and_its_scripts_do_not_run(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    html = (
        "<h1>Your parcel</h1><script>parent.document.title = 'owned'</script>"
        '<img src=nowhere onerror="parent.document.title = \'owned\'"><a href="javascript:alert(1)">Track</a>'
    )
    path = await arrived(kith, robin, designed("A parcel bites", html), "A parcel bites")
    visitor = await visit(robin, phone=phone)
    visitor.expected.append("Blocked script execution in 'about:srcdoc'")
    page = visitor.page
    await visitor.go(path)
    frame = page.locator("iframe")
    await expect(frame.content_frame.get_by_role("heading", name="Your parcel")).to_be_visible()
    assert "allow-scripts" not in (await frame.get_attribute("sandbox") or "allow-scripts")
    # Past the sanitiser, by our own hand: the cage has to hold alone.
    async with page.expect_console_message(lambda message: "Blocked script execution" in message.text):
        await frame.evaluate(
            """frame => {
                const script = frame.contentDocument.createElement("script");
                script.textContent = "parent.document.title = 'owned'";
                frame.contentDocument.body.append(script);
            }"""
        )
    assert await page.title() == "A parcel bites · Kith"
    assert "onerror" not in await frame.content_frame.locator("body").inner_html()
    await expect(frame.content_frame.get_by_text("Track")).not_to_have_attribute("href", "javascript:alert(1)")


async def test_quotes_are_folded_and_what_is_forwarded_is_open(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ida Okafor <ida@parcel.example>", OWNER, "Two crates"
    above = "On Mon, 1 Jun 2026 at 10:00, Robin <robin@marlow.example> wrote:"
    header = "From: Bo <bo@parcel.example>\nDate: 1 Jun 2026 10:00\nSubject: Crates"
    mail.set_content(f"Yes, two.\n\nIda\n\n{above}\n> One crate?\n\n-- Forwarded message --\n{header}\n\nThey came.")
    path = await arrived(kith, robin, mail.as_bytes(), "Two crates")
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(path)
    thread = page.get_by_role("article")
    await expect(thread.get_by_text("Yes, two.", exact=True)).to_be_visible()
    await expect(thread.get_by_text("They came.")).to_be_visible()
    await expect(thread.get_by_text("> One crate?")).to_be_hidden()
    await thread.get_by_text("Quoted text").click()
    await expect(thread.get_by_text("> One crate?")).to_be_visible()

    html = (
        '<h1>Three crates</h1><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bo</div>'
        "<p>How many?</p>"
    )
    await visitor.go(await arrived(kith, robin, designed("A crate answers", html), "A crate answers"))
    letter = page.locator("iframe").content_frame
    await expect(letter.get_by_role("heading", name="Three crates")).to_be_visible()
    await expect(letter.get_by_text("How many?")).to_be_hidden()
    await letter.locator("summary").click()
    await expect(letter.get_by_text("How many?")).to_be_visible()


async def test_remote_images_load_only_for_who_asks(
    kith: Product, robin: Browser, visit: Visit, tracker: Tracker, phone: bool
) -> None:
    html = f'<h1>Big sale</h1><img src="{tracker.url}/opened.gif" width="40" height="40" alt="logo"><p>Buy.</p>'
    path = await arrived(kith, robin, designed("A sale watches", html), "A sale watches")
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(path)
    await expect(page.locator("iframe").content_frame.get_by_text("Buy.")).to_be_visible()
    await expect(page.get_by_text("Remote images are off")).to_be_visible()
    assert tracker.hits == []
    async with page.expect_response(f"{tracker.url}/opened.gif"):
        await page.get_by_role("button", name="Show images").click()
    assert tracker.hits == ["/opened.gif"]
    await expect(page.get_by_text("Remote images are off")).to_have_count(0)


async def test_pictures_that_came_along_are_not_taken_for_remote_ones(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    message = (await robin.get("messages", q='"left third"'))["items"][0]
    visitor = await visit(robin, phone=phone)
    await visitor.go(f"/thread?mailbox={message['mailbox_id']}&id={message['thread_id']}")
    letter = visitor.page.locator("iframe").content_frame
    await expect(letter.get_by_text("picture (attached)")).to_be_visible()
    await expect(visitor.page.get_by_text("Remote images are off")).to_have_count(0)
    await expect(visitor.page.get_by_role("region", name="1 attachment")).to_contain_text("picture.png")
    await visitor.page.get_by_role("button", name="Show images").click()
    await expect(letter.locator("img")).to_have_js_property("complete", True)
    assert await letter.locator("img").evaluate("image => image.naturalWidth") > 0
    await expect(letter.get_by_text("picture (attached)")).to_have_count(0)


async def test_a_forwarded_mail_opens_below_the_one_that_it_came_with(
    robin: Browser, visit: Visit, phone: bool
) -> None:
    message = (await robin.get("messages", q='"Second batch"'))["items"][0]
    visitor = await visit(robin, phone=phone)
    page = visitor.page
    await visitor.go(f"/thread?mailbox={message['mailbox_id']}&id={message['thread_id']}")
    await page.get_by_role("button", name="message.eml").click()
    mail = page.get_by_role("article", name="Second batch")
    await expect(mail.get_by_text("nine of nine")).to_be_visible()
    await expect(mail.get_by_role("link", name="Save as a file")).to_be_visible()


async def test_a_date_that_is_not_the_mails_own_word_says_so(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    raw = b"Date: Thu, 1 Jan 2099 00:00:00 +0000\n" + designed("From the future", "<p>Soon</p>")
    path = await arrived(kith, robin, raw, "From the future")
    visitor = await visit(robin, phone=phone)
    await visitor.go(path)
    await expect(
        visitor.page.get_by_role("img", name=re.compile("no date of its own|Nobody says when"))
    ).to_be_visible()


async def test_an_attachment_is_saved_under_its_name(kith: Product, robin: Browser, visit: Visit, phone: bool) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ida <ida@parcel.example>", OWNER, "The plan comes along"
    mail.set_content("See the plan.")
    mail.add_attachment(b"north, south", "application", "octet-stream", filename="Übersicht 1.bin")
    path = await arrived(kith, robin, mail.as_bytes(), "The plan comes along")
    visitor = await visit(robin, phone=phone)
    await visitor.go(path)
    async with visitor.page.expect_download() as started:
        await visitor.page.get_by_role("link", name="Übersicht 1.bin").click()
    saved = await started.value
    assert saved.suggested_filename == "Übersicht 1.bin"
    assert await asyncio.to_thread((await saved.path()).read_bytes) == b"north, south"


async def test_an_attachment_that_cannot_be_had_is_told_on_the_page(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ida <ida@parcel.example>", OWNER, "Out of reach"
    mail.set_content("See the plan.")
    mail.add_attachment(b"north, south", "application", "octet-stream", filename="plan.bin")
    path = await arrived(kith, robin, mail.as_bytes(), "Out of reach")
    visitor = await visit(robin, phone=phone)
    visitor.expected += ["answered 503", "status of 503"]
    await visitor.go(path)
    await kith.gmail.fault(match="attachments.get", kind="status", status=503)
    await visitor.page.get_by_role("link", name="plan.bin").click()
    await expect(visitor.page.get_by_text("Gmail answers with an error of its own (503).").first).to_be_visible()
    await kith.gmail.fault()


async def test_jobs_are_named_and_lead_to_temporal(robin: Browser, visit: Visit) -> None:
    visitor = await visit(robin)
    await visitor.go("/jobs")
    copy = visitor.page.get_by_role("listitem").filter(has_text="Copy the mailbox")
    await expect(copy).to_contain_text("Done")
    await expect(copy).to_contain_text(OWNER)
    link = copy.get_by_role("link", name="Open in the Temporal Web UI")
    await expect(link).to_have_attribute("href", re.compile("/workflows/"))


async def test_a_layout_that_cannot_be_shown_is_its_text(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    path = await arrived(kith, robin, designed("A maze", "<p>The words of it" + "<div>" * 3_000), "A maze")
    visitor = await visit(robin, phone=phone)
    await visitor.go(path)
    await expect(visitor.page.get_by_role("note")).to_contain_text("too deeply nested to be shown. This is its text.")
    await expect(visitor.page.get_by_text("The words of it").last).to_be_visible()
