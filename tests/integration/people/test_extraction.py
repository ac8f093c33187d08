"""Stored mail becomes people and companies: whom it names, and how often it counts."""

from datetime import timedelta
from typing import Any

import pytest

from models.contracts.people.contacts import ContactKind, Direction
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner

IDA, BO = "Ida Okafor <ida@northwind.example>", "Bo Lind <bo@gmail.com>"
LIST = "List-Post: <mailto:dev@lists.example>\n"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def everything(owner: Owner) -> list[Any]:
    rows = await owner.rows(
        """SELECT identity_id, message_key, message_id, mailbox_id, direction, weight FROM interactions
           WHERE user_id = :user_id ORDER BY 1, 2"""
    )
    return [await owner.numbers(), await owner.faces(), await owner.domains(), await owner.interactions(), rows]


async def test_what_is_extracted_twice_is_the_same(robin: Owner) -> None:
    await robin.receive(
        Letter("1", IDA), Letter("2", ROBIN, IDA, labels=("SENT",)), Letter("3", BO, f"{ROBIN}, {IDA}", headers=LIST)
    )
    await robin.learn()
    before = await everything(robin)
    assert len(before[0]) == 3
    await robin.look_again()
    await robin.learn()
    assert await everything(robin) == before


async def test_people_are_counted_by_direction(robin: Owner) -> None:
    await robin.receive(
        Letter("1", IDA, f"{ROBIN}, {BO}"),
        Letter("2", IDA),
        Letter("3", ROBIN, IDA, labels=("SENT",)),
    )
    await robin.learn()
    people = await robin.people()
    ida, bo = people["ida@northwind.example"], people["bo@gmail.com"]
    assert (ida.name, ida.sent, ida.received) == ("Ida Okafor", 1, 2)
    assert (bo.name, bo.sent, bo.received) == ("Bo Lind", 0, 0)
    shown, _ = await robin.services.people.contacts.interactions(robin.me, bo.id)
    assert [one.direction for one in shown] == [Direction.SHARED]


async def test_only_a_company_of_its_own_is_one(robin: Owner) -> None:
    await robin.receive(
        Letter("1", IDA), Letter("2", BO), Letter("3", "x@mail.northwind.example"), Letter("4", "y@hotmail.co.uk")
    )
    await robin.learn()
    companies, _ = await robin.services.people.contacts.companies(robin.me)
    assert [(one.domain, one.name, one.people) for one in companies] == [("northwind.example", "Northwind", 2)]
    assert (await robin.people())["bo@gmail.com"].company is None


async def test_machines_and_lists_are_kept_out_of_people(robin: Owner) -> None:
    await robin.receive(
        Letter("1", "no-reply@shop.example"),
        Letter("2", "News <news@paper.example>", headers="List-Unsubscribe: <https://paper.example/u>\n"),
        Letter("3", IDA, "dev@lists.example", headers=LIST),
        Letter("4", "calendar@tool.example", headers="Auto-Submitted: auto-generated\n"),
    )
    await robin.learn()
    assert set(await robin.people()) == {"ida@northwind.example"}
    assert set(await robin.people(kind=ContactKind.LIST)) == {"dev@lists.example"}
    assert len(await robin.people(kind=ContactKind.AUTOMATED)) == 3
    assert len(await robin.people(kind=None)) == 5


async def test_who_writes_by_hand_once_is_a_person_whatever_their_calendar_sends(robin: Owner) -> None:
    machine = "Auto-Submitted: auto-generated\n"
    await robin.receive(Letter("1", IDA, headers=machine), Letter("2", IDA), Letter("3", IDA, headers=machine))
    await robin.learn()
    assert set(await robin.people()) == {"ida@northwind.example"}


async def test_the_author_is_found_where_a_list_took_their_place(robin: Owner) -> None:
    await robin.receive(
        Letter("1", "Ida via Dev <dev@lists.example>", headers=f"{LIST}Reply-To: {IDA}\n"),
        Letter("2", "Office <office@south.example>", headers="Reply-To: Cy Duarte <cy@south.example>\n"),
        Letter("3", BO, "dev@lists.example", headers=f"{LIST}Reply-To: someone@else.example\n"),
    )
    await robin.learn()
    people = await robin.people()
    assert set(people) == {"ida@northwind.example", "office@south.example", "cy@south.example", "bo@gmail.com"}
    assert (people["ida@northwind.example"].name, people["ida@northwind.example"].received) == ("Ida Okafor", 1)
    assert (await robin.people(kind=ContactKind.LIST))["dev@lists.example"].name == "Dev"


async def test_an_address_is_one_contact_however_it_is_written_and_a_tag_is_another(robin: Owner) -> None:
    await robin.receive(
        Letter("1", "IDA@Northwind.Example"),
        Letter("2", IDA),
        Letter("3", "ida+shop@northwind.example"),
        Letter("4", IDA, "Robin+news@Marlow.example, robin@marlow.example"),
    )
    await robin.learn()
    people = await robin.people()
    assert {address: one.received for address, one in people.items()} == {
        "ida@northwind.example": 3,
        "ida+shop@northwind.example": 1,
    }


@pytest.mark.parametrize("label", ["SPAM", "DRAFT", "CHAT"])
async def test_spam_and_drafts_name_nobody_until_they_are_neither(robin: Owner, label: str) -> None:
    await robin.receive(Letter("1", IDA, labels=(label,)), Letter("2", BO))
    await robin.learn()
    assert set(await robin.people()) == {"bo@gmail.com"}
    await robin.relabel("1", added=["INBOX"], removed=[label])
    await robin.relabel("2", added=[label], removed=["INBOX"])
    await robin.learn()
    assert set(await robin.people()) == {"ida@northwind.example"}
    assert await robin.domains() == ["northwind.example"]


async def test_older_mail_is_seen_with_an_alias_that_becomes_known(
    robin: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.people.extraction.BATCH", 2)
    alias = "robin@work.example"
    await robin.receive(
        Letter("0", "Dee <dee@east.example>", f"{ROBIN}, robin+news@work.example"),
        Letter("1", IDA, alias),
        Letter("2", alias, BO),
        Letter("3", alias, IDA, labels=("SENT",)),
        Letter("4", "Cy <cy@south.example>", "robin+x@work.example"),
    )
    await robin.learn()
    await robin.add_alias(alias)
    await robin.learn()
    numbers = await robin.numbers()
    assert {address: row[:2] for address, row in numbers.items()} == {
        "ida@northwind.example": (1, 1),
        "bo@gmail.com": (1, 0),
        "cy@south.example": (0, 1),
        "dee@east.example": (0, 1),
    }
    assert await robin.domains() == ["east.example", "northwind.example", "south.example"]


async def test_the_author_of_mail_with_the_label_sent_is_nobodys_alias(robin: Owner) -> None:
    await robin.receive(Letter("1", IDA), Letter("2", IDA, BO, labels=("SENT",)))
    await robin.learn()
    people = await robin.people()
    assert {address: (one.sent, one.received) for address, one in people.items()} == {
        "ida@northwind.example": (0, 1),
        "bo@gmail.com": (1, 0),
    }


async def test_only_gmail_says_what_was_sent(robin: Owner) -> None:
    await robin.receive(Letter("1", "Robin <robin@forged.example>", ROBIN))
    await robin.learn()
    assert set(await robin.people()) == {"robin@forged.example"}


async def test_an_address_that_becomes_the_owners_mailbox_is_no_contact(robin: Owner) -> None:
    other = "robin@home.example"
    await robin.receive(Letter("1", other), Letter("2", other, IDA))
    await robin.learn()
    assert (await robin.people())[other].received == 2
    await robin.mailbox(other)
    await robin.learn()
    people = await robin.people()
    assert {address: (one.sent, one.received) for address, one in people.items()} == {"ida@northwind.example": (1, 0)}
    assert await robin.domains() == ["northwind.example"]


async def test_the_same_mail_in_two_mailboxes_counts_once(robin: Owner) -> None:
    second = await robin.mailbox("robin@home.example")
    letters = [Letter("1", IDA, f"{ROBIN}, {BO}"), Letter("2", ROBIN, IDA, labels=("SENT",))]
    await robin.receive(*letters)
    await robin.learn()
    once = [await robin.numbers(), await robin.interactions()]
    await robin.receive(*letters, ref=second)
    await robin.learn()
    assert [await robin.numbers(), await robin.interactions()] == once


async def test_a_copy_counts_as_long_as_there_is_one(robin: Owner) -> None:
    second = await robin.mailbox("robin@home.example")
    letter = Letter("1", IDA, f"{ROBIN}, {BO}")
    for ref in robin.refs:
        await robin.receive(letter, ref=ref)
    await robin.learn()
    before = [await robin.numbers(), await robin.interactions()]
    await robin.delete("1")
    await robin.learn()
    assert [await robin.numbers(), await robin.interactions()] == before
    assert await robin.rows("SELECT DISTINCT mailbox_id FROM interactions WHERE user_id = :user_id") == [
        (second.mailbox_id,)
    ]
    await robin.delete("1", ref=second)
    assert [await robin.numbers(), await robin.interactions(), await robin.domains()] == [{}, [], []]


async def test_a_copy_counts_that_is_no_spam_where_the_other_is(robin: Owner) -> None:
    second = await robin.mailbox("robin@home.example")
    letter = Letter("1", IDA)
    for ref in robin.refs:
        await robin.receive(letter, ref=ref)
    await robin.learn()
    before = await robin.numbers()
    await robin.relabel("1", added=["SPAM"])
    await robin.learn()
    assert await robin.numbers() == before
    await robin.relabel("1", added=["SPAM"], ref=second)
    await robin.learn()
    assert await robin.numbers() == {}


async def test_copies_that_were_received_at_different_times_count_as_one_mail(services: Services) -> None:
    found = []
    for place, days in enumerate([(0, 40), (40, 0)]):
        email = f"robin{place}@marlow.example"
        owner = await Owner.create(services, email)
        await owner.mailbox(f"robin{place}@home.example")
        for ref, day in zip(owner.refs, days, strict=True):
            await owner.receive(Letter("1", IDA, email, date=START + timedelta(days=day)), ref=ref)
            await owner.learn()
        (numbers,) = (await owner.numbers()).values()
        (interaction,) = await owner.interactions()
        assert numbers[-1] == numbers[-2] == interaction[1]
        found.append(numbers[1])
    assert found == [1, 1]
