"""Google Contacts of a connected account, with the real OAuth, over HTTP: kept in step, refused, and taken away."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from devstack.simulator.config import MboxAccount
from models.contracts.mail.mailboxes import MailboxRef
from tests.integration.gmail.test_sync import mail
from tests.product import OWNER, Browser, Product, product
from tests.stack import Stack

IDA = {
    "names": [{"displayName": "Ida Okafor", "givenName": "Ida", "familyName": "Okafor"}],
    "emailAddresses": [
        {"value": "ida@home.example"},
        {"value": "Ida@Northwind.Example", "metadata": {"primary": True}},
    ],
    "phoneNumbers": [{"value": "030 1234567", "canonicalForm": "+49301234567"}],
    "organizations": [{"name": "Old Mill", "title": "Miller"}, {"name": "Northwind", "title": "CTO", "current": True}],
    "birthdays": [{"date": {"month": 4, "day": 12}}],
    "metadata": {"sources": [{"type": "CONTACT", "updateTime": "2026-05-01T10:00:00Z"}]},
}


def person(name: str, *addresses: str) -> dict[str, Any]:
    return {
        "names": [{"displayName": name}],
        "emailAddresses": [{"value": address} for address in addresses],
    }


@dataclass
class Account:
    """Somebody with a connected mailbox, and contacts at Google."""

    kith: Product
    browser: Browser
    mailbox_id: str

    @property
    def path(self) -> str:
        return f"/api/v1/mailboxes/{self.mailbox_id}/google-contacts"

    async def save(self, resource: str, body: dict[str, Any] | None, kind: str = "connections") -> None:
        contact = {"resource": resource, "person": body, "kind": kind}
        await self.kith.gmail.control("POST", f"accounts/{OWNER}/contacts", json=contact)

    async def sync(self) -> dict[str, Any]:
        """Have Kith look, and wait for that."""
        assert (await self.browser.http.put(self.path)).status_code == 202
        return await self.idle()

    async def idle(self) -> dict[str, Any]:
        await self.kith.idle(self.browser, self.mailbox_id)
        state: dict[str, Any] = await self.browser.get(f"mailboxes/{self.mailbox_id}/google-contacts")
        return state

    async def people(self) -> dict[str, dict[str, Any]]:
        return {one["address"]: one for one in await self.browser.every("contacts")}


@pytest.fixture
async def account(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Account]:
    folder = tmp_path_factory.mktemp("contacts")
    async with stack.settings(folder) as settings, product(settings, folder, MboxAccount(OWNER), page_size=3) as kith:
        await kith.gmail.deliver(mail(1))
        browser = await kith.browser().sign_in()
        mailbox_id = await browser.connect()
        await browser.synced(mailbox_id)
        yield Account(kith, browser, mailbox_id)


async def test_contacts_are_kept_in_step_and_taken_away(account: Account) -> None:
    before = await account.people()
    await account.save("people/c1", IDA)
    for number in range(7):
        await account.save(f"people/p{number}", person(f"Person {number}", f"p{number}@crowd.example"))
    await account.save("otherContacts/o1", person("", "seldom@other.example"), "otherContacts")
    refused = await account.browser.http.put(account.path)
    assert (refused.status_code, refused.json()["code"]) == (403, "ContactsNotAllowed")
    assert (await account.idle())["state"] == "off"

    await account.browser.grant(account.mailbox_id, "contacts")
    state = await account.sync()
    assert (state["state"], state["allowed"], state["reason"], state["contacts"]) == ("on", True, None, 9)
    people = await account.people()
    ida = people["ida@northwind.example"]
    assert (ida["name"], ida["title"], ida["company"]) == ("Ida Okafor", "CTO", "Northwind")
    assert {"p0@crowd.example", "p6@crowd.example", "seldom@other.example"} <= people.keys()
    card = await account.browser.get(f"contacts/{ida['id']}/card")
    told = {one["field"]: (one["value"], one["source"]) for one in card["items"]}
    assert told["phone"] == ("+49301234567", "google_contacts")
    assert told["birthday"][0] == "--04-12"
    addresses = await account.browser.get(f"contacts/{ida['id']}/identities")
    assert {one["address"] for one in addresses["items"]} == {"ida@northwind.example", "ida@home.example"}

    typed = {"title": "Founder"}
    assert (await account.browser.http.patch(f"/api/v1/contacts/{ida['id']}", json=typed)).is_success
    await account.save("people/c1", IDA | {"organizations": [{"name": "Southwind", "title": "CEO"}]})
    await account.save("people/p3", None)
    await _look_again(account)
    people = await account.people()
    assert (people["ida@northwind.example"]["title"], people["ida@northwind.example"]["company"]) == (
        "Founder",
        "Southwind",
    )
    assert "p3@crowd.example" not in people
    assert (await account.idle())["contacts"] == 8

    await account.browser.http.delete(account.path)
    assert (await account.idle())["state"] == "off"
    left = await account.people()
    assert left.keys() == before.keys() | {"ida@northwind.example"}, "whom the owner wrote something about stays"


async def _look_again(account: Account) -> None:
    """As the clock does it: with the sync tokens that are kept."""
    me = UUID((await account.browser.get("me"))["id"])
    ref = MailboxRef(user_id=me, mailbox_id=UUID(account.mailbox_id))
    await account.kith.services.core.starter.start_google_contacts(ref)
    await account.idle()


async def test_old_tokens_limits_and_lost_grants(account: Account) -> None:
    await account.browser.grant(account.mailbox_id, "contacts")
    for number in range(4):
        await account.save(f"people/p{number}", person(f"Person {number}", f"p{number}@crowd.example"))
    assert (await account.sync())["contacts"] == 4

    await account.save("people/p0", None)
    await account.save("people/p9", person("Person 9", "p9@crowd.example"))
    await account.kith.gmail.control("POST", f"accounts/{OWNER}/expire-contacts")
    await account.kith.gmail.fault(
        match=r"^people\.connections\.list$", kind="status", status=429, reason="RATE_LIMIT_EXCEEDED", times=1,
        retry_after=1,
    )  # fmt: skip
    await _look_again(account)
    people = await account.people()
    assert "p9@crowd.example" in people
    assert "p0@crowd.example" not in people
    await account.kith.gmail.fault()

    # Kith may only read mail again: what came stays, and the page says why nothing more does.
    await account.browser.grant(account.mailbox_id, "read")
    await _look_again(account)
    state = await account.idle()
    assert (state["state"], state["allowed"], state["contacts"]) == ("refused", False, 4)
    assert "Settings" in state["reason"]
    assert (await account.browser.get(f"mailboxes/{account.mailbox_id}"))["status"] == "healthy"
    assert "p9@crowd.example" in await account.people()

    await account.browser.http.delete(f"/api/v1/mailboxes/{account.mailbox_id}", params={"erase": True})
    while (await account.browser.http.get(f"/api/v1/mailboxes/{account.mailbox_id}")).status_code != 404:
        await account.kith.idle(account.browser, account.mailbox_id)
    assert await account.people() == {}
