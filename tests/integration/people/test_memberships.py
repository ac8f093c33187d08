"""Merging, splitting and undoing: nothing but memberships changes, and all of it comes back."""

import contextlib
import random
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from base.errors import Invalid, NotFound
from base.ids import new_id
from models.contracts.mail.messages import Role
from models.contracts.people.contacts import Contact, Direction
from models.contracts.people.memberships import ChangeKind, MadeBy, MembershipChange
from services.people.memberships import AlreadyUndone, Memberships, MovedOn
from services.wiring import Services
from tests.integration.people.random_mail import any_invitation, any_letter
from tests.owner import ROBIN, START, Letter, Owner, pages

WORK, HOME, NEW = "ida.okafor@north.example", "ida@home.example", "ida@south.example"


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows one person by three addresses, and somebody else."""
    owner = await Owner.create(services)
    await owner.receive(
        Letter("w1", f"Ida Okafor <{WORK}>"),
        Letter("w2", f"Ida Okafor <{WORK}>", date=START + timedelta(days=1)),
        Letter("h1", f"Ida <{HOME}>", date=START + timedelta(days=2)),
        Letter("s1", ROBIN, f"{WORK}, {HOME}", date=START + timedelta(days=3), labels=("SENT",)),
        Letter("n1", f"Ida Mbeki <{NEW}>", date=START - timedelta(days=400)),
        Letter("bo", "Bo Lind <bo@lind.example>"),
    )
    await owner.learn()
    return owner


def memberships(owner: Owner) -> Memberships:
    return owner.services.people.memberships


async def ids(owner: Owner) -> dict[str, UUID]:
    """Each address's own id."""
    return dict(await owner.rows("SELECT address, id FROM identities WHERE user_id = :user_id"))


async def merged(owner: Owner, *addresses: str) -> MembershipChange:
    known = await ids(owner)
    return await memberships(owner).merge(owner.me, [known[address] for address in addresses])


async def split(owner: Owner, person: UUID, *addresses: str) -> MembershipChange:
    known = await ids(owner)
    return await memberships(owner).split(owner.me, person, [known[address] for address in addresses])


async def contact(owner: Owner, contact_id: UUID) -> Contact:
    return await owner.services.people.contacts.contact(owner.me, contact_id)


async def state(owner: Owner) -> dict[str, list[tuple[Any, ...]]]:
    """All that people are made of and shown as."""
    tables = ("identities", "persons", "memberships", "interactions", "companies", "person_months")
    return {
        table: await owner.rows(f"SELECT * FROM {table} WHERE user_id = :user_id ORDER BY {table}")  # noqa: S608
        for table in tables
    }


async def test_merged_people_are_one_with_all_that_each_had(robin: Owner) -> None:
    known = await ids(robin)
    change = await merged(robin, HOME, WORK, NEW)
    assert (change.kind, change.person_id, change.made_by) == (ChangeKind.MERGE, known[HOME], MadeBy.PERSON)
    people = await robin.people()
    assert {one.name for one in people.values()} == {"Ida Okafor", "Bo Lind"}
    (ida,) = (one for one in people.values() if one.name == "Ida Okafor")
    assert ida.id == known[HOME]
    assert (ida.address, ida.company) == (WORK, "North"), "where most of the mail goes"
    assert (ida.sent, ida.received) == (1, 4), "a mail to two addresses is one mail"
    assert (ida.first_at, ida.last_at) == (START - timedelta(days=400), START + timedelta(days=3))
    addresses = await memberships(robin).identities(robin.me, ida.id)
    assert [(one.address, one.sent, one.received) for one in addresses] == [(WORK, 1, 2), (HOME, 1, 1), (NEW, 0, 1)]


async def test_every_id_that_was_lost_leads_to_the_person(robin: Owner) -> None:
    known = await ids(robin)
    await merged(robin, HOME, WORK)
    contacts = robin.services.people.contacts
    assert (await contact(robin, known[WORK])).id == (await contact(robin, known[HOME])).id == known[HOME]
    timeline = await pages(partial(contacts.interactions, robin.me, known[WORK], limit=1))
    assert [one.at for one in timeline] == [START + timedelta(days=days) for days in (3, 2, 1, 0)]
    assert [(one.direction, one.role) for one in timeline][:2] == [
        (Direction.SENT, Role.TO),
        (Direction.RECEIVED, Role.FROM),
    ]
    assert [(m.sent, m.received) for m in await contacts.traffic(robin.me, known[WORK])] == [(1, 3)]
    threads, _ = await robin.services.mail.reading.threads(robin.me, contact_id=known[WORK])
    assert {thread.id for thread in threads} == {"w1", "w2", "h1", "s1"}
    found = await contacts.known(robin.me, [WORK, HOME])
    assert {one.contact.id for one in found} == {known[HOME]}
    for word in ("north.example", "home.example", "okafor"):
        (one,), _ = await contacts.contacts(robin.me, search=word)
        assert one.id == known[HOME]


async def test_companies_have_everybody_who_has_an_address_there(robin: Owner) -> None:
    before = await robin.domains()
    ida = (await merged(robin, HOME, WORK, NEW)).person_id
    assert await robin.domains() == before
    companies, _ = await robin.services.people.contacts.companies(robin.me)
    assert {one.domain: one.people for one in companies if one.name in {"North", "South"}} == {
        "north.example": 1,
        "south.example": 1,
    }
    for company in companies:
        if company.name in {"North", "South"}:
            (one,), _ = await robin.services.people.contacts.contacts(robin.me, company_id=company.id)
            assert one.id == ida


async def test_a_merge_undone_leaves_nothing_behind(robin: Owner) -> None:
    before = await state(robin)
    change = await merged(robin, HOME, WORK, NEW)
    assert await state(robin) != before
    undone = await memberships(robin).undo(robin.me, change.id)
    assert undone.undone_at is not None
    assert await state(robin) == before
    (told,) = await memberships(robin).changes(robin.me, (await ids(robin))[WORK])
    assert told.id == change.id, "its history stays"
    with pytest.raises(AlreadyUndone):
        await memberships(robin).undo(robin.me, change.id)


async def test_some_addresses_leave_and_come_back(robin: Owner) -> None:
    known = await ids(robin)
    ida = (await merged(robin, HOME, WORK, NEW)).person_id
    whole = await state(robin)
    change = await split(robin, ida, NEW)
    assert (await contact(robin, known[NEW])).name == "Ida Mbeki"
    assert (await contact(robin, ida)).id == ida
    await memberships(robin).undo(robin.me, change.id)
    assert await state(robin) == whole
    first = await split(robin, ida, HOME)  # the address by which the contact began: the others get another id
    assert (await contact(robin, ida)).address == HOME
    assert {one.address for one in await memberships(robin).identities(robin.me, known[NEW])} == {WORK, NEW}
    await memberships(robin).undo(robin.me, first.id)
    assert await state(robin) == whole


async def test_what_was_taken_apart_is_remembered_until_that_is_undone(robin: Owner) -> None:
    known = await ids(robin)
    ida = (await merged(robin, HOME, WORK, NEW)).person_id
    change = await split(robin, ida, NEW)
    pairs = "SELECT one, other FROM identities_apart WHERE user_id = :user_id ORDER BY 1, 2"
    apart = sorted((min(pair), max(pair)) for pair in ((known[NEW], known[HOME]), (known[NEW], known[WORK])))
    assert await robin.rows(pairs) == apart
    await memberships(robin).undo(robin.me, change.id)
    assert await robin.rows(pairs) == []


async def test_a_change_that_another_stands_on_is_undone_after_it(robin: Owner) -> None:
    first = await merged(robin, HOME, WORK)
    second = await merged(robin, "bo@lind.example", HOME)
    with pytest.raises(MovedOn):
        await memberships(robin).undo(robin.me, first.id)
    await memberships(robin).undo(robin.me, second.id)
    await memberships(robin).undo(robin.me, first.id)
    assert len(await robin.people()) == 4


async def test_a_person_to_whom_addresses_would_go_back_must_be_one(robin: Owner) -> None:
    ida = (await merged(robin, HOME, WORK, NEW)).person_id
    apart = await split(robin, ida, NEW)
    await merged(robin, "bo@lind.example", HOME)
    with pytest.raises(MovedOn):
        await memberships(robin).undo(robin.me, apart.id)


async def test_who_was_split_off_goes_back_with_nobody_who_has_joined_since(robin: Owner) -> None:
    ida = (await merged(robin, HOME, WORK, NEW)).person_id
    apart = await split(robin, ida, NEW)
    joined = await merged(robin, NEW, "bo@lind.example")
    with pytest.raises(MovedOn):
        await memberships(robin).undo(robin.me, apart.id)
    await memberships(robin).undo(robin.me, joined.id)
    await memberships(robin).undo(robin.me, apart.id)
    assert len(await memberships(robin).identities(robin.me, ida)) == 3


async def test_mail_that_goes_and_comes_back_finds_its_person(robin: Owner) -> None:
    known = await ids(robin)
    await merged(robin, HOME, WORK)
    await robin.delete("h1", "s1")
    assert (await contact(robin, known[HOME])).address == WORK, "no mail is left of the address it began with"
    assert [one.address for one in await memberships(robin).identities(robin.me, known[HOME])] == [WORK]
    await robin.receive(Letter("h2", f"Ida <{HOME}>"), Letter("w3", f"Ida <{WORK}>"))
    await robin.learn()
    ida = await contact(robin, known[WORK])
    assert (ida.id, ida.received) == (known[HOME], 4)


async def test_what_cannot_be_merged_or_split_is_told(robin: Owner) -> None:
    known = await ids(robin)
    ida = (await merged(robin, HOME, WORK)).person_id
    with pytest.raises(Invalid, match="one contact already"):
        await merged(robin, HOME, WORK)
    for addresses in ((HOME, WORK), ("bo@lind.example",)):
        with pytest.raises(Invalid) as refused:
            await split(robin, ida, *addresses)
        assert refused.value.field == "identity_ids"
    with pytest.raises(NotFound, match="no such contact"):
        await memberships(robin).merge(robin.me, [known[HOME], new_id()])
    with pytest.raises(NotFound):
        await memberships(robin).undo(robin.me, new_id())


@pytest.mark.parametrize("seed", [0, 1, 2, 18])  # with 18 a change is undone that others have undone and made again
async def test_whatever_was_merged_and_split_while_mail_came_is_undone_exactly(services: Services, seed: int) -> None:
    """The state at the end is that of the same mail without any of it."""
    chance = random.Random(seed)
    robin, twin = await Owner.create(services), await Owner.create(services, "robin@twin.example")
    await twin.add_alias(ROBIN)
    people = [f"p{number}@c{number % 3}.example" for number in range(9)]
    there: list[str] = []
    invited: list[str] = []
    made: list[MembershipChange] = []
    for turn in range(30):
        known = await ids(robin)
        if turn < 3 or chance.random() < 0.3:
            letters = [any_letter(chance, turn, n, people) for n in range(3)]
            invitations = [any_invitation(random.Random(100 * seed + turn), turn, n, people) for n in range(2)]
            invited += [one.key for one in invitations]
            for owner in (robin, twin):
                await owner.receive(*letters, *invitations)
                await owner.learn()
            there += [letter.key for letter in letters]
        elif chance.random() < 0.2:
            gone = [there.pop(chance.randrange(len(there))) for _ in range(2)]
            for owner in (robin, twin):
                await owner.delete(*gone, *invited[::3])
            del invited[::3]
        elif made and chance.random() < 0.15:
            change = chance.choice(made)
            with contextlib.suppress(MovedOn):
                await memberships(robin).undo(robin.me, change.id)
                made.remove(change)
        elif chance.random() < 0.6:
            try:
                chosen = chance.sample(sorted(known.values()), min(3, len(known)))
                made.append(await memberships(robin).merge(robin.me, chosen))
            except Invalid:
                continue  # they are one already
        elif known:
            person = (await contact(robin, chance.choice(sorted(known.values())))).id
            theirs = [one.id for one in await memberships(robin).identities(robin.me, person)]
            if len(theirs) > 1:
                some = chance.sample(theirs, chance.randrange(1, len(theirs)))
                made.append(await memberships(robin).split(robin.me, person, some))
        await consistent(robin)
    for change in reversed(made):
        await memberships(robin).undo(robin.me, change.id)
        await consistent(robin)
    assert await robin.rows("SELECT 1 FROM memberships WHERE user_id = :user_id") == []
    shown = """SELECT kind, name, address, s.names, s.words, identities, sent, received, first_at, last_at,
                      round(CAST(kith_strength(closeness, correction, :at) AS numeric), 9)
               FROM persons p JOIN person_search s ON s.user_id = :user_id AND s.person_id = p.id
               WHERE p.user_id = :user_id ORDER BY address"""
    assert await robin.rows(shown, at=START) == await twin.rows(shown, at=START)
    assert await robin.numbers() == await twin.numbers()


async def consistent(owner: Owner) -> None:
    """Identities are where memberships say, persons are exactly those that have some, and counted as if anew."""
    assert await owner.strengths() == await owner.strengths(anew=True)
    wrong = await owner.rows(
        """SELECT d.address FROM identities d LEFT JOIN memberships m ON m.user_id = :user_id AND m.identity_id = d.id
           WHERE d.user_id = :user_id AND d.person_id <> coalesce(m.person_id, d.id)"""
    )
    assert wrong == []
    persons = await owner.rows("SELECT id, identities FROM persons WHERE user_id = :user_id ORDER BY id")
    counted = "SELECT person_id, count(*) FROM identities WHERE user_id = :user_id GROUP BY 1 ORDER BY 1"
    assert persons == await owner.rows(counted)
    stolen = """SELECT 1 FROM memberships a JOIN memberships b ON b.user_id = :user_id AND b.identity_id = a.person_id
                WHERE a.user_id = :user_id"""
    assert await owner.rows(stolen) == [], "whoever others are in is a person of their own"
