"""What labels are called: fetched with a copy, when an unknown one appears, and now and then."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from models.contracts.mail.mailboxes import MailboxRef
from tests.integration.gmail.test_sync import connected, mail
from tests.integration.gmail.test_told import one, said
from tests.product import OWNER, Browser, Product, product

WORK = {"textColor": "#ffffff", "backgroundColor": "#16a766"}


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER, None, "Robin Marlow")) as running:
        yield running


async def label(kith: Product, **properties: Any) -> str:
    """Make or change a label at Gmail. Returns its id."""
    return str((await kith.gmail.control("POST", f"accounts/{OWNER}/labels", json=properties))["id"])


async def own(browser: Browser) -> dict[str, tuple[str, Any]]:
    """Names and colours of the user's labels, by id."""
    return {one["id"]: (one["name"], one["color"]) for one in (await browser.get("labels"))["items"] if one["own"]}


async def lists(kith: Product) -> int:
    """How often labels were asked for."""
    return int((await kith.gmail.bill())["methods"].get("labels.list", {}).get("requests", 0))


async def test_labels_are_named_and_stay_so(kith: Product) -> None:
    work = await label(kith, name="Work", color=WORK)
    await kith.gmail.deliver(mail(1), f"INBOX,{work}")
    browser, user, mailbox = await connected(kith)
    await browser.synced(mailbox)
    await kith.idle(browser, mailbox)
    green = {"text": "#ffffff", "background": "#16a766"}
    assert await own(browser) == {work: ("Work", green)}
    system = [one for one in (await browser.get("labels"))["items"] if not one["own"]]
    assert {"INBOX", "SPAM", "CATEGORY_UPDATES"} <= {one["id"] for one in system}
    assert [one["labels"] for one in (await browser.get("messages", q="label:work"))["items"]] == [["INBOX", work]]

    # One that nobody has heard of is asked for as soon as mail has it.
    before, (newest, *_) = await lists(kith), (await said(kith, user))[-1]
    trips = await label(kith, name="Trips")
    await kith.gmail.deliver(mail(2), f"INBOX,{trips}")
    newest, data = await one(kith, user, newest, "labels.changed")
    assert data == {"mailbox_id": mailbox}
    assert await own(browser) == {work: ("Work", green), trips: ("Trips", None)}
    assert await lists(kith) == before + 1
    await kith.gmail.deliver(mail(3), f"INBOX,{trips}")
    await one(kith, user, newest, "email.received")
    await kith.idle(browser, mailbox)
    assert await lists(kith) == before + 1, "a known label costs nothing"

    # No history tells of another name or colour: the first sync after an hour does, and the comparison.
    await label(kith, id=work, name="Office", color={"textColor": "#0d3472", "backgroundColor": "#b6cff5"})
    ref = MailboxRef(user_id=user, mailbox_id=UUID(mailbox))
    await older(kith, user)
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
    async with asyncio.timeout(30):
        while (await own(browser))[work][0] != "Office":
            await asyncio.sleep(0.05)
    assert (await own(browser))[work] == ("Office", {"text": "#0d3472", "background": "#b6cff5"})
    assert len((await browser.get("messages", q="label:office"))["items"]) == 1
    assert (await browser.get("messages", q="label:work"))["items"] == []
    await label(kith, id=trips, name="Travels")
    await kith.services.core.starter.start_reconcile(ref)
    async with asyncio.timeout(60):
        while (await own(browser))[trips][0] != "Travels":
            await asyncio.sleep(0.05)


async def test_colours_that_no_list_tells_are_asked_for_one_by_one(settings: Settings, tmp_path: Path) -> None:
    account = MboxAccount(OWNER, None, "Robin Marlow")
    async with product(settings, tmp_path, account, bare_label_list=True) as kith:
        work, trips = await label(kith, name="Work", color=WORK), await label(kith, name="Trips")
        browser, _, mailbox = await connected(kith)
        await browser.synced(mailbox)
        found = await own(browser)
        assert found == {work: ("Work", {"text": "#ffffff", "background": "#16a766"}), trips: ("Trips", None)}
        assert (await kith.gmail.bill())["methods"]["labels.get"]["requests"] == 2


async def test_mail_does_not_wait_for_the_names_of_labels(kith: Product) -> None:
    work = await label(kith, name="Work")
    await kith.gmail.fault(match=r"^labels\.list$", kind="status", status=500)
    await kith.gmail.deliver(mail(1), f"INBOX,{work}")
    browser, _, mailbox = await connected(kith)
    assert (await browser.synced(mailbox))["status"] == "healthy"
    assert await own(browser) == {}
    assert len((await browser.get("messages", label=work))["items"]) == 1
    await kith.gmail.fault()
    await kith.idle(browser, mailbox)
    await browser.http.post(f"/api/v1/mailboxes/{mailbox}/sync")
    async with asyncio.timeout(30):
        while await own(browser) != {work: ("Work", None)}:
            await asyncio.sleep(0.05)


async def older(kith: Product, user: UUID) -> None:
    """As if labels had been asked for two hours ago."""
    async with kith.services.core.database.tenant(user) as session:
        await session.execute(text("UPDATE mailboxes SET labels_checked_at = now() - interval '2 hours'"))
