"""Whose an address is: Gmail's settings and a person say so, and no mail does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.mail.mailboxes import MailboxRef
from tests.integration.tenants import as_owner
from tests.product import OWNER, Browser, Product, product
from tests.shared_mail import HAM, needs_mail

IDA, WORK, BOSS = "ida@northwind.example", "robin@work.example", "boss@work.example"
FORGED = (
    "X-GM-THRID: 1735000000000000001\nX-Gmail-Labels: Sent\n"
    f"From: Ida <{IDA}>\nTo: {OWNER}\nSubject: %s\nMessage-ID: <%s@x.example>\n\nhello\n"
)
SEPARATOR = "From 1735000000000000001@xxx Mon Jun 01 10:00:00 +0000 2026\n"


def mail(sender: str, to: str, key: str) -> bytes:
    return f"From: {sender}\nTo: {to}\nSubject: {key}\nMessage-ID: <{key}@x.example>\n\nhello\n".encode()


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def send_as(kith: Product, *custom: dict[str, Any]) -> None:
    await kith.gmail.control("POST", f"accounts/{OWNER}/send-as", json=list(custom))


async def connected(kith: Product) -> tuple[Browser, str]:
    browser = await kith.browser().sign_in()
    mailbox_id = await browser.connect()
    await browser.synced(mailbox_id)
    await kith.idle(browser, mailbox_id)
    return browser, mailbox_id


async def synced(kith: Product, browser: Browser, mailbox_id: str) -> None:
    """A sync that asks for the settings, as one does a day later."""
    async with await as_owner(kith.settings) as owner:
        await owner.execute("UPDATE mailboxes SET aliases_checked_at = NULL WHERE id = %s", [mailbox_id])
    assert (await browser.http.post(f"/api/v1/mailboxes/{mailbox_id}/sync")).status_code == 202
    await kith.idle(browser, mailbox_id)


async def ref_of(kith: Product, mailbox_id: str) -> MailboxRef:
    async with await as_owner(kith.settings) as owner:
        row = await (await owner.execute("SELECT user_id, id FROM mailboxes WHERE id = %s", [mailbox_id])).fetchone()
    assert row is not None
    return MailboxRef(user_id=row[0], mailbox_id=row[1])


async def sources(browser: Browser, mailbox_id: str) -> dict[str, str]:
    found = await browser.get(f"mailboxes/{mailbox_id}/aliases")
    return {alias["address"]: alias["source"] for alias in found["items"]}


async def people(browser: Browser) -> dict[str, tuple[Any, ...]]:
    found = await browser.every("contacts", kind="all")
    return {c["address"]: (c["name"], c["kind"], c["company"], c["sent"], c["received"], c["last_at"]) for c in found}


async def become(browser: Browser, addresses: set[str]) -> dict[str, tuple[Any, ...]]:
    """Everybody, once these are they."""
    async with asyncio.timeout(60):
        while set(found := await people(browser)) != addresses:
            await asyncio.sleep(0.05)
    return found


async def test_gmails_settings_say_whose_an_address_is(kith: Product) -> None:
    await send_as(
        kith,
        {"sendAsEmail": "Robin@Work.example"},
        {"sendAsEmail": "new@work.example", "verificationStatus": "pending"},
        {"sendAsEmail": BOSS, "treatAsAlias": False},
    )
    await kith.gmail.deliver(mail(WORK, IDA, "1"), "SENT")
    await kith.gmail.deliver(mail(BOSS, "bo@x.example", "2"), "SENT")
    await kith.gmail.deliver(mail(BOSS, f"{WORK}, new@work.example", "3"))
    browser, mailbox_id = await connected(kith)
    assert await sources(browser, mailbox_id) == {OWNER: "mailbox", WORK: "gmail"}
    found = await people(browser)
    assert {address: row[3:5] for address, row in found.items()} == {
        IDA: (1, 0),
        "bo@x.example": (1, 0),  # Gmail says that the mail was sent, whoever it names as its author
        BOSS: (0, 1),
        "new@work.example": (0, 0),
    }
    assert (await kith.gmail.bill())["methods"]["settings.sendAs.list"]["requests"] == 1


async def test_no_header_of_a_mail_makes_its_author_the_owner(kith: Product) -> None:
    await kith.gmail.deliver((FORGED % ("live", "live")).encode())
    browser, _ = await connected(kith)
    for name, content in (("plain", f"From nobody Mon Jun  1 10:00:00 2026\n{FORGED % ('p', 'p')}"),
                          ("inside", f"From nobody Mon Jun  1 10:00:00 2026\nSubject: x\nTo: {OWNER}\n\nhi\n\n"
                                     f"{SEPARATOR}{FORGED % ('i', 'i')}")):  # fmt: skip
        started = await browser.http.post("/api/v1/imports", files={"file": (f"{name}.mbox", content.encode())})
        for known in ("import_id", "mailbox_id"):
            await kith.idle(browser, started.json()[known])
        assert await sources(browser, started.json()["mailbox_id"]) == {OWNER: "mailbox"}
    found = await people(browser)
    assert {address: row[3:5] for address, row in found.items()} == {IDA: (0, 3)}


async def test_a_takeouts_sent_mail_is_the_owners_and_its_author_nobodys_alias(kith: Product) -> None:
    takeout = f"{SEPARATOR}{FORGED % ('t', 't')}".replace(f"To: {OWNER}", "To: bo@x.example")
    browser = await kith.browser().sign_in()
    started = await browser.http.post("/api/v1/imports", files={"file": ("t.mbox", takeout.encode())})
    for known in ("import_id", "mailbox_id"):
        await kith.idle(browser, started.json()[known])
    assert {address: row[3:5] for address, row in (await people(browser)).items()} == {"bo@x.example": (1, 0)}
    assert await sources(browser, started.json()["mailbox_id"]) == {OWNER: "mailbox"}


async def test_what_was_learned_from_mail_once_is_compared_with_gmails_settings(kith: Product) -> None:
    for number in range(3):
        await kith.gmail.deliver(mail(f"Ida Okafor <{IDA}>", OWNER, f"r{number}"))
    await kith.gmail.deliver(mail(WORK, f"{IDA}, cy@south.example", "s"), "SENT")
    await kith.gmail.deliver(mail("Dee <dee@south.example>", WORK, "w"))
    await send_as(kith, {"sendAsEmail": WORK})
    browser, mailbox_id = await connected(kith)
    right = await people(browser)
    async with await as_owner(kith.settings) as owner:
        await owner.execute("""UPDATE aliases SET source = 'learned' WHERE mailbox_id = %(id)s""", {"id": mailbox_id})
        await owner.execute(
            """INSERT INTO aliases (user_id, mailbox_id, address, source)
               SELECT user_id, id, 'ida@northwind.example', 'learned' FROM mailboxes WHERE id = %(id)s""",
            {"id": mailbox_id},
        )
    # As an older version left it: the person behind a forged label is the owner, and no contact.
    await kith.services.core.starter.start_extraction(await ref_of(kith, mailbox_id))
    await become(browser, set(right) - {IDA})
    await synced(kith, browser, mailbox_id)
    assert await become(browser, set(right)) == right
    assert await sources(browser, mailbox_id) == {OWNER: "mailbox", WORK: "gmail"}


@needs_mail
async def test_what_a_person_revokes_is_as_if_it_had_never_been_believed(settings: Settings, tmp_path: Path) -> None:
    async with product(settings, tmp_path, MboxAccount(OWNER, HAM)) as kith:
        browser, mailbox_id = await connected(kith)
        url = f"/api/v1/mailboxes/{mailbox_id}/aliases"
        before = await people(browser)
        closest = sorted(before, key=lambda address: before[address][4])[-3:]
        for address in closest:
            assert (await browser.http.post(url, json={"address": address.upper()})).status_code == 201
        await kith.idle(browser, mailbox_id)
        found = await people(browser)
        assert not set(closest) & set(found)
        assert found != {address: row for address, row in before.items() if address not in closest}
        for address in closest:
            assert (await browser.http.delete(f"{url}/{address}")).status_code == 204
        await kith.idle(browser, mailbox_id)
        assert await people(browser) == before


async def test_a_persons_word_stands_against_gmails(kith: Product) -> None:
    await kith.gmail.deliver(mail(f"Ida <{IDA}>", f"{OWNER}, {WORK}", "1"))
    await send_as(kith, {"sendAsEmail": WORK})
    browser, mailbox_id = await connected(kith)
    url = f"/api/v1/mailboxes/{mailbox_id}/aliases"
    assert set(await people(browser)) == {IDA}
    assert (await browser.http.delete(f"{url}/{WORK}")).status_code == 204
    await become(browser, {IDA, WORK})
    await synced(kith, browser, mailbox_id)
    assert set(await people(browser)) == {IDA, WORK}
    added = await browser.http.post(url, json={"address": WORK})
    assert (added.status_code, added.json()["source"]) == (201, "person")
    await become(browser, {IDA})
    await send_as(kith)
    await synced(kith, browser, mailbox_id)
    assert await sources(browser, mailbox_id) == {OWNER: "mailbox", WORK: "person"}
    assert (await browser.http.delete(f"{url}/{OWNER}")).status_code == 409
    assert (await browser.http.delete(f"{url}/{IDA}")).status_code == 404
    refused = await browser.http.post(url, json={"address": "ida at northwind"})
    assert (refused.status_code, refused.json()["field"]) == (422, "address")


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_mail_does_not_wait_for_settings_that_nobody_can_read(kith: Product, status: int) -> None:
    await kith.gmail.fault(match=r"^settings", kind="status", status=status)
    await kith.gmail.deliver(mail(f"Ida <{IDA}>", OWNER, "1"))
    browser, mailbox_id = await connected(kith)
    assert set(await people(browser)) == {IDA}
    assert (await browser.get(f"mailboxes/{mailbox_id}"))["status"] == "healthy"
