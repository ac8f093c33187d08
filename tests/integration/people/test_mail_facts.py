"""What mail says of who wrote it is known as long as the mail is there, and never against the owner's word."""

import random
from datetime import timedelta
from typing import Any

import pytest

from services.wiring import Services
from tests.integration.people.cards import IDA, PROMOTED, SIGNED, card, shown
from tests.integration.tenants import as_owner
from tests.owner import ROBIN, START, Letter, Owner

SHORT = "Fine.\n\n--\nIda Okafor\n"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def everything(owner: Owner) -> list[Any]:
    """All that is stored of facts, but for how it is encrypted; and what lists show."""
    facts = await owner.rows(
        """SELECT id, identity_id, field, readable, source, at, confidence, state, label, message_id, place_start,
                  place_end, value_key FROM facts WHERE user_id = :user_id ORDER BY 1"""
    )
    persons = await owner.rows(
        "SELECT id, name, title, stated_company FROM persons WHERE user_id = :user_id ORDER BY 1"
    )
    return [facts, persons]


async def test_a_signature_says_who_wrote_with_its_place_in_the_mail(robin: Owner) -> None:
    (message_id,) = await robin.receive(Letter("1", IDA, text=SIGNED))
    await robin.learn()
    assert await shown(robin) == {
        "company": ["Northwind Trading Ltd"],
        "name": ["Ida Okafor"],
        "phone": ["+4930901820"],
        "title": ["Head of Logistics"],
        "url": ["https://northwind.example/ida"],
    }
    message = await robin.services.mail.reading.message(robin.me, message_id, images=False)
    places = {}
    for one in await card(robin):
        assert one.mail is not None
        assert (one.source, one.mail.message_id, one.mail.thread_id, one.at) == ("signature", message_id, "1", START)
        places[one.field] = message.text[one.mail.start : one.mail.end]
    assert places["title"] == "Head of Logistics"
    assert places["phone"] == "+49 30 901820"
    ida = (await robin.people())["ida@northwind.example"]
    assert (ida.title, ida.company, ida.company_id is not None) == ("Head of Logistics", "Northwind", True)
    for word in ("logistics", "trading"):
        assert set(await robin.people(search=word)) == {"ida@northwind.example"}, word


async def test_a_company_is_shown_where_the_address_tells_none_or_another(robin: Owner) -> None:
    signed = "Yes.\n\n--\n{}\nPartner\nLind & Sons GmbH\n"
    for address, name in (("bo@gmail.com", "Bo Lind"), ("mia@harbour.example", "Mia Torv")):
        await robin.receive(Letter(address, f"{name} <{address}>", text=signed.format(name)))
        await robin.learn()
        one = (await robin.people())[address]
        assert (one.company, one.company_id) == ("Lind & Sons GmbH", None)


async def test_values_lie_encrypted_and_equal_ones_are_found(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA, text=SIGNED), Letter("2", "Bo Lind <bo@x.example>", text=SIGNED))
    await robin.learn()
    stored = await robin.rows("SELECT f::text FROM facts f WHERE user_id = :user_id")
    assert not any("901820" in row[0] or b"901820".hex() in row[0] for row in stored)
    alike = await robin.rows(
        """SELECT count(DISTINCT value_key), count(DISTINCT identity_id) FROM facts
           WHERE user_id = :user_id AND field = 'phone'"""
    )
    assert alike == [(1, 2)]


async def test_newer_mail_supersedes_older_in_whatever_order_it_comes(robin: Owner) -> None:
    letters = [
        Letter("1", IDA, text=SIGNED),
        Letter("2", IDA, text=PROMOTED, date=START + timedelta(days=30)),
        Letter("3", IDA, text=SHORT, date=START + timedelta(days=60)),
    ]
    for letter in random.Random(3).sample(letters, 3):
        await robin.receive(letter)
        await robin.learn()
    assert (await shown(robin))["title"] == ["Managing Director"]
    assert (await shown(robin))["phone"] == ["+4930901821"]
    assert (await robin.people())["ida@northwind.example"].title == "Managing Director"
    await robin.delete("2")
    assert (await shown(robin))["title"] == ["Head of Logistics"]
    assert (await robin.people())["ida@northwind.example"].title == "Head of Logistics"
    await robin.delete("1")
    assert await shown(robin) == {"name": ["Ida Okafor"]}
    assert (await robin.people())["ida@northwind.example"].title is None


async def test_what_is_read_twice_or_with_other_mail_between_is_the_same(robin: Owner) -> None:
    mailbox = await robin.mailbox("second@marlow.example")
    letter = Letter("1", IDA, text=SIGNED)
    await robin.receive(letter, Letter("4", "Bo Lind <bo@x.example>", text=SIGNED.replace("Ida Okafor", "Bo Lind")))
    await robin.receive(letter, ref=mailbox)
    await robin.learn()
    before = await everything(robin)
    await robin.look_again()
    await robin.learn()
    assert await everything(robin) == before
    await robin.receive(Letter("2", IDA, text=PROMOTED, date=START + timedelta(days=1)))
    await robin.learn()
    assert await everything(robin) != before
    await robin.delete("2")
    after = await everything(robin)
    assert after == before
    await robin.relabel("1", added=["SPAM"])
    await robin.relabel("1", added=["SPAM"], ref=mailbox)
    await robin.learn()
    assert "ida@northwind.example" not in await robin.people()
    assert await robin.rows(
        "SELECT DISTINCT identity_id <> :bo FROM facts WHERE user_id = :user_id",
        bo=(await robin.people())["bo@x.example"].id,
    ) == [(False,)]
    await robin.relabel("1", removed=["SPAM"])
    await robin.relabel("1", removed=["SPAM"], ref=mailbox)
    await robin.learn()
    assert await everything(robin) == before


QUOTED = """I agree.

--
Bo Lind
Managing Partner

On Mon, 1 Jun 2026, Ida Okafor <ida@northwind.example> wrote:
> """ + SIGNED.replace("\n", "\n> ")


@pytest.mark.parametrize(
    "letter",
    [
        Letter("1", ROBIN, IDA, labels=("SENT",), text=SIGNED),
        Letter("1", IDA, text=SIGNED, headers="Auto-Submitted: auto-generated\n"),
        Letter("1", "Ida via Dev <dev@lists.example>", text=SIGNED, headers="List-Post: <mailto:dev@lists.example>\n"),
        Letter("1", IDA, text=SIGNED, labels=("SPAM",)),
        Letter("1", "Bo Lind <bo@x.example>", text=QUOTED.replace("\n\n--\nBo Lind\nManaging Partner", "")),
    ],
    ids=["the owner's own", "a machine's", "a list's", "spam", "what is quoted"],
)
async def test_others_words_say_nothing(robin: Owner, letter: Letter) -> None:
    await robin.receive(letter)
    await robin.learn()
    assert await robin.rows("SELECT 1 FROM facts WHERE user_id = :user_id") == []


async def test_a_quoted_signature_is_its_own_authors(robin: Owner) -> None:
    await robin.receive(Letter("1", "Bo Lind <bo@x.example>", text=QUOTED), Letter("2", IDA))
    await robin.learn()
    assert await shown(robin, "bo@x.example") == {"name": ["Bo Lind"], "title": ["Managing Partner"]}
    assert await shown(robin) == {}


async def test_an_address_that_turns_out_to_be_the_owners_is_nobodys(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA, text=SIGNED))
    await robin.learn()
    await robin.add_alias("ida@northwind.example")
    await robin.learn()
    assert await robin.rows("SELECT 1 FROM facts WHERE user_id = :user_id") == []
    await robin.revoke_alias("ida@northwind.example")
    await robin.learn()
    assert (await shown(robin))["title"] == ["Head of Logistics"]


async def test_what_is_typed_is_never_overwritten(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA, text=SIGNED))
    await robin.learn()
    ida = (await robin.people())["ida@northwind.example"].id
    await robin.services.people.cards.edit(robin.me, ida, {"title": ["Friend"], "company": [""]})
    await robin.receive(Letter("2", IDA, text=PROMOTED, date=START.replace(year=2027)))
    await robin.learn()
    person = (await robin.people())["ida@northwind.example"]
    assert (person.title, person.company, person.company_id) == ("Friend", None, None)
    assert (await shown(robin))["title"] == ["Friend"]
    await robin.services.people.cards.edit(robin.me, ida, {"title": None, "company": None})
    person = (await robin.people())["ida@northwind.example"]
    assert (person.title, person.company) == ("Managing Director", "Northwind")


async def test_facts_go_where_their_address_goes(robin: Owner) -> None:
    await robin.receive(
        Letter("1", IDA, text=SIGNED),
        Letter(
            "2", "Ida <ida@home.example>", text="Bye.\n\n--\nIda Okafor\nManaging Director\n", date=START + timedelta(1)
        ),
    )
    await robin.learn()
    people = await robin.people()
    work, home = people["ida@northwind.example"].id, people["ida@home.example"].id
    before = await everything(robin)
    change = await robin.services.people.memberships.merge(robin.me, [work, home])
    (ida,) = (await robin.people()).values()
    assert ida.title == "Managing Director"
    await robin.services.people.memberships.undo(robin.me, change.id)
    assert await everything(robin) == before


async def test_mail_that_was_there_before_is_read_for_what_it_says(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA, text=SIGNED))
    await robin.learn()
    right = await everything(robin)
    async with await as_owner(robin.services.core.settings) as connection:
        await connection.execute("UPDATE messages SET rules = 2")
        await connection.execute("DELETE FROM facts")
        await connection.execute("SELECT kith_learn_people_anew()")
    await robin.learn()
    assert await everything(robin) == right


async def test_a_new_address_that_somebody_tells_of_is_a_fact(robin: Owner) -> None:
    text = "Dear Robin,\nmy new address is ida@okafor.example. Until then!\n\n> my new address is bo@lind.example\n"
    message_id, _ = await robin.receive(
        Letter("1", IDA, text=text), Letter("2", "Bo <bo@x.example>", text="Her new address is ida@okafor.example")
    )
    await robin.learn()
    (new,) = (one for one in await card(robin) if one.field == "email")
    assert (new.value, new.source) == ("ida@okafor.example", "introduction")
    assert new.mail is not None
    assert text[new.mail.start : new.mail.end] == "ida@okafor.example"
    assert new.mail.message_id == message_id
    assert await shown(robin, "bo@x.example") == {}
