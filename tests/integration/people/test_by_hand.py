"""People whom their owner writes down: made, found by their mail, deleted, and put back as they were."""

from typing import Any
from uuid import UUID

import pytest

from base.errors import Invalid, NotFound
from models.contracts.people.by_hand import NewPerson, labelled
from models.contracts.people.contacts import Contact
from models.queries.people.forgetting import forget_unknown
from models.queries.people.identity_changes import IdentityChanges
from services.people.by_hand import AddressInUse, AddressTaken
from services.wiring import Services
from tests.integration.people.test_contact_imports import card, imported, taken_back
from tests.owner import ROBIN, START, Letter, Owner

IDA, HOME, NOOR = "ida@north.example", "ida@home.example", "noor@haddad.example"
MEMBER = labelled("Member no.", "10017")


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows Ida by her mail."""
    owner = await Owner.create(services)
    await owner.receive(Letter("i1", f"Ida Okafor <{IDA}>"))
    await owner.learn()
    return owner


async def create(owner: Owner, name: str, *addresses: str, merge: bool = False, **values: Any) -> Contact:
    lists = values.pop("lists", ())
    new = NewPerson(name=name, addresses=addresses, values=values, lists=lists)
    made = await owner.services.people.by_hand.create(owner.me, new, merge=merge)
    return await owner.services.people.contacts.contact(owner.me, made)


async def shown(owner: Owner, contact_id: UUID) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in await owner.services.people.cards.card(owner.me, contact_id):
        found.setdefault(one.field, []).append(labelled(one.label, one.value) if one.field == "custom" else one.value)
    return found


async def everything(owner: Owner) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of people, without what tells when it was made."""
    found = {
        table: await owner.rows(f"SELECT * FROM {table} WHERE user_id = :user_id ORDER BY {table}")  # noqa: S608
        for table in (
            *("identities", "facts", "memberships", "book_entries", "people_list_members", "hidden_people"),
            *("persons", "companies", "deleted_people", "directory_deleted_people"),
        )
    }
    search = "SELECT person_id, names, words, terms FROM person_search WHERE user_id = :user_id ORDER BY 1"
    return found | {"search": await owner.rows(search)}


async def test_somebody_is_written_down_and_mail_that_comes_later_is_theirs(robin: Owner) -> None:
    noor = await create(robin, "Noor Haddad", NOOR, "nh@post.example", title=["Bookseller"], phone=["+49301234567"])
    assert (noor.name, noor.address, noor.title, noor.company) == ("Noor Haddad", NOOR, "Bookseller", "Post")
    assert (noor.sent, noor.received, noor.last_at) == (0, 0, None)
    await robin.receive(Letter("n1", f"Haddad, N. <{NOOR.upper()}>"), Letter("n2", "nh@post.example"))
    await robin.learn()
    after = await robin.services.people.contacts.contact(robin.me, noor.id)
    assert (after.name, after.received, after.last_at) == ("Noor Haddad", 2, START)
    identities = await robin.services.people.memberships.identities(robin.me, noor.id)
    assert {one.address.lower(): one.by_hand for one in identities} == {NOOR: True, "nh@post.example": True}
    assert not any(one.in_book for one in identities)
    await robin.delete("n1", "n2")
    assert (await robin.services.people.contacts.contact(robin.me, noor.id)).received == 0, "who was typed stays"
    async with robin.services.core.database.tenant(robin.user_id) as session:
        await IdentityChanges(session, robin.user_id).lock()
        await forget_unknown(session, robin.user_id)
    assert NOOR in {one.lower() for one in await robin.people()}, "also when a mailbox is erased"


async def test_somebody_needs_no_address_and_gets_one(robin: Owner) -> None:
    grandma = await create(robin, "Grandma", phone=["+4942199"], note=["Likes pears."], lists=["Family"])
    assert (grandma.name, grandma.address) == ("Grandma", "")
    assert await shown(robin, grandma.id) == {"name": ["Grandma"], "phone": ["+4942199"], "note": ["Likes pears."]}
    assert [one.name for one in await robin.services.people.lists.all(robin.me, grandma.id)] == ["Family"]
    for asked in ("grandma", "pears", "+49 421 99"):
        found, _ = await robin.services.people.contacts.contacts(robin.me, search=asked)
        assert [one.id for one in found] == [grandma.id], asked
    by_hand = robin.services.people.by_hand
    assert await by_hand.add_address(robin.me, grandma.id, "gran@post.example", merge=False) == grandma.id
    assert (await robin.people())["gran@post.example"].id == grandma.id
    await robin.receive(Letter("g1", "Edith Lind <gran@post.example>"))
    await robin.learn()
    after = (await robin.people())["gran@post.example"]
    assert (after.id, after.name, after.received) == (grandma.id, "Grandma", 1)
    added = next(one for one in await robin.services.people.memberships.identities(robin.me, grandma.id) if one.address)
    with pytest.raises(AddressInUse):
        await by_hand.remove_address(robin.me, grandma.id, added.id)
    await robin.delete("g1")
    await by_hand.remove_address(robin.me, grandma.id, added.id)
    assert (await robin.services.people.contacts.contact(robin.me, grandma.id)).address == ""
    with pytest.raises(Invalid, match="delete the contact"):
        await by_hand.remove_address(robin.me, grandma.id, grandma.id)


async def test_an_address_of_somebody_else_says_whose_it_is_and_is_merged_where_wanted(robin: Owner) -> None:
    ida = (await robin.people())[IDA]
    by_hand = robin.services.people.by_hand
    with pytest.raises(AddressTaken, match=r"ida@north\.example is Ida Okafor’s") as error:
        await create(robin, "Ida", "Ida@North.example")
    assert error.value.field == "addresses"
    assert set(await robin.people()) == {IDA}
    merged = await create(robin, "Ida O.", IDA, HOME, merge=True, phone=["+49301234567"])
    assert (merged.id, merged.name, merged.received) == (ida.id, "Ida O.", 1)
    again = await create(robin, "Ida O.", HOME, merge=True, phone=["+49301111111"])
    assert sorted((await shown(robin, again.id))["phone"]) == ["+49301111111", "+49301234567"], "it comes to the rest"
    noor = await create(robin, "Noor Haddad", NOOR)
    with pytest.raises(AddressTaken, match="Noor Haddad’s"):
        await by_hand.add_address(robin.me, ida.id, NOOR, merge=False)
    assert await by_hand.add_address(robin.me, ida.id, NOOR, merge=True) == ida.id
    assert (await robin.services.people.contacts.contact(robin.me, noor.id)).id == ida.id
    change = (await robin.services.people.memberships.changes(robin.me, ida.id))[0]
    await robin.services.people.memberships.undo(robin.me, change.id)
    assert (await robin.services.people.contacts.contact(robin.me, noor.id)).name == "Noor Haddad"


@pytest.mark.parametrize("address", ["nobody", "a@b@c", ROBIN, "robin+x@marlow.example"])
async def test_what_is_no_address_of_somebody_else_is_refused_with_its_field(robin: Owner, address: str) -> None:
    with pytest.raises(Invalid) as error:
        await create(robin, "Bo", "bo@lind.example", address)
    assert error.value.field == "addresses"
    assert set(await robin.people()) == {IDA}, "nothing is half done"


async def test_who_was_written_down_is_gone_when_deleted_and_comes_back_exactly(robin: Owner) -> None:
    noor = await create(
        robin,
        "Noor Haddad",
        NOOR,
        HOME,
        phone=["+49301234567"],
        custom=[MEMBER],
        note=["Met in Lyon."],
        lists=["Choir"],
    )
    people = robin.services.people
    before = await everything(robin)
    deletion = await people.deletions.delete(robin.me, noor.id)
    assert (deletion.hidden, deletion.name, deletion.contact_id) == (False, "Noor Haddad", noor.id)
    assert set(await robin.people()) == set(await robin.people(kind=None)) == {IDA}
    with pytest.raises(NotFound):
        await people.contacts.contact(robin.me, noor.id)
    left = await robin.rows("SELECT f::text FROM facts f WHERE user_id = :user_id")
    assert left == [], "what was typed is forgotten"
    assert not any(
        b"Lyon" in row[0] or b"Haddad" in row[0] for row in await robin.rows("SELECT content FROM deleted_people")
    )
    assert await people.deletions.all(robin.me) == [deletion]
    assert await people.deletions.undo(robin.me, deletion.id) == noor.id
    assert await everything(robin) == before
    with pytest.raises(NotFound):
        await people.deletions.undo(robin.me, deletion.id)


async def test_whom_mail_shows_is_hidden_without_what_was_typed_until_that_is_undone(robin: Owner) -> None:
    people, ida = robin.services.people, (await robin.people())[IDA]
    await people.cards.edit(robin.me, ida.id, {"name": ["Ida O."], "note": ["Likes pears."], "custom": [MEMBER]})
    await people.by_hand.add_address(robin.me, ida.id, HOME, merge=False)
    before = await everything(robin)
    deletion = await people.deletions.delete(robin.me, ida.id)
    assert deletion.hidden
    assert await robin.people() == {}
    hidden = (await robin.people(hidden=True))[IDA]
    assert (hidden.id, hidden.name, hidden.received) == (ida.id, "Ida Okafor", 1)
    assert await shown(robin, ida.id) == {}
    assert [one.address for one in await people.memberships.identities(robin.me, ida.id)] == [IDA]
    await people.deletions.undo(robin.me, deletion.id)
    assert await everything(robin) == before


async def test_what_came_meanwhile_stays_when_a_deletion_is_undone(robin: Owner) -> None:
    noor = await create(robin, "Noor Haddad", NOOR, HOME)
    deletion = await robin.services.people.deletions.delete(robin.me, noor.id)
    await robin.receive(Letter("h1", f"N. H. <{HOME}>"))
    await robin.learn()
    assert (await robin.people())[HOME].id != noor.id
    await robin.services.people.deletions.undo(robin.me, deletion.id)
    after = await robin.services.people.contacts.contact(robin.me, noor.id)
    assert (after.name, after.received) == ("Noor Haddad", 1)


async def test_of_an_import_that_was_taken_back_nothing_comes_again(robin: Owner) -> None:
    found = await imported(robin, card("Jun Sato", "jun@lumen.example", TEL="+49 30 1234567"))
    jun = (await robin.people())["jun@lumen.example"]
    people = robin.services.people
    first = await people.deletions.delete(robin.me, jun.id)
    assert not first.hidden
    await people.deletions.undo(robin.me, first.id)
    assert (await shown(robin, jun.id))["phone"] == ["+49301234567"]
    second = await people.deletions.delete(robin.me, jun.id)
    await taken_back(robin, found.id)
    with pytest.raises(NotFound, match="taken back"):
        await people.deletions.undo(robin.me, second.id)
    assert set(await robin.people(kind=None)) == {IDA}


async def test_after_a_week_a_deletion_is_for_good(robin: Owner) -> None:
    people = robin.services.people
    deletion = await people.deletions.delete(robin.me, (await create(robin, "Noor", NOOR)).id)
    assert await people.deletions.sweep() == 0
    for change in ("deleted_people SET at = at", "directory_deleted_people SET due_at = due_at"):
        await robin.rows(f"UPDATE {change} - interval '8 days' WHERE user_id = :user_id RETURNING 1")
    assert await people.deletions.all(robin.me) == []
    with pytest.raises(NotFound, match="its week is over"):
        await people.deletions.undo(robin.me, deletion.id)
    assert await people.deletions.sweep() == 1
    assert await robin.rows("SELECT 1 FROM deleted_people WHERE user_id = :user_id") == []


async def test_fields_of_ones_own_are_kept_found_and_never_overwritten(robin: Owner) -> None:
    people, ida = robin.services.people, (await robin.people())[IDA]
    birthday, diet, coat = (labelled(*one) for one in (("Birthday", "3 May"), ("Diet", "yes"), ("Coat", "yes")))
    await people.cards.edit(robin.me, ida.id, {"custom": [MEMBER, birthday, diet, coat]})
    assert sorted((await shown(robin, ida.id))["custom"]) == sorted([MEMBER, birthday, diet, coat])
    stored = await robin.rows("SELECT f::text FROM facts f WHERE user_id = :user_id")
    assert not any("10017" in row[0] or "Member" in row[0] or b"Member".hex() in row[0] for row in stored)
    for asked in ("10017", "member", "birthday may"):
        assert set(await robin.people(search=asked)) == {IDA}, asked
    await people.cards.edit(robin.me, ida.id, {"custom": [MEMBER, labelled("Birthday", "4 May")]})
    await robin.receive(Letter("i2", f"Ida Okafor <{IDA}>"))
    await robin.learn()
    assert sorted((await shown(robin, ida.id))["custom"]) == [labelled("Birthday", "4 May"), MEMBER]
    noor = await create(robin, "Noor", NOOR, custom=[labelled("Member no.", "10018")])
    labels = await people.cards.labels(robin.me)
    assert [(one.label, one.people) for one in labels] == [("Member no.", 2), ("Birthday", 1)]
    await people.memberships.merge(robin.me, [ida.id, noor.id])
    assert len((await shown(robin, ida.id))["custom"]) == 3, "both numbers, until one is taken back"
    await people.cards.edit(robin.me, ida.id, {"custom": None})
    assert "custom" not in await shown(robin, ida.id)


async def test_nobody_changes_others_people(robin: Owner, services: Services) -> None:
    other = await Owner.create(services, "mara@hollis.example")
    ida = (await robin.people())[IDA]
    deletion = await robin.services.people.deletions.delete(robin.me, ida.id)
    people = services.people
    for attempt in (
        people.deletions.delete(other.me, ida.id),
        people.deletions.undo(other.me, deletion.id),
        people.by_hand.add_address(other.me, ida.id, HOME, merge=True),
        people.by_hand.remove_address(other.me, ida.id, ida.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert (await create(other, "Ida", IDA)).id != ida.id
