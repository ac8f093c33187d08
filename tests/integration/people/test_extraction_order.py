"""What is known of people does not depend on the order in which their mail was looked at, nor on mail that is gone."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from base.settings import Settings
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner

ALIAS = "robin@work.example"
ADDRESSES = [
    "ida@northwind.example", "ida+shop@northwind.example", "bo@gmail.com", "b.o+x@googlemail.com",
    "cy@south.example", "dee@south.example",
    "no-reply@shop.example", "dev@lists.example", "eve@east.example", ALIAS, "robin+tag@work.example", ROBIN,
]  # fmt: skip
NAMES = [
    "",
    "Ida",
    "Ida Okafor",
    "Okafor, Ida",
    "IDA OKAFOR",
    "Ida O.",
    "ida.okafor",
    "Ida via Dev",
    "Support",
    "Ида Окафор",
]
HEADERS = ["", "", "", "List-Post: <mailto:dev@lists.example>\n", "Auto-Submitted: auto-generated\n"]


@pytest.fixture
async def services(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Services]:
    monkeypatch.setattr("services.people.extraction.BATCH", 6)
    found = await Services.build(settings)
    yield found
    await found.close()


def somebody(chance: random.Random) -> str:
    return f'"{chance.choice(NAMES)}" <{chance.choice(ADDRESSES)}>'


def mail_of(seed: int) -> list[Letter]:
    """A small world: aliases, lists, machines, spam, and people under many names."""
    chance = random.Random(seed)
    letters = [
        Letter(
            key=str(n),
            sender=somebody(chance),
            to=", ".join(somebody(chance) for _ in range(chance.choice([1, 1, 2, 3, 30]))),
            date=START - timedelta(days=chance.randint(0, 900), minutes=n),
            labels=(chance.choice(["INBOX", "INBOX", "INBOX", "SPAM", "TRASH", "DRAFT"]),),
            headers=chance.choice(HEADERS) + chance.choice(["", "", f"Reply-To: {somebody(chance)}\n"]),
        )
        for n in range(45)
    ]
    letters += [
        Letter(f"s{n}", chance.choice([ROBIN, ALIAS]), somebody(chance), START - timedelta(days=n), ("SENT",))
        for n in range(8)
    ]
    # Whatever else is deleted, mail shows whose these tags are.
    shown = ["ida@northwind.example", "ida+shop@northwind.example", ALIAS, "robin+tag@work.example"]
    letters += [Letter(f"t{n}", f"Ida Okafor <{address}>", date=START) for n, address in enumerate(shown)]
    return [*letters, Letter("alias", ALIAS, "bo@gmail.com", START, ("SENT",))]


async def known(owner: Owner) -> list[Any]:
    return [await owner.numbers(), await owner.interactions(), await owner.domains()]


async def after(services: Services, name: str, letters: list[Letter], chance: random.Random) -> Owner:
    """A user who got these letters; some arrive twice, some in a second mailbox, and all in any order."""
    owner = await Owner.create(services, f"{name}@users.example")
    await owner.mailbox(ROBIN)
    shuffled = chance.sample(letters, len(letters))
    places = [replace(letter, source_id=f"{n:03}") for n, letter in enumerate(shuffled)]
    await owner.receive(*places)
    await owner.receive(*chance.sample(places, 10), ref=owner.refs[1])
    early = chance.random() < 0.5
    if early:
        await owner.add_alias(ALIAS)
    if chance.random() < 0.5:
        owner.refs.reverse()
    await owner.learn()
    if not early:
        await owner.add_alias(ALIAS)
        await owner.learn()
    return owner


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_of_batches_gives_the_same_people(services: Services, seed: int) -> None:
    letters = mail_of(seed)
    owners = [await after(services, f"user{order}", letters, random.Random(order)) for order in range(3)]
    first, *others = [[*await known(owner), await owner.faces()] for owner in owners]
    assert len(first[0]) >= 5
    assert ALIAS not in first[0]
    assert "robin+tag@work.example" not in first[0]
    for other in others:
        assert other == first


@pytest.mark.parametrize("seed", range(3))
async def test_mail_that_is_deleted_leaves_the_numbers_of_what_remains(services: Services, seed: int) -> None:
    chance, letters = random.Random(seed), mail_of(seed)
    gone = set(chance.sample(range(45), 25))
    owner = await Owner.create(services, "one@users.example")
    second = await owner.mailbox(ROBIN)
    await owner.receive(*letters)
    await owner.receive(*letters[:20], ref=second)
    await owner.learn()
    await owner.delete(*(letters[n].key for n in sorted(gone)))
    await owner.delete(*(letters[n].key for n in sorted(gone) if n < 15), ref=second)
    await owner.learn()
    scratch = await Owner.create(services, "two@users.example")
    await scratch.mailbox(ROBIN)
    await scratch.receive(*(letter for n, letter in enumerate(letters) if n not in gone or 15 <= n < 20))
    await scratch.learn()
    assert len((await known(scratch))[0]) >= 5
    assert await known(owner) == await known(scratch)


@pytest.mark.parametrize("seed", range(4))
async def test_an_alias_that_is_revoked_leaves_what_was_known_without_it(services: Services, seed: int) -> None:
    chance, letters = random.Random(seed), mail_of(seed)
    owner = await Owner.create(services, "one@users.example")
    second = await owner.mailbox(ROBIN)
    places = [replace(letter, source_id=f"{n:03}") for n, letter in enumerate(letters)]
    await owner.receive(*places[:30])
    await owner.learn()
    before = [*await known(owner), await owner.faces(), await outgoing(owner)]
    wrong = [address for address in chance.sample(ADDRESSES, 3) if address != ROBIN]
    for address in wrong:
        await owner.add_alias(address)
    await owner.learn()
    assert await known(owner) != before[:3]
    for address in wrong:
        await owner.revoke_alias(address)
    await owner.learn()
    assert [*await known(owner), await owner.faces(), await outgoing(owner)] == before
    # What came while an address was wrongly believed is seen as if it never had been.
    await owner.add_alias(wrong[0])
    await owner.receive(*places[30:])
    await owner.receive(*places[20:40], ref=second)
    await owner.learn()
    await owner.revoke_alias(wrong[0])
    await owner.learn()
    scratch = await Owner.create(services, "two@users.example")
    other = await scratch.mailbox(ROBIN)
    await scratch.receive(*places)
    await scratch.receive(*places[20:40], ref=other)
    await scratch.learn()
    found = [[*await known(one), await one.faces(), await outgoing(one)] for one in (owner, scratch)]
    assert found[0] == found[1]


async def outgoing(owner: Owner) -> list[Any]:
    """Which messages a list shows as the owner's own."""
    return await owner.rows(
        "SELECT source_id, mailbox_id = :first, outgoing FROM messages WHERE user_id = :user_id ORDER BY 1, 2",
        first=owner.refs[0].mailbox_id,
    )


async def test_deleting_everything_leaves_nobody(services: Services) -> None:
    owner = await Owner.create(services)
    letters = mail_of(0)
    await owner.receive(*letters)
    await owner.learn()
    await owner.delete(*(letter.key for letter in letters))
    assert await known(owner) == [{}, [], []]
    assert await owner.faces() == {}


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (["", "Ida", "Ida Okafor"], "Ida Okafor"),
        (["Ida Okafor", "Ida Lind"], "Ida Lind"),  # the newer of two that are as good
        (["Ida Okafor", "Ida", "", "ida@northwind.example"], "Ida Okafor"),
        (["IDA OKAFOR", "Okafor, Ida"], "Ida Okafor"),
    ],
)
async def test_the_best_name_wins_whichever_came_first(services: Services, names: list[str], best: str) -> None:
    for place, order in enumerate([range(len(names)), reversed(range(len(names)))]):
        owner = await Owner.create(services, f"user{place}@users.example")
        for number in order:
            sender = f'"{names[number]}" <ida@northwind.example>'
            await owner.receive(Letter(str(number), sender, date=START + timedelta(days=number)))
            await owner.learn()
        assert (await owner.people())["ida@northwind.example"].name == best


async def test_everybody_knows_best_how_they_are_called(services: Services) -> None:
    owner = await Owner.create(services)
    await owner.receive(
        Letter("1", "Ida Okafor <ida@northwind.example>"),
        Letter("2", ROBIN, "Aunt Ida <ida@northwind.example>", START + timedelta(days=9), ("SENT",)),
    )
    await owner.learn()
    assert (await owner.people())["ida@northwind.example"].name == "Ida Okafor"
