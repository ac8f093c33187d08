"""What is said of a company and of somebody, for tests of who may see it."""

from uuid import UUID

from base.clock import now
from models.contracts.people.facts import Fact
from models.queries.people.identity_changes import IdentityChanges
from services.people.facts import tell
from tests.product import Browser, Product


async def told_of(kith: Product, browser: Browser, company: str) -> str:
    """A source has said something of a company. Returns what."""
    user = UUID((await browser.get("me"))["id"])
    keys = await kith.services.core.keyring.user_keys(user)
    said = Fact(
        identity_id=UUID(company), field="industry", value="Pomegranates", source="hunter", source_ref="", at=now()
    )
    async with kith.services.core.database.tenant(user) as session:
        await IdentityChanges(session, user).lock()
        await tell(session, keys, user, [], [said])
    (known,) = (await browser.get(f"companies/{company}/facts"))["items"]
    return str(known["evidence"][0]["id"])


async def locked(browser: Browser, contact: str) -> str:
    """The owner says that a phone number is right. Returns their word, which outlives mail."""
    (said,) = (one for one in (await browser.get(f"contacts/{contact}/facts"))["items"] if one["field"] == "phone")
    state = f"/api/v1/contacts/{contact}/facts/{said['evidence'][0]['id']}/state"
    assert (await browser.http.put(state, json={"state": "locked"})).is_success
    (said,) = (one for one in (await browser.get(f"contacts/{contact}/facts"))["items"] if one["field"] == "phone")
    words = (one for one in said["evidence"] if (one["source"], one["identity_id"]) == ("owner", contact))
    return str(next(words)["id"])
