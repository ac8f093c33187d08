"""Lists of people and companies: each once whatever the page size, narrowed, searched."""

from datetime import timedelta
from email.utils import quote
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from base.clock import now
from base.errors import Invalid, NotFound
from base.ids import new_id
from models.contracts.people.contacts import ContactKind
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner, pages

SORTS = ["strength", "name", "recent"]
NAMED = [
    ("Ólafur Ørn", "olafur@north.example"),
    ("Müller, Käthe", "kaethe@strasse.example"),
    ("Иван Петров", "ip@post.example"),
    ("田中太郎", "tanaka@kaisha.example"),
    ("Zoë 100% Real", "zoe@north.example"),
    ("Snake_Case", "snake_case@south.example"),
    ("Solid Case", "snakexcase@south.example"),
    ("Back\\Slash", "back@south.example"),
    ("Anna", "anna@größe.example"),
]


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows people of whom many have the same name, strength and last day."""
    owner = await Owner.create(services)
    twins = [
        Letter(f"t{n}", f"Ida Okafor <ida{n}@c{n % 5}.example>", date=START - timedelta(days=n % 3)) for n in range(23)
    ]
    named = [Letter(f"n{n}", f'"{quote(name)}" <{address}>') for n, (name, address) in enumerate(NAMED)]
    other = [Letter("list", "dev@lists.example", headers="List-Post: <mailto:dev@lists.example>\n")]
    sent = [Letter("sent", ROBIN, "ida3@c3.example, ida4@c4.example", labels=("SENT",))]
    await owner.receive(*twins, *named, *other, *sent)
    await owner.learn()
    return owner


def ids(items: list[Any]) -> list[UUID]:
    return [item.id for item in items]


@pytest.mark.parametrize("sort", SORTS)
async def test_every_page_size_shows_everybody_once_in_one_order(robin: Owner, sort: str) -> None:
    contacts = robin.services.people.contacts
    whole, more = await contacts.contacts(robin.me, sort=sort, limit=100)
    assert more is None
    assert len(whole) == len(set(ids(whole))) == 32
    for limit in (1, 2, 7, 31, 32):
        found = await pages(partial(contacts.contacts, robin.me, sort=sort, limit=limit))
        assert ids(found) == ids(whole)


@pytest.mark.parametrize("sort", SORTS)
async def test_every_page_size_shows_each_company_once(robin: Owner, sort: str) -> None:
    contacts = robin.services.people.contacts
    whole, _ = await contacts.companies(robin.me, sort=sort, limit=100)
    assert len(whole) == len(set(ids(whole))) == 11
    for limit in (1, 3, 9):
        found = await pages(partial(contacts.companies, robin.me, sort=sort, limit=limit))
        assert ids(found) == ids(whole)


async def test_a_mailbox_shows_its_own_people_only(robin: Owner) -> None:
    contacts = robin.services.people.contacts
    other = await robin.mailbox("robin@work.example")
    await robin.receive(Letter("work", "Pia Lund <pia@work.example>"), ref=other)
    await robin.learn()
    ours, _ = await contacts.contacts(robin.me, mailbox_id=other.mailbox_id)
    assert [one.name for one in ours] == ["Pia Lund"]
    theirs, _ = await contacts.contacts(robin.me, mailbox_id=robin.refs[0].mailbox_id, limit=100)
    assert len(theirs) == 32
    assert "Pia Lund" not in {one.name for one in theirs}


async def test_addresses_are_known_by_their_cards_however_they_are_spelled(robin: Owner) -> None:
    await robin.receive(Letter("dots", "Bo Lind <bo.lind@gmail.com>"))
    await robin.learn()
    asked = ["bolind+x@googlemail.com", "nobody@here.example", "olafur@north.example", ROBIN]
    found = await robin.services.people.contacts.known(robin.me, asked)
    assert [(one.address, one.contact.name) for one in found] == [(asked[0], "Bo Lind"), (asked[2], "Ólafur Ørn")]


async def test_lists_are_in_the_order_that_was_asked_for(robin: Owner) -> None:
    contacts = robin.services.people.contacts
    by = {sort: (await contacts.contacts(robin.me, sort=sort, limit=100))[0] for sort in SORTS}
    strengths = [one.strength for one in by["strength"]]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] > strengths[2]
    assert [one.name for one in by["name"]][:2] == ["Anna", "Back\\Slash"]
    assert [one.name for one in by["name"]][-4:] == ["Snake Case", "Solid Case", "田中太郎", "Zoë 100% Real"]
    assert [one.last_at for one in by["recent"]] == sorted(
        (one.last_at for one in by["recent"] if one.last_at), reverse=True
    )


async def test_a_list_goes_on_where_it_was_though_somebody_new_comes(robin: Owner) -> None:
    contacts = robin.services.people.contacts
    whole, _ = await contacts.contacts(robin.me, limit=100)
    first, cursor = await contacts.contacts(robin.me, limit=10)
    await robin.receive(
        Letter("new", "New <new@new.example>", date=now()), Letter("to", ROBIN, "new@new.example", labels=("SENT",))
    )
    await robin.learn()
    rest, _ = await contacts.contacts(robin.me, limit=100, cursor=cursor)
    assert ids(first + rest) == ids(whole)


async def test_a_cursor_of_another_list_is_refused(robin: Owner) -> None:
    contacts = robin.services.people.contacts
    _, cursor = await contacts.contacts(robin.me, sort="name", limit=1)
    for other in ("strength", "recent"):
        with pytest.raises(Invalid):
            await contacts.contacts(robin.me, sort=other, cursor=cursor)
    with pytest.raises(Invalid):
        await contacts.companies(robin.me, sort="name", cursor=cursor)


SEARCHES: list[tuple[str, set[str] | None]] = [
    ("olafur orn", {"olafur@north.example"}),
    ("ÓLAFUR", {"olafur@north.example"}),
    ("orn ola", {"olafur@north.example"}),
    ("muller", {"kaethe@strasse.example"}),
    ("Müller kathe", {"kaethe@strasse.example"}),
    ("ivan petrov", {"ip@post.example"}),
    ("Иван", {"ip@post.example"}),
    ("田中", {"tanaka@kaisha.example"}),
    ("@south.example", {"snake_case@south.example", "snakexcase@south.example", "back@south.example"}),
    ("kaisha", {"tanaka@kaisha.example"}),
    ("%", {"zoe@north.example"}),
    ("100%", {"zoe@north.example"}),
    ("_", {"snake_case@south.example"}),
    ("snake_", {"snake_case@south.example"}),
    ("\\", {"back@south.example"}),
    ("back\\slash", {"back@south.example"}),
    ("größe", {"anna@größe.example"}),
    ("ANNA Größe", {"anna@größe.example"}),
    ("olafur nobody", set()),
    ("'; DROP TABLE contacts; --", set()),
    ("\0", None),
    ("  ", None),
]


async def test_a_search_folds_what_is_asked_and_takes_it_literally(robin: Owner, subtests: pytest.Subtests) -> None:
    everybody = set(await robin.people())
    for question, addresses in SEARCHES:
        with subtests.test(question):
            found = set(await robin.people(search=question))
            assert found == (everybody if addresses is None else addresses)


async def test_a_search_goes_on_by_cursor(robin: Owner) -> None:
    contacts = robin.services.people.contacts
    found = await pages(partial(contacts.contacts, robin.me, search="okafor", limit=4))
    assert len(found) == len(set(ids(found))) == 23


async def test_people_are_narrowed_by_company_and_kind(robin: Owner) -> None:
    companies, _ = await robin.services.people.contacts.companies(robin.me, sort="name")
    south = next(one for one in companies if one.domain == "south.example")
    people = await robin.people(company_id=south.id)
    assert len(people) == south.people == 3
    assert {one.company for one in people.values()} == {"South"}
    assert await robin.people(company_id=new_id()) == {}
    assert set(await robin.people(kind=ContactKind.LIST)) == {"dev@lists.example"}
    assert await robin.people(kind=ContactKind.AUTOMATED) == {}
    assert len(await robin.people(kind=None)) == 33
    assert await robin.people(kind=ContactKind.LIST, search="okafor") == {}


async def test_a_company_of_machines_only_is_not_shown(robin: Owner) -> None:
    await robin.receive(Letter("m", "no-reply@machines.example"))
    await robin.learn()
    companies, _ = await robin.services.people.contacts.companies(robin.me, limit=100)
    assert "machines.example" not in {one.domain for one in companies}
    (row,) = await robin.rows("SELECT id FROM companies WHERE user_id = :user_id AND domain = 'machines.example'")
    with pytest.raises(NotFound):
        await robin.services.people.contacts.company(robin.me, row[0])


async def test_a_company_is_as_close_as_its_closest_person(robin: Owner) -> None:
    for company in (await robin.services.people.contacts.companies(robin.me, limit=100))[0]:
        people = (await robin.people(company_id=company.id)).values()
        assert company.strength == pytest.approx(max(one.strength for one in people), rel=1e-6)
        assert company.last_at == max(one.last_at for one in people if one.last_at)
        one = await robin.services.people.contacts.company(robin.me, company.id)
        assert (one.id, one.people, one.domain) == (company.id, company.people, company.domain)


async def test_nobody_sees_anothers_people(robin: Owner, services: Services) -> None:
    eve = await Owner.create(services, "eve@elsewhere.example")
    anybody = next(iter((await robin.people()).values()))
    assert await eve.people(kind=None) == {}
    for ask in (
        services.people.contacts.contact,
        services.people.contacts.interactions,
        services.people.contacts.traffic,
    ):
        with pytest.raises(NotFound):
            await ask(eve.me, anybody.id)


async def test_what_a_contact_took_part_in_is_listed_once_and_counted_by_month(robin: Owner) -> None:
    letters = [Letter(f"b{n}", "Bo <bo@b.example>", date=START - timedelta(days=20 * (n // 3))) for n in range(12)]
    await robin.receive(*letters, Letter("answer", ROBIN, "bo@b.example", START, ("SENT",), subject="Re: Köln"))
    await robin.learn()
    bo = (await robin.people())["bo@b.example"]
    contacts = robin.services.people.contacts
    found = await pages(partial(contacts.interactions, robin.me, bo.id, limit=2))
    assert len(found) == len({one.message_id for one in found}) == 13
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert "Re: Köln" in {one.subject for one in found}
    months = await contacts.traffic(robin.me, bo.id)
    assert [(one.month.isoformat(), one.sent, one.received) for one in months] == [
        ("2026-04-01", 0, 6),
        ("2026-05-01", 0, 3),
        ("2026-06-01", 1, 3),
    ]
