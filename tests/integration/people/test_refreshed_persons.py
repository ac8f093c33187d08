"""A batch writes of persons what it changes; that is what all of them made anew say."""

from datetime import timedelta
from typing import Any

import pytest

from models.queries.people import companies
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.persons import refresh_persons
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner, pages

IDA, HOME, BO = "ida.okafor@north.example", "io@home.example", "bo@lumen.example"
SIGNED = "See you then.\n\n-- \nIda Okafor\nHead of Design\nNorthwind Trading Ltd\n+44 20 7946 0123\n"
# One after the other: new, more mail of the same, a better name, another spelling, a signature, a copy, a list.
BATCHES = [
    [Letter("a", f"io <{IDA}>"), Letter("b", f"Bo Lind <{BO}>")],
    [Letter("c", ROBIN, f"{IDA}, {BO}", labels=("SENT",)), Letter("d", f"io <{IDA}>")],
    [Letter("e", f"Ida Okafor <{IDA}>")],
    [Letter("f", f"Ida Okafor <{IDA.replace('ida.okafor', 'Ida.Okafor')}>")],
    [Letter("g", f"Ida Okafor <{IDA}>", text=SIGNED), Letter("h", ROBIN, BO, labels=("SENT",))],
    [Letter("i", f"Ida Okafor <{HOME}>"), Letter("j", f"Bo Lind <{BO}>", headers="List-Id: <walks.lumen.example>\n")],
    [Letter("k", f"Ida Okafor <{IDA}>"), Letter("l", ROBIN, f"{HOME}, {BO}", labels=("SENT",))],
]
_KEPT = {
    "persons": "*",
    "person_search": "person_id, names, words, CAST(terms AS text), digest",
    "person_cards": "person_id, digest, listed",
}


async def kept(owner: Owner) -> dict[str, list[tuple[Any, ...]]]:
    """What is kept of persons."""
    return {
        table: await owner.rows(f"SELECT {what} FROM {table} WHERE user_id = :user_id ORDER BY {table}")  # noqa: S608
        for table, what in _KEPT.items()
    }


async def test_what_batches_leave_is_what_is_made_anew(services: Services) -> None:
    owner = await Owner.create(services)
    for day, batch in enumerate(BATCHES):
        dated = [Letter(**{**vars(one), "date": START + timedelta(days=day, hours=n)}) for n, one in enumerate(batch)]
        await owner.receive(*dated)
        await owner.learn()
        before = await kept(owner)
        async with services.core.database.tenant(owner.user_id) as session:
            await IdentityChanges(session, owner.user_id).lock()
            ids = [row[0] for row in await owner.rows("SELECT id FROM persons WHERE user_id = :user_id")]
            await refresh_persons(session, owner.user_id, ids)
        assert await kept(owner) == before, day
    assert any(row for row in before["person_search"] if "design" in row[2]), "the signature is found"


@pytest.mark.parametrize("first", [1, 2, 1_000])
@pytest.mark.parametrize("sort", ["strength", "name", "recent"])
async def test_companies_come_in_one_order_page_by_page(
    services: Services, sort: str, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of the people at the top are looked at first."""
    owner = await Owner.create(services)
    writers = [
        ("Ida", "north"),
        ("Bo", "lumen"),
        ("Ole", "north"),
        ("Zoe", "harbour"),
        ("Eva", "lumen"),
        ("Kim", "souk"),
    ]
    await owner.receive(
        *(
            Letter(f"{n}.{again}", f"{name} Lind <{name.lower()}@{firm}.example>", date=START + timedelta(days=n))
            for n, (name, firm) in enumerate(writers)
            for again in range(1 + n % 4)
        )
    )
    await owner.learn()
    kim = (await owner.people())["kim@souk.example"]
    await services.people.cards.edit(owner.me, kim.id, {"closeness": ["closer"]})
    contacts = services.people.contacts
    everybody, _ = await contacts.companies(owner.me, sort=sort, limit=50)
    assert {one.name: (one.people, one.domains) for one in everybody} == {
        "North": (2, 1), "Lumen": (2, 1), "Harbour": (1, 1), "Souk": (1, 1)
    }  # fmt: skip
    by_person = {
        one.company: one.strength for one in sorted((await owner.people()).values(), key=lambda it: it.strength)
    }
    assert {one.name: pytest.approx(one.strength, rel=1e-6) for one in everybody} == by_person
    monkeypatch.setattr(companies, "_FIRST", first)

    async def ask(cursor: str | None) -> tuple[list[Any], str | None]:
        return await contacts.companies(owner.me, sort=sort, limit=1, cursor=cursor)

    assert [one.id for one in await pages(ask)] == [one.id for one in everybody]
