"""Who is the same person, told by rule from stored mail: joined, asked about, or left alone."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.contracts.people.memberships import ChangeKind, Identity, MadeBy, MembershipChange
from models.contracts.people.suggestions import Suggestion
from models.queries.people.forgetting import forget_unknown
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from services.people import identity_resolution
from services.people.memberships import Memberships
from services.people.suggestions import AlreadyDecided
from services.wiring import Services
from tests.owner import ROBIN, START, Letter, Owner

WORK, HOME, INITIAL = "sunniva.ravnkilde@north.example", "sravnkilde@gmail.com", "s.ravnkilde@gmail.com"
NAME = "Sunniva Ravnkilde"


@pytest.fixture
async def robin(services: Services) -> Owner:
    return await Owner.create(services)


def letters(name: str, address: str, *days: int, to: str = ROBIN) -> list[Letter]:
    return [Letter(f"{address}-{day}", f"{name} <{address}>", to, START + timedelta(days=day)) for day in days]


def memberships(owner: Owner) -> Memberships:
    return owner.services.people.memberships


async def people(owner: Owner) -> set[frozenset[str]]:
    """Each person's addresses."""
    rows = await owner.rows(
        "SELECT array_agg(address) FROM identities WHERE user_id = :user_id AND kind = 'person' GROUP BY person_id"
    )
    return {frozenset(row[0]) for row in rows}


async def asked(owner: Owner) -> list[Suggestion]:
    return (await owner.services.people.suggestions.page(owner.me))[0]


async def pairs_asked(owner: Owner) -> set[frozenset[str]]:
    """The addresses of those who may be one."""
    return {
        frozenset(identity.address for side in one.contacts for identity in side.identities)
        for one in await asked(owner)
    }


async def changes(owner: Owner, address: str) -> list[MembershipChange]:
    ((contact_id,),) = await owner.rows(
        "SELECT id FROM identities WHERE user_id = :user_id AND address = :address", address=address
    )
    return await memberships(owner).changes(owner.me, contact_id)


async def derived(owner: Owner) -> dict[str, list[tuple[Any, ...]]]:
    """All that rules keep."""
    return {
        table: await owner.rows(f"SELECT * FROM {table} WHERE user_id = :user_id ORDER BY {table}")  # noqa: S608
        for table in ("resolution_profiles", "resolution_keys", "resolution_terms", "resolution_near", "suggestions")
    }


async def test_two_addresses_with_a_rare_name_become_one_person_who_can_be_taken_apart(robin: Owner) -> None:
    await robin.receive(*letters(NAME, WORK, 0, 1), *letters("Bo Lind", "bo@lind.example", 3))
    await robin.learn()
    await robin.receive(*letters(NAME, HOME, 5))
    await robin.learn()
    assert await people(robin) == {frozenset({WORK, HOME}), frozenset({"bo@lind.example"})}
    (change,) = await changes(robin, HOME)
    assert (change.kind, change.made_by) == (ChangeKind.MERGE, MadeBy.RULE)
    assert change.reasons[0].startswith(f"{NAME} and {NAME}") or NAME in change.reasons[0]
    assert await asked(robin) == []

    await memberships(robin).undo(robin.me, change.id)
    await robin.receive(*letters(NAME, HOME, 6))
    await robin.learn()
    await robin.services.people.resolution.everything(robin.user_id)
    assert frozenset({WORK, HOME}) not in await people(robin), "what a person undid, no rule does again"
    assert await asked(robin) == [], "nor does it ask"


async def test_who_may_be_one_is_asked_about_with_reasons_until_somebody_decides(robin: Owner) -> None:
    await robin.receive(
        *letters("Ida Okafor", "ida.okafor@north.example", 0, 1), *letters("Ida Okafor", "io@gmail.com", 2)
    )
    await robin.learn()
    (one,) = await asked(robin)
    assert {side.contact.address for side in one.contacts} == {"ida.okafor@north.example", "io@gmail.com"}
    assert 0.1 < one.probability < 0.5, "a name alone says less than it seems to"
    assert one.reasons[0].weight == "speaks strongly for it"
    assert "Ida Okafor" in one.reasons[0].reason
    suggestions = robin.services.people.suggestions

    apart = await suggestions.dismiss(robin.me, one.id)
    assert apart.kind is ChangeKind.APART
    assert await asked(robin) == []
    with pytest.raises(AlreadyDecided):
        await suggestions.merge(robin.me, one.id)
    await robin.services.people.resolution.everything(robin.user_id)
    assert await asked(robin) == [], "it is remembered"
    await memberships(robin).undo(robin.me, apart.id)
    assert [it.id for it in await asked(robin)] == [one.id]

    merged = await suggestions.merge(robin.me, one.id)
    assert await people(robin) == {frozenset({"ida.okafor@north.example", "io@gmail.com"})}
    assert (
        await robin.services.people.contacts.contact(robin.me, merged.person_id)
    ).address == "ida.okafor@north.example"
    assert await asked(robin) == []
    await memberships(robin).undo(robin.me, merged.id)
    assert [it.id for it in await asked(robin)] == [one.id]


async def test_they_are_shown_as_they_were_when_two_of_them_become_one_meanwhile(
    robin: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await robin.receive(
        *letters("Ida Okafor", "ida.okafor@north.example", 0, 1), *letters("Ida Okafor", "io@gmail.com", 2)
    )
    await robin.learn()
    (one,) = await asked(robin)
    identities = MembershipQueries.identities

    async def late(queries: MembershipQueries, persons: Collection[UUID]) -> list[Identity]:
        monkeypatch.undo()
        await robin.services.people.suggestions.merge(robin.me, one.id)
        return await identities(queries, persons)

    monkeypatch.setattr(MembershipQueries, "identities", late)
    (shown,) = await asked(robin)
    assert [side.contact.id for side in shown.contacts] == [side.contact.id for side in one.contacts]
    assert await asked(robin) == []


async def test_offices_shared_mailboxes_and_name_twins_stay_apart(robin: Owner) -> None:
    days = [0, 200, 400]
    await robin.receive(
        *letters("Anna Schmidt", "anna.schmidt@north.example", *days),
        *letters("Anna Schmidt", "anna.schmidt2@north.example", *[day + 5 for day in days]),
        *letters(NAME, WORK, 0),
        *letters(NAME, "info@ravnkilde.example", 1),
        *letters(NAME, "desk@harbour.example", 2),
        *letters("Torvald Quistgaard", "desk@harbour.example", 3),
    )
    await robin.learn()
    assert all(len(person) == 1 for person in await people(robin))
    assert await asked(robin) == []


async def test_what_a_rule_merged_follows_its_evidence_unless_a_person_built_on_it(robin: Owner) -> None:
    await robin.receive(*letters(NAME, WORK, 0), *letters(NAME, HOME, 1))
    await robin.learn()
    assert await people(robin) == {frozenset({WORK, HOME})}
    before = await derived(robin)
    shared = letters("Torvald Quistgaard", HOME, 3, 4)
    await robin.receive(*shared)
    await robin.learn()
    assert await people(robin) == {frozenset({WORK}), frozenset({HOME})}, "two people write from there"
    assert [one.undone_at is None for one in await changes(robin, HOME)] == [False]
    await robin.delete(*(letter.key for letter in shared))
    await robin.learn()
    assert await people(robin) == {frozenset({WORK, HOME})}
    assert await derived(robin) == before

    ((person,),) = await robin.rows("SELECT DISTINCT person_id FROM identities WHERE user_id = :user_id")
    await robin.services.people.cards.edit(robin.me, person, {"note": ["My cousin"]})
    await robin.receive(*letters("Torvald Quistgaard", HOME, 5, 6))
    await robin.learn()
    assert await people(robin) == {frozenset({WORK, HOME})}, "the owner has seen them, and typed of them"


async def test_whom_a_person_took_apart_no_rule_joins_by_a_third(robin: Owner) -> None:
    await robin.receive(*letters(NAME, WORK, 0), *letters(NAME, HOME, 1))
    await robin.learn()
    ((person,),) = await robin.rows("SELECT DISTINCT person_id FROM identities WHERE user_id = :user_id")
    ((home,),) = await robin.rows("SELECT id FROM identities WHERE user_id = :user_id AND address = :a", a=HOME)
    await memberships(robin).split(robin.me, person, [home])
    await robin.receive(*letters(NAME, "ravnkilde.sunniva@web.de", 2))
    await robin.learn()
    assert not any({WORK, HOME} <= person for person in await people(robin))


async def test_phones_tell_who_is_one_and_stand_nowhere_in_the_clear(robin: Owner) -> None:
    await robin.receive(*letters("Ida Okafor", "ida.okafor@north.example", 0), *letters("Ida", "io@gmail.com", 2))
    await robin.learn()
    assert await asked(robin) == []
    ids: list[tuple[UUID]] = await robin.rows("SELECT id FROM identities WHERE user_id = :user_id")
    for (contact_id,) in ids:
        await robin.services.people.cards.edit(robin.me, contact_id, {"phone": ["+442079460123"]})
    await robin.services.people.resolution.run(robin.user_id)
    assert len(await people(robin)) == 1 or await asked(robin)
    assert "2079460123" not in str(await derived(robin))


async def test_who_is_erased_is_in_nothing_that_rules_keep(robin: Owner) -> None:
    await robin.receive(*letters(NAME, WORK, 0), *letters(NAME, HOME, 1))
    await robin.receive(
        *letters("Ida Okafor", "ida.okafor@north.example", 0), *letters("Ida Okafor", "io@gmail.com", 2)
    )
    await robin.learn()
    assert all((await derived(robin)).values())
    await robin.delete(f"{WORK}-0", f"{HOME}-1", "ida.okafor@north.example-0", "io@gmail.com-2")
    async with robin.services.core.database.tenant(robin.user_id) as session:
        await IdentityChanges(session, robin.user_id).lock()
        await forget_unknown(session, robin.user_id)
    assert not any((await derived(robin)).values())
    await robin.learn()
    assert not any((await derived(robin)).values())


@pytest.mark.parametrize("at_once", [1, 2, identity_resolution.COMPARED])
async def test_everything_at_once_is_what_batch_by_batch_made(
    robin: Owner, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = [
        *letters(NAME, WORK, 0, 1),
        *letters("Ida Okafor", "ida.okafor@north.example", 2),
        *letters(NAME, HOME, 3),
        *letters("Ida Okafor", "io@gmail.com", 4),
        *letters("S. Ravnkilde", INITIAL, 5),
    ]
    for letter in mail:
        await robin.receive(letter)
        await robin.learn()
    by_batch = await derived(robin), await people(robin)
    monkeypatch.setattr(identity_resolution, "COMPARED", at_once)
    for table in by_batch[0]:
        await robin.rows(f"DELETE FROM {table} WHERE user_id = :user_id RETURNING 1")  # noqa: S608
    await robin.services.people.resolution.everything(robin.user_id)
    assert (await derived(robin), await people(robin)) == by_batch


async def test_who_waits_for_their_turn_keeps_it_when_another_is_compared_with_them(
    robin: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anna Lind shares keys with both Annas of north.example, and is neither."""
    names = [
        ("Anna Lind", "anna.lind@north.example"),
        ("Anna Vaag", "anna.vaag@north.example"),
        ("A. Vaag", "av@web.de"),
    ]
    await robin.receive(*(letter for name, address in names for letter in letters(name, address, 1)))
    await robin.receive(*letters("Anna Vaag", "anna.vaag@gmail.com", 3))
    await robin.learn()
    before = await derived(robin), await people(robin)
    monkeypatch.setattr(identity_resolution, "COMPARED", 1)
    for table in before[0]:
        await robin.rows(f"DELETE FROM {table} WHERE user_id = :user_id RETURNING 1")  # noqa: S608
    await robin.services.people.resolution.everything(robin.user_id)
    assert (await derived(robin), await people(robin)) == before
    assert await robin.rows("SELECT 1 FROM resolution_queue WHERE user_id = :user_id") == []


async def test_who_answers_what_went_to_another_alone_is_likelier_the_same(robin: Owner) -> None:
    work, private = "ida.okafor@north.example", "io@gmail.com"
    await robin.receive(*letters("Ida Okafor", work, 0), *letters("Ida Okafor", private, 1))
    await robin.learn()
    (before,) = await asked(robin)
    await robin.receive(
        Letter("q", ROBIN, work, START + timedelta(days=5), ("SENT",), thread="t"),
        Letter("a", f"Ida Okafor <{private}>", ROBIN, START + timedelta(days=6), thread="t"),
    )
    await robin.learn()
    assert await people(robin) == {frozenset({work, private})}, "with that, Kith is sure"
    (change,) = await changes(robin, private)
    assert "One answered what had been sent to the other" in change.reasons
    assert before.probability < 0.5
