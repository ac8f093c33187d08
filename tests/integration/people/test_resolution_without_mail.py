"""Who has no mail, or no address at all, is found to be the same person by name and phone."""

import pytest

from services.wiring import Services
from tests.integration.people.test_by_hand import create
from tests.integration.people.test_contact_imports import card, imported
from tests.integration.people.test_resolution import asked
from tests.owner import Letter, Owner

PHONE = "+49421990017"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def people(owner: Owner) -> list[str]:
    return sorted(one.name for one in (await owner.services.people.contacts.contacts(owner.me))[0])


async def test_a_card_without_an_address_joins_who_has_the_phone_and_the_name(robin: Owner) -> None:
    await imported(robin, card("Sunniva Ravnkilde", "sunniva@north.example", TEL=PHONE), card("Bo Lind", TEL=PHONE))
    assert await people(robin) == ["Bo Lind", "Sunniva Ravnkilde"], "one phone, and two names"
    assert await asked(robin) == []
    await imported(robin, card("Sunniva Ravnkilde", TEL="+49 421 990017"))
    assert await people(robin) == ["Bo Lind", "Sunniva Ravnkilde"], "an import is looked at without any mail"
    (change,) = [
        change
        for one in (await robin.services.people.contacts.contacts(robin.me, search="Sunniva"))[0]
        for change in await robin.services.people.memberships.changes(robin.me, one.id)
    ]
    assert "Both have the same phone number" in change.reasons
    assert await robin.rows("SELECT 1 FROM resolution_queue WHERE user_id = :user_id") == []


async def test_who_signs_with_a_phone_is_whom_the_owner_wrote_down_with_it(robin: Owner) -> None:
    made = await create(robin, "Sunniva Ravnkilde", phone=[PHONE])
    text = "Hello\n\n--\nSunniva Ravnkilde\nTel: +49 421 990017\n"
    await robin.receive(Letter("s1", "Sunniva Ravnkilde <sunniva@north.example>", text=text))
    await robin.learn()
    (one,) = (await robin.services.people.contacts.contacts(robin.me))[0]
    assert (one.address, one.received) == ("sunniva@north.example", 1)
    assert (await robin.services.people.contacts.contact(robin.me, made.id)).id == one.id


async def test_names_that_are_only_alike_are_asked_about(robin: Owner) -> None:
    await create(robin, "Sunniva", phone=[PHONE])
    await create(robin, "Sunniva Ravnkilde", phone=[PHONE])
    (pair,) = await asked(robin)
    assert {side.contact.name for side in pair.contacts} == {"Sunniva", "Sunniva Ravnkilde"}
    assert not any("urn:" in one.reason or "private" in one.reason for one in pair.reasons)
    await create(robin, "Torvald Quistgaard")
    ida = await create(robin, "Ida Okafor")
    assert len(await asked(robin)) == 1
    await robin.services.people.cards.edit(robin.me, ida.id, {"name": ["Sunniva Ravnkilde"], "phone": [PHONE]})
    assert await people(robin) == ["Sunniva", "Sunniva Ravnkilde", "Torvald Quistgaard"], "a phone that is typed joins"
