"""What mail came through is a list's, whichever mail came first; the spellings of an address are one contact."""

from datetime import timedelta
from itertools import permutations

import pytest

from models.contracts.people.contacts import ContactKind
from models.queries.people.extraction import MOST_NAMED
from services.people.participants import MOST_SHARED
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner

IDA = "Ida Okafor <ida@northwind.example>"
THROUGH = "Precedence: bulk\nList-Id: <weather.south.example>\nX-BeenThere: weather@south.example\n"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


async def test_an_address_that_mail_came_through_is_a_list_in_any_order(services: Services) -> None:
    letters = [
        Letter("1", ROBIN, "Weather <weather@south.example>", labels=("SENT",)),
        Letter("2", IDA, f"{ROBIN}, weather@south.example"),
        Letter("3", "Bo Lind <bo@east.example>", ROBIN, headers=THROUGH),  # does not name it
    ]
    seen = []
    for number, order in enumerate(permutations(letters)):
        owner = await Owner.create(services, f"user{number}@users.example")
        await owner.mailbox(ROBIN)
        for letter in order:
            await owner.receive(letter)
            await owner.learn()
        assert set(await owner.people(kind=ContactKind.LIST)) == {"weather@south.example"}
        seen.append([await owner.numbers(), await owner.faces()])
    assert all(other == seen[0] for other in seen)


async def test_without_such_mail_it_is_whom_one_writes_to(robin: Owner) -> None:
    await robin.receive(Letter("1", ROBIN, "weather@south.example", labels=("SENT",)))
    await robin.learn()
    assert set(await robin.people()) == {"weather@south.example"}


async def test_the_spellings_of_a_gmail_address_are_one_contact(robin: Owner) -> None:
    await robin.receive(
        Letter("1", "Ida <ida.okafor@gmail.com>"),
        Letter("2", "Ida Okafor <ida.okafor+shop@gmail.com>", date=START - timedelta(days=1)),
        Letter("3", ROBIN, "idaokafor@googlemail.com", START + timedelta(days=1), ("SENT",)),
        Letter("4", "Bo <bo@northwind.example>", f"{ROBIN}, i.d.a.okafor@gmail.com"),
    )
    await robin.learn()
    (ida,) = [one for one in (await robin.people()).values() if one.name == "Ida Okafor"]
    assert (ida.address, ida.sent, ida.received) == ("ida.okafor@gmail.com", 1, 2)
    assert len(await robin.people()) == 2
    for typed in ("ida.okafor@gm", "idaokafor@"):
        found, _ = await robin.services.people.contacts.contacts(robin.me, search=typed)
        assert [one.address for one in found] == ["ida.okafor@gmail.com"]


TAGGED = [
    Letter("1", "Ida Okafor <ida@northwind.example>"),
    Letter("2", "Okafor, Ida <ida+shop@northwind.example>", date=START + timedelta(days=1)),
    Letter("3", ROBIN, "ida+shop@northwind.example", START + timedelta(days=2), ("SENT",)),
    Letter("4", "Bo Lind <ida+bo@northwind.example>"),
]


async def test_a_tag_is_its_bases_where_mail_shows_it_in_any_order(services: Services) -> None:
    seen = []
    for number, order in enumerate(permutations(TAGGED)):
        owner = await Owner.create(services, f"user{number}@users.example")
        await owner.mailbox(ROBIN)
        for letter in order:
            await owner.receive(letter)
            await owner.learn()
        people = {one.address: (one.sent, one.received) for one in (await owner.people()).values()}
        assert people == {"ida+shop@northwind.example": (1, 2), "ida+bo@northwind.example": (0, 1)}
        seen.append([await owner.numbers(), await owner.faces(), await owner.interactions()])
    assert all(other == seen[0] for other in seen)
    await owner.delete("1", "2", "3")
    await owner.learn()
    assert await owner.rows("SELECT address FROM known_tags WHERE user_id = :user_id") == []


async def test_a_company_goes_with_a_name_that_says_whose_the_domain_is(robin: Owner) -> None:
    await robin.receive(Letter("1", "Ida <ida@okafor.example>"), Letter("2", "Bo Lind <bo@lind.example>"))
    await robin.learn()
    assert await robin.domains() == ["okafor.example"]
    await robin.receive(Letter("3", "Ida Okafor <ida@okafor.example>"), Letter("4", "Cy <cy@lind.example>"))
    await robin.learn()
    assert await robin.domains() == ["lind.example"]


async def test_a_crowd_is_bounded_and_what_is_bounded_ends(robin: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.queries.people.extraction._MOST_TOGETHER", 1_000)
    crowd = [f"p{number:05}@crowd.example" for number in range(50_000)]
    await robin.receive(
        Letter("1", IDA, ", ".join(crowd)),
        Letter("2", ROBIN, ", ".join(crowd[:2_500]), START + timedelta(days=1), labels=("SENT",)),
        Letter("3", "Bo Lind <bo@east.example>", date=START + timedelta(days=2)),
    )
    await robin.learn()
    rows = await robin.rows(
        "SELECT direction, count(*) FROM interactions WHERE user_id = :user_id GROUP BY 1 ORDER BY 1"
    )
    assert rows == [("received", 2), ("sent", MOST_NAMED), ("shared", MOST_SHARED)]
    people = await robin.rows("SELECT count(*) FROM identities WHERE user_id = :user_id")
    assert people == [(MOST_NAMED + 2,)]
