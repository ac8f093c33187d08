"""Disconnecting: the grant goes back to Google, and with `erase` nothing of the mailbox stays."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from base.settings import Settings
from devstack.simulator.config import MboxAccount
from tests.integration.accounts.consent import google_secrets
from tests.integration.api.catalog import count, dump, tables
from tests.integration.tenants import OTHER, as_owner, filled, mail, mbox, upload, user_id
from tests.product import OWNER, Browser, Product, product

IDA = "Ida Okafor <ida@northwind.example>"
# What a user switched on, has spent, and whom nobody is to be asked about: by hashes, which outlive the rest.
SAID_OF_SOURCES = {"enrichment_switches", "enrichment_spending", "enrichment_suppressions"}
OF_MODELS = {"llm_calls", "llm_spending"}  # what they took and cost, without a word of it
# What is left of somebody without mailboxes: the account, and that something has happened.
OF_THE_USER = {"users", "keysets", "directory_users", "directory_sessions", "session_details"}
# The lists that a user made, of nobody by now; that a card is gone, for a phone to hear; how often people changed.
OF_PEOPLE = {"people_lists", "person_cards", "people_versions"}
TAKEN_BACK = {"contact_imports", "contact_import_problems", "effects"}  # what says that a file of people was read once
DELETED = {"deleted_people", "directory_deleted_people"}  # whom the owner wrote down: for a week, to be put back
HAPPENED = {
    *("domain_events", "directory_event_streams", "directory_event_cursors"),
    *("idempotency_keys", "personal_tokens", "directory_tokens", "upload_reservations", "invitations"),
    "directory_invitations",
}


@pytest.fixture
async def kith(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(settings, tmp_path, MboxAccount(OWNER), MboxAccount(OTHER)) as running:
        yield running


async def refreshed(kith: Product, token: str) -> int:
    """What Google answers to a refresh token."""
    config = kith.gmail.config
    form = {"client_id": config.client_id, "client_secret": config.client_secret, "grant_type": "refresh_token"}
    answer = await kith.gmail.http.post(f"{kith.gmail.url}/token", data=form | {"refresh_token": token})
    return answer.status_code


async def leave(browser: Browser, mailbox_id: str, *, erase: bool) -> None:
    """Ask for it, and wait for the job that does it."""
    answer = await browser.http.delete(f"/api/v1/mailboxes/{mailbox_id}", params={"erase": erase})
    assert answer.status_code == 202, answer.text
    async with asyncio.timeout(60):
        while (await browser.get(f"jobs/{answer.json()['job_id']}"))["state"] == "running":
            await asyncio.sleep(0.05)


async def quiet(browser: Browser) -> None:
    """Wait until none of the user's jobs runs."""
    async with asyncio.timeout(60):
        while any(job["state"] == "running" for job in (await browser.get("jobs"))["items"]):
            await asyncio.sleep(0.05)


async def left(kith: Product, browser: Browser) -> dict[str, int]:
    """{table: rows} of what the database has of somebody."""
    user = await user_id(browser)
    async with await as_owner(kith.settings) as owner:
        found = [table for table in await tables(owner) if table.owner_column and not table.is_partition]
        counts = {table.name: await count(owner, table, user) for table in found}
    return {name: rows for name, rows in counts.items() if rows and name not in HAPPENED}


def stored(kith: Product) -> list[Path]:
    """Files in object storage."""
    return [path for path in (kith.settings.home / "objects").rglob("*") if path.is_file()]


async def take_imports_back(browser: Browser) -> None:
    """Files of people are of no mailbox."""
    for one in (await browser.get("contacts/imports"))["items"]:
        answer = await browser.http.delete(f"/api/v1/contacts/imports/{one['id']}")
        assert answer.is_success, answer.text
    async with asyncio.timeout(60):
        while any(one["state"] != "undone" for one in (await browser.get("contacts/imports"))["items"]):
            await asyncio.sleep(0.05)


async def take_addresses_back(browser: Browser) -> None:
    """What somebody typed of a person is of no mailbox either."""
    for contact in await browser.every("contacts", kind="all"):
        for one in (await browser.get(f"contacts/{contact['id']}/identities"))["items"]:
            if one["by_hand"]:
                answer = await browser.http.delete(f"/api/v1/contacts/{contact['id']}/addresses/{one['id']}")
                assert answer.is_success, answer.text


async def people(browser: Browser) -> list[tuple[Any, ...]]:
    found = await browser.every("contacts", kind="all")
    return sorted((c["address"], c["company"], c["sent"], c["received"]) for c in found)


async def test_disconnecting_gives_the_grant_back_and_keeps_the_copy(kith: Product, tmp_path: Path) -> None:
    await kith.gmail.deliver(mail(1, IDA))
    browser = await kith.browser().sign_in()
    mailbox_id = await browser.connect()
    await browser.synced(mailbox_id)
    lasting = [token for token in google_secrets(tmp_path / "gmail") if token.startswith("1//")]
    assert [await refreshed(kith, token) for token in lasting] == [200]
    await leave(browser, mailbox_id, erase=False)
    assert [await refreshed(kith, token) for token in lasting] == [400]
    await quiet(browser)
    assert (await browser.get(f"mailboxes/{mailbox_id}"))["status"] == "disconnected"
    assert len((await browser.get("messages"))["items"]) == 1
    assert "directory_mailboxes" not in await left(kith, browser)
    async with await as_owner(kith.settings) as owner:
        kept = await owner.execute("SELECT count(*) FROM mailboxes WHERE credentials IS NOT NULL")
        assert await kept.fetchone() == (0,)
    await kith.gmail.deliver(mail(2, IDA))
    assert await browser.connect() == mailbox_id
    await browser.until(mailbox_id, lambda m: m["counts"]["stored"] == 2 and m["status"] == "healthy")


async def test_erasing_every_mailbox_leaves_nothing_but_the_account(kith: Product) -> None:
    browser, other = await kith.browser().sign_in(), await kith.browser().sign_in(OTHER)
    await filled(kith, browser, OWNER)
    await filled(kith, other, OTHER)
    neighbours = await left(kith, other)
    mailboxes = [mailbox["id"] for mailbox in (await browser.get("mailboxes"))["items"]]
    messages = await browser.every("messages")
    assert len(mailboxes) == 2
    assert len(messages) == 28
    await take_imports_back(browser)
    await take_addresses_back(browser)
    for mailbox_id in mailboxes:
        await leave(browser, mailbox_id, erase=True)
    await quiet(browser)
    assert (
        set(await left(kith, browser)) == OF_THE_USER | SAID_OF_SOURCES | OF_MODELS | OF_PEOPLE | TAKEN_BACK | DELETED
    )
    async with await as_owner(kith.settings) as owner:
        everything = await dump(owner)
    gone = {*(message["id"] for message in messages), *(message["source_id"] for message in messages)}
    assert not [name for name in gone if name in everything]
    assert [path for path in stored(kith) if str(await user_id(browser)) in path.parts] == []
    assert await left(kith, other) == neighbours
    for path in ("messages", "threads", "contacts", "companies", "mailboxes"):
        assert (await browser.get(path))["items"] == []


async def test_erasing_one_mailbox_keeps_what_is_known_from_another(kith: Product) -> None:
    browser = await kith.browser().sign_in()
    await filled(kith, browser, OWNER)
    both = await people(browser)
    only_here = await upload(browser, mbox(mail(20, "Zoe Lind <zoe@fjord.example>"), mail(21, IDA)))
    imported = only_here.json()["mailbox_id"]
    await browser.until(imported, lambda m: m["counts"]["stored"] == 16 and m["contacts_complete"])
    await quiet(browser)
    assert len(await people(browser)) == len(both) + 1
    await leave(browser, imported, erase=True)
    assert await people(browser) == both
    # Somebody's address in a file of people is of a company, too.
    known = {company["name"] for company in (await browser.get("companies"))["items"]}
    assert known == {c[1] for c in both if c[1]} | {"Home"}
    for contact in (await browser.get("contacts"))["items"]:
        items = (await browser.get(f"contacts/{contact['id']}/interactions"))["items"]
        assert len(items) == contact["sent"] + contact["received"]
        for item in items:
            assert (await browser.http.get(f"/api/v1/messages/{item['message_id']}")).status_code == 200


@pytest.mark.parametrize("moment", [0, 100], ids=["at once", "after some messages"])
async def test_erasing_while_it_is_copied_leaves_nothing_either(kith: Product, moment: int) -> None:
    for number in range(200):
        await kith.gmail.deliver(mail(number % 28, f"P{number} <p{number}@northwind.example>"))
    browser = await kith.browser().sign_in()
    mailbox_id = await browser.connect()
    await browser.until(mailbox_id, lambda m: m["counts"]["stored"] >= moment)
    await leave(browser, mailbox_id, erase=True)
    await quiet(browser)
    assert OF_THE_USER <= set(await left(kith, browser)) <= OF_THE_USER | OF_PEOPLE


@pytest.mark.parametrize("moment", [0, 1], ids=["at once", "after the first message"])
async def test_erasing_while_a_file_is_read_leaves_nothing_either(kith: Product, moment: int) -> None:
    browser = await kith.browser().sign_in()
    letters = [mail(number % 28, f"P{number} <p{number}@northwind.example>") for number in range(2000)]
    started = (await upload(browser, mbox(*letters))).json()
    if moment:
        await browser.until(started["mailbox_id"], lambda m: m["counts"]["stored"] >= moment)
    await leave(browser, started["mailbox_id"], erase=True)
    await quiet(browser)
    assert set(await left(kith, browser)) <= OF_THE_USER | OF_PEOPLE
    assert stored(kith) == []
