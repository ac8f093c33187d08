"""People are found by whatever is known of them, in any script, with typos; notes by words, phones by number."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from base.errors import Invalid
from base.trigrams import lexeme, named
from models import migrations
from models.queries.people.person_search import PersonSearchQueries
from services.people import search
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner, pages

IDA, HOME, LEO = "ida.okafor@north.example", "io77@home.example", "leo@lumen.example"
NAMED = [
    ("Ida Okafor", IDA),
    ("I. O.", HOME),
    ("Leo Brandt", LEO),
    ("Okke Brand", "okke@lumen.example"),
    ("Zoë O'Brien-Łukasz", "zoe@harbour.example"),
    ("Søren Kierkegård", "sk@gård.example"),
    ("Юлия Андреева", "yulia@post.example"),
    ("佐藤 健", "ken@kaisha.example"),
    ("محمد علي", "mali@souk.example"),
    ("Christopherson Abernathy", "ca@abernathy.example"),
]


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows people of many names; Leo best."""
    owner = await Owner.create(services)
    letters = [Letter(f"n{n}", f'"{name}" <{address}>') for n, (name, address) in enumerate(NAMED)]
    await owner.receive(*letters, Letter("to-leo", ROBIN, LEO, labels=("SENT",)))
    await owner.learn()
    return owner


async def found(owner: Owner, question: str, **options: object) -> list[str]:
    people, _ = await owner.services.people.contacts.contacts(owner.me, search=question, **options)  # type: ignore[arg-type]
    return [one.address for one in people]


async def id_of(owner: Owner, address: str) -> UUID:
    return (await owner.people())[address].id


async def typed(owner: Owner, address: str, **wish: Sequence[str] | None) -> None:
    await owner.services.people.cards.edit(owner.me, await id_of(owner, address), wish)


FINDS: list[tuple[str, list[str]]] = [
    ("okafor", [IDA]),
    ("oka", [IDA]),
    ("okafro", [IDA]),  # two letters the wrong way round
    ("okafr", [IDA]),  # one is missing
    ("okaffor", [IDA]),  # one is too many
    ("ikafor", [IDA]),  # the first is wrong
    ("okafos", [IDA]),  # the last is
    ("ida okafro", [IDA]),
    ("idda okafor", []),  # a word of four letters is meant as it stands
    ("obrien", ["zoe@harbour.example"]),
    ("lukasz zoe", ["zoe@harbour.example"]),
    ("Kierkegaard", ["sk@gård.example"]),
    ("gard.example", ["sk@gård.example"]),
    ("kierkgard søren", ["sk@gård.example"]),
    ("andreeva", ["yulia@post.example"]),
    ("Андреева", ["yulia@post.example"]),
    ("Андреёва", ["yulia@post.example"]),
    ("佐藤", ["ken@kaisha.example"]),
    ("健", ["ken@kaisha.example"]),
    ("محمد", ["mali@souk.example"]),
    ("chrostophersen", ["ca@abernathy.example"]),  # two typos in a long word
    ("chrosdophersen", []),  # three
    ("ernath", ["ca@abernathy.example"]),
    ("Ida Okafor <ida.okafor@north.example>", [IDA]),
    ("brandt, leo", [LEO]),
    ("xyzzy", []),
    ("ida brandt", []),
]


async def test_people_are_found_in_any_script_and_with_typos(robin: Owner, subtests: pytest.Subtests) -> None:
    for question, addresses in FINDS:
        with subtests.test(question):
            assert await found(robin, question) == addresses


async def test_who_is_called_so_comes_before_who_begins_so_and_the_closest_first(robin: Owner) -> None:
    more = [("Brand Marlow", "bm@x.example"), ("Hildebrand Ek", "he@y.example"), ("Brandon Ek", "be@z.example")]
    letters = [Letter(f"m{n}", f"{name} <{at}>", date=START - timedelta(days=9)) for n, (name, at) in enumerate(more)]
    await robin.receive(*letters)
    await robin.learn()
    assert await found(robin, "brand") == ["okke@lumen.example", "bm@x.example", LEO, "be@z.example", "he@y.example"]
    by_name = ["bm@x.example", "okke@lumen.example", "be@z.example", LEO, "he@y.example"]
    assert await found(robin, "brand", sort="name") == by_name
    for limit in (1, 2, 4):
        contacts = partial(robin.services.people.contacts.contacts, robin.me, search="brand", sort="name", limit=limit)
        assert [one.address for one in await pages(contacts)] == by_name


async def test_words_of_names_are_lexemes_that_the_migration_makes_as_we_do(robin: Owner) -> None:
    migration = (Path(migrations.__file__).parent / "versions" / "0037_found_sooner.sql").read_text()
    statement = migration[migration.index("UPDATE person_search") : migration.index(";")]
    terms = "SELECT person_id, CAST(terms AS text) FROM person_search WHERE user_id = :user_id ORDER BY 1"
    before = await robin.rows(terms)
    for word in ("ida", "zoe", "zetaojian"):
        lexeme_of = lexeme(robin.user_id, named(word))
        await robin.rows(
            "UPDATE person_search SET terms = ts_delete(terms, :gone) WHERE user_id = :user_id RETURNING 1",
            gone=lexeme_of,
        )
    assert await robin.rows(terms) != before
    await robin.rows(statement + " WHERE user_id = :user_id RETURNING 1")
    assert await robin.rows(terms) == before


async def test_what_very_many_match_is_listed_in_the_same_order(robin: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = [Letter(f"b{n}", f"Bo {'Brand' if n % 2 else 'Hildebrand'} <b{n}@c.example>") for n in range(12)]
    await robin.receive(*letters)
    await robin.learn()
    whole = await found(robin, "brand")
    assert len(whole) == 14
    monkeypatch.setattr(search, "_FEW", 3)
    assert await found(robin, "brand") == whole
    for limit in (1, 3, 7):
        contacts = partial(robin.services.people.contacts.contacts, robin.me, search="brand", limit=limit)
        assert [one.address for one in await pages(contacts)] == whole


async def test_a_merged_person_is_found_by_whatever_any_part_is_called(robin: Owner) -> None:
    await robin.services.people.memberships.merge(robin.me, [await id_of(robin, IDA), await id_of(robin, HOME)])
    both = [await found(robin, question) for question in ("okafor", "io77", "home.example", "north")]
    assert len({tuple(one) for one in both}) == len(both[0]) == 1


async def test_notes_are_found_by_whole_words_and_phones_by_the_whole_number(robin: Owner) -> None:
    await typed(robin, IDA, note=["Likes the ripe pears of Lyon, and 健康."], phone=["+390612345678", "+12125550142"])
    for question in ("pear", "ripe okafor", "LYON", "健康"):
        assert await found(robin, question) == [IDA], question
    for question in ("+39 06 1234 5678", "06 12345678", "0039 0612345678", "(212) 555-0142", "ida +12125550142"):
        assert await found(robin, question) == [IDA], question
    for question in ("pea", "ripened", "555-0142", "212 555"):
        assert await found(robin, question) == [], question
    await typed(robin, IDA, note=None, phone=None)
    assert await found(robin, "pears") == await found(robin, "2125550142") == []


async def test_what_others_wrote_without_blind_words_is_found_too(robin: Owner) -> None:
    await typed(robin, IDA, note=["Likes pears."])
    assert await robin.rows("UPDATE facts SET terms = NULL WHERE user_id = :user_id RETURNING 1")
    assert await found(robin, "pears") == [IDA]
    assert await robin.rows("SELECT 1 FROM facts WHERE user_id = :user_id AND terms IS NULL") == []


async def test_what_is_shown_instead_of_what_mail_says_is_searched(robin: Owner) -> None:
    await typed(robin, LEO, title=["Harbour pilot"], company=["Grüner & Söhne"])
    assert await found(robin, "gruner pilot") == [LEO]
    assert set(await found(robin, "lumen")) == {LEO, "okke@lumen.example"}, "it is in the address still"
    await robin.delete("n2", "to-leo")
    assert await found(robin, "brandt") == [LEO]
    await typed(robin, LEO, title=None, company=None)
    assert await found(robin, "pilot") == []


async def test_nothing_that_is_encrypted_lies_readable_beside(robin: Owner) -> None:
    await typed(robin, IDA, note=["Likes pomegranates."], phone=["+12125550142"])
    rows = await robin.rows("SELECT s::text, f::text FROM person_search s, facts f WHERE s.user_id = :user_id")
    assert rows
    assert not any(word in str(row) for row in rows for word in ("pomegranat", "5550142"))


async def test_the_owners_function_shows_nobody_anothers_people(robin: Owner, services: Services) -> None:
    eve = await Owner.create(services, "eve@elsewhere.example")
    (terms,) = await robin.rows("SELECT terms::text FROM person_search WHERE user_id = :user_id LIMIT 1")
    query = terms[0].split()[0]
    async with services.core.database.tenant(robin.user_id) as session:
        assert await PersonSearchQueries(session, robin.user_id).find(query, 10)
    async with services.core.database.tenant(eve.user_id) as session:
        assert await PersonSearchQueries(session, robin.user_id).find(query, 10) == []
    assert await found(eve, "okafor") == []


async def test_a_search_has_a_bound(robin: Owner) -> None:
    with pytest.raises(Invalid, match="at most 20 words"):
        await found(robin, "a " * 21)
