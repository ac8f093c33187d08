"""What the owner says of others' values holds, whoever repeats them; and what a source says replaces its own words."""

from datetime import timedelta

import pytest

from base.errors import Invalid
from models.contracts.people.facts import Fact, FactState
from models.queries.people.facts import FactQueries
from models.queries.people.identity_changes import IdentityChanges
from services.people.facts import tell
from services.wiring import Services
from tests.integration.people.cards import IDA, PROMOTED, SIGNED, card, shown
from tests.owner import START, Letter, Owner


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def judged(owner: Owner, value: str, verdict: FactState, address: str = "ida@northwind.example") -> None:
    contact = (await owner.people())[address]
    known = await owner.services.people.cards.known(owner.me, contact.id)
    (found,) = (one for one in known if one.value == value)
    await owner.services.people.cards.judge(owner.me, contact.id, found.evidence[0].id, verdict)


async def standings(owner: Owner, field: str, address: str = "ida@northwind.example") -> dict[str, str]:
    contact = (await owner.people())[address]
    known = await owner.services.people.cards.known(owner.me, contact.id)
    return {one.value: f"{one.standing}{' locked' if one.locked else ''}" for one in known if one.field == field}


async def test_what_was_rejected_does_not_come_back_from_other_mail(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA, text=SIGNED))
    await robin.learn()
    await judged(robin, "Head of Logistics", FactState.REJECTED)
    await judged(robin, "+4930901820", FactState.REJECTED)
    assert set(await shown(robin)) == {"company", "name", "url"}
    await robin.receive(
        Letter("2", IDA, text=SIGNED.replace("Head of", "HEAD OF"), date=START + timedelta(days=9)),
        Letter("3", "Ida Okafor <ida@home.example>", text=SIGNED),
    )
    await robin.delete("1")
    await robin.learn()
    assert set(await shown(robin)) == {"company", "name", "url"}
    assert (await robin.people())["ida@northwind.example"].title is None
    assert await standings(robin, "title") == {"HEAD OF Logistics": "rejected"}
    assert (await shown(robin, "ida@home.example"))["title"] == ["Head of Logistics"], "another's, until they are one"
    await judged(robin, "HEAD OF Logistics", FactState.ACTIVE)
    assert (await shown(robin))["title"] == ["HEAD OF Logistics"]


async def test_what_was_locked_stays_until_the_owner_says_otherwise(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA, text=SIGNED))
    await robin.learn()
    await judged(robin, "Head of Logistics", FactState.LOCKED)
    (title,) = (one for one in await card(robin) if one.field == "title")
    assert (title.source, title.locked) == ("signature", True)
    await robin.receive(Letter("2", IDA, text=PROMOTED, date=START + timedelta(days=9)))
    await robin.learn()
    assert await standings(robin, "title") == {
        "Head of Logistics": "shown locked",
        "Managing Director": "outweighed",
    }
    await robin.delete("1")
    assert (await shown(robin))["title"] == ["Head of Logistics"], "the owner's word outlives the mail"
    await judged(robin, "Managing Director", FactState.LOCKED)
    assert await standings(robin, "title") == {"Managing Director": "shown locked"}
    assert (await robin.people())["ida@northwind.example"].title == "Managing Director"
    await robin.services.people.cards.edit(
        robin.me, (await robin.people())["ida@northwind.example"].id, {"title": ["Friend"]}
    )
    assert (await shown(robin))["title"] == ["Friend"]
    with pytest.raises(Invalid):
        await judged(robin, "Friend", FactState.REJECTED)


async def test_a_source_replaces_what_it_said_and_leaves_the_owners_word(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA))
    await robin.learn()
    ida = (await robin.people())["ida@northwind.example"].id

    async def vendor_says(**values: str) -> None:
        keys = await robin.keyring.user_keys(robin.user_id)
        facts = [
            Fact(identity_id=ida, field=field, value=value, source="hunter", source_ref="", at=START)
            for field, value in values.items()
        ]
        async with robin.services.core.database.tenant(robin.user_id) as session:
            await IdentityChanges(session, robin.user_id).lock()
            rows = await FactQueries(session, robin.user_id).of([ida])
            await tell(session, keys, robin.user_id, [row for row in rows if row.source == "hunter"], facts)

    await vendor_says(title="Clerk", phone="+4930901820", location="Kiel")
    assert (await robin.people())["ida@northwind.example"].title == "Clerk"
    await judged(robin, "+4930901820", FactState.REJECTED)
    await vendor_says(title="Baker", phone="+49 30 901820")
    await vendor_says(title="Baker", phone="+49 30 901820")
    assert await shown(robin) == {"title": ["Baker"]}
    assert (await robin.people())["ida@northwind.example"].title == "Baker"
    rows = await robin.rows("SELECT state, count(*) FROM facts WHERE user_id = :user_id GROUP BY 1 ORDER BY 1")
    assert rows == [("active", 2), ("rejected", 1), ("superseded", 2)]
