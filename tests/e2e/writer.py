"""Somebody who writes: two letters to answer, two mailboxes to write from, and a draft that does not go out."""

from tests.e2e.conftest import WRITER, WRITER_TOO
from tests.product import Browser, Product

QUESTION = (
    f"From: Vera Ashby <vera@attic.example>\r\nTo: {WRITER}\r\nSubject: The attic\r\nMessage-ID: <a@attic.example>\r\n"
    "\r\nDear Wren,\r\n\r\nis it still full of boxes?\r\n\r\nVera\r\n"
).encode()
CELLAR = (
    f"From: Vera Ashby <vera@attic.example>\r\nTo: {WRITER}, Otto Lind <otto@attic.example>\r\nSubject: The cellar\r\n"
    f'Cc: "Wren, at home" <{WRITER}>, house@lists.attic.example\r\nMessage-ID: <c@attic.example>\r\n\r\nAnd that?\r\n'
).encode()


async def wren_of(kith: Product) -> tuple[Browser, str, str, str]:
    """Somebody with two letters: (signed in, the page of each thread, the page of who wrote them)."""
    for letter in (CELLAR, QUESTION):
        await kith.gmail.deliver(letter, account=WRITER)
    browser = await kith.browser().sign_in(WRITER)
    mailbox_id = await browser.connect(WRITER)
    await browser.synced(await browser.connect(WRITER_TOO))
    await browser.synced(mailbox_id)
    threads = {thread["subject"]: thread["id"] for thread in (await browser.get("threads"))["items"]}
    attic, cellar = (f"/thread?mailbox={mailbox_id}&id={threads[name]}" for name in ("The attic", "The cellar"))
    (vera,) = (await browser.get("contacts", q="vera@attic.example"))["items"]
    return browser, attic, cellar, f"/contact?id={vera['id']}"


async def fails_to_send_a_draft(kith: Product, wren: Browser, mailbox: str) -> str:
    """A draft, which another program wrote, stays one when it cannot be sent. Returns its id."""
    drafts = f"/api/v1/mailboxes/{mailbox}/drafts"
    body = {"to": ["vera@attic.example"], "subject": "The roof", "text": "Leaks."}
    draft = str((await wren.http.post(drafts, json=body)).json()["outbox_id"])
    await kith.idle(wren, draft)
    assert (await wren.http.post(f"{drafts}/{draft}/send")).status_code == 202
    await kith.idle(wren, draft)
    return draft
