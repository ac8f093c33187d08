"""Files of people: what they say becomes facts of people who are here or new, once, and is taken back exactly."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from base.errors import Conflict, Invalid, NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.core.effects import EffectKind, EffectRef
from models.contracts.people.address_books import ColumnTarget, ContactImport, ContactImportState
from models.contracts.people.contacts import Contact
from models.contracts.people.memberships import Identity
from services.people.importing import parsing
from services.wiring import Services
from tests.owner import Letter, Owner

WORK, HOME, JUN = "ida.okafor@north.example", "ida@home.example", "jun@lumen.example"
_S = ContactImportState


@dataclass
class File:
    """An upload, as the route gives one."""

    data: bytes
    filename: str | None = "people.vcf"

    async def chunks(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self.data), 1_000):
            yield self.data[start : start + 1_000]


def card(name: str, *addresses: str, **more: str) -> str:
    lines = [f"FN:{name}", *(f"EMAIL:{one}" for one in addresses), *(f"{key}:{value}" for key, value in more.items())]
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


@pytest.fixture
async def robin(services: Services) -> Owner:
    """Knows Ida by her address at work, and Jun, from mail."""
    owner = await Owner.create(services)
    await owner.receive(Letter("w1", f"Ida Okafor <{WORK}>"), Letter("j1", f"Jun Sato <{JUN}>"))
    await owner.learn()
    return owner


async def accept(owner: Owner, text: str, filename: str = "people.vcf") -> ContactImport:
    files = owner.services.contact_imports.files
    return await files.accept(owner.me, File(text.encode(), filename), len(text))


async def done(owner: Owner, import_id: UUID) -> ContactImport:
    """As its job does it."""
    ref = EffectRef(user_id=owner.user_id, kind=EffectKind.CONTACTS_IMPORT, effect_id=import_id)
    while not (await owner.services.contact_imports.importer.advance(ref)).complete:
        pass
    return await owner.services.contact_imports.files.one(owner.me, import_id)


async def imported(owner: Owner, *cards: str) -> ContactImport:
    return await done(owner, (await accept(owner, "".join(cards))).id)


async def taken_back(owner: Owner, import_id: UUID) -> ContactImport:
    await owner.services.contact_imports.files.undo(owner.me, import_id)
    return await done(owner, import_id)


async def shown(owner: Owner, contact: Contact) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for one in await owner.services.people.cards.card(owner.me, contact.id):
        values.setdefault(one.field, []).append(one.value)
    return values


async def everything(owner: Owner) -> dict[str, object]:
    """All that is known of people, without what only tells when it was learned."""
    facts = "SELECT id, identity_id, field, source, source_ref, state FROM facts WHERE user_id = :user_id ORDER BY id"
    members = "SELECT identity_id, person_id FROM memberships WHERE user_id = :user_id ORDER BY 1"
    entries = "SELECT count(*) FROM book_entries WHERE user_id = :user_id"
    merges = "SELECT count(*) FROM book_merges WHERE user_id = :user_id"
    return {
        "numbers": await owner.numbers(),
        "faces": await owner.faces(),
        "companies": await owner.domains(),
        **{
            name: await owner.rows(text) for name, text in {"f": facts, "m": members, "e": entries, "g": merges}.items()
        },
        "persons": await owner.rows("SELECT * FROM persons WHERE user_id = :user_id ORDER BY id"),
    }


async def test_people_are_joined_or_made_and_each_value_says_where_it_is_from(robin: Owner) -> None:
    found = await imported(
        robin,
        card("Ida O.", WORK, HOME, TEL="+49 30 1234567", TITLE="Surveyor", NOTE="Likes pears."),
        card("Noor Haddad", "noor@haddad.example", ORG="Haddad & Daughters"),
        card("Grandma", TEL="0421 99"),
        card("nobody", "at all"),
        "BEGIN:VCARD\r\nTEL:1\r\nEND:VCARD\r\n",
    )
    assert (found.state, found.total, found.read, found.made, found.joined, found.refused) == (_S.DONE, 5, 5, 3, 1, 1)
    people = await robin.people()
    assert {WORK, JUN, "noor@haddad.example"} <= people.keys()
    ida, noor = people[WORK], people["noor@haddad.example"]
    assert (await shown(robin, ida))["note"] == ["Likes pears."]
    assert (await shown(robin, ida))["phone"] == ["+49301234567"]
    assert (noor.name, noor.sent, noor.received, noor.first_at, noor.last_at) == ("Noor Haddad", 0, 0, None, None)
    assert ida.last_at is not None
    [grandma] = (await robin.services.people.contacts.contacts(robin.me, search="grandma"))[0]
    assert (grandma.name, grandma.address) == ("Grandma", "")
    assert [one.address for one in await robin.services.people.memberships.identities(robin.me, ida.id)] == [WORK, HOME]
    [note] = [one for one in await robin.services.people.cards.card(robin.me, ida.id) if one.field == "note"]
    assert (note.source, note.source_ref) == ("vcard", f"{found.id}:1")
    problems, _ = await robin.services.contact_imports.files.problems(robin.me, found.id)
    assert [(one.line, one.field) for one in problems] == [(24, "EMAIL"), (26, "")]


async def test_the_same_file_again_doubles_nothing_and_another_export_neither(robin: Owner) -> None:
    cards = card("Ida O.", WORK, HOME, TEL="+49 30 1234567"), card("Grandma", TEL="0421 99")
    first = await imported(robin, *cards)
    before = await everything(robin)
    assert await imported(robin, *cards) == first
    assert await everything(robin) == before
    other = await imported(robin, *cards, card("Noor", "noor@haddad.example"))
    assert (other.made, other.joined) == (1, 2)
    assert (await shown(robin, (await robin.people())[WORK]))["phone"] == ["+49301234567"]
    assert len((await robin.services.people.contacts.contacts(robin.me))[0]) == 4


async def test_taking_back_leaves_what_was_exactly_in_any_order(robin: Owner) -> None:
    before = await everything(robin)
    first = await imported(robin, card("Ida O.", WORK, HOME), card("Jun", JUN, "jun@sato.example", TEL="+8131234"))
    middle = await everything(robin)
    second = await imported(robin, card("Ida O.", HOME, WORK, "i@third.example"), card("Noor", "noor@haddad.example"))
    assert (await taken_back(robin, first.id)).state is _S.UNDONE
    assert [
        one.address for one in await robin.services.people.memberships.identities(robin.me, await id_of(robin, WORK))
    ]
    assert (await robin.people())["noor@haddad.example"].name == "Noor"
    assert WORK in await addresses(robin, HOME), "the second file says so, too"
    assert (await taken_back(robin, second.id)).state is _S.UNDONE
    assert await everything(robin) == before
    again = await imported(robin, card("Ida O.", WORK, HOME), card("Jun", JUN, "jun@sato.example", TEL="+8131234"))
    assert again.id == first.id
    assert await everything(robin) == middle
    with pytest.raises(Conflict):
        await robin.services.contact_imports.files.undo(robin.me, second.id)


async def id_of(owner: Owner, address: str) -> UUID:
    [known] = await owner.services.people.contacts.known(owner.me, [address])
    return known.contact.id


async def addresses(owner: Owner, address: str) -> set[str]:
    found = await owner.services.people.memberships.identities(owner.me, await id_of(owner, address))
    return {one.address for one in found}


async def test_what_the_owner_typed_stays_and_so_does_whom_mail_or_they_know(robin: Owner) -> None:
    found = await imported(robin, card("Ida O.", WORK, TITLE="Surveyor"), card("Noor", "noor@haddad.example"))
    cards = robin.services.people.cards
    await cards.edit(robin.me, await id_of(robin, WORK), {"title": ["Captain"]})
    await cards.edit(robin.me, await id_of(robin, "noor@haddad.example"), {"note": ["A friend."]})
    await imported(robin, card("Ida O.", WORK, TITLE="Deckhand"))
    assert (await shown(robin, (await robin.people())[WORK]))["title"] == ["Captain"]
    await taken_back(robin, found.id)
    assert (await shown(robin, (await robin.people())[WORK]))["title"] == ["Captain"]
    assert (await robin.people())["noor@haddad.example"].sent == 0


async def test_mail_of_whom_a_file_named_counts_and_a_mailbox_that_goes_leaves_them(robin: Owner) -> None:
    found = await imported(robin, card("Noor", "noor@haddad.example"))
    await robin.receive(Letter("n1", "Noor Haddad <noor@haddad.example>"))
    await robin.learn()
    noor = (await robin.people())["noor@haddad.example"]
    assert (noor.received, noor.name) == (1, "Noor Haddad")
    assert noor.first_at == noor.last_at
    await robin.delete("n1")
    assert (await robin.people())["noor@haddad.example"].received == 0
    await taken_back(robin, found.id)
    assert "noor@haddad.example" not in await robin.people()


async def test_addresses_that_are_nobodys_own_bind_nobody(robin: Owner) -> None:
    await imported(
        robin,
        card("Ida", WORK, "office@north.example", "family@okafor.example"),
        card("Ben", "ben@north.example", "office@north.example", "family@okafor.example"),
    )
    assert await addresses(robin, "ben@north.example") == {"ben@north.example"}
    assert "office@north.example" not in await addresses(robin, WORK)


async def test_whom_somebody_took_apart_stays_apart(robin: Owner) -> None:
    await imported(robin, card("Ida", WORK, HOME))
    await robin.services.people.memberships.split(
        robin.me, await id_of(robin, WORK), [one.id for one in await of(robin, WORK) if one.address == HOME]
    )
    found = await imported(robin, card("Ida again", WORK, HOME))
    assert await addresses(robin, HOME) == {HOME}
    problems, _ = await robin.services.contact_imports.files.problems(robin.me, found.id)
    assert "took apart" in problems[0].reason


async def of(owner: Owner, address: str) -> list[Identity]:
    return await owner.services.people.memberships.identities(owner.me, await id_of(owner, address))


async def test_a_table_waits_for_what_its_columns_are(robin: Owner) -> None:
    files = robin.services.contact_imports.files
    waits = await accept(robin, "Wer;Post;Nr\nIda O.;ida.okafor@north.example;1\nNoor;no mail;2\n", "liste.csv")
    assert (waits.state, waits.filename) == (_S.MAPPING, "liste.csv")
    preview = await files.preview(robin.me, waits.id)
    assert [(one.name, one.samples[0], one.target) for one in preview.columns] == [
        ("Wer", "Ida O.", None),
        ("Post", "ida.okafor@north.example", None),
        ("Nr", "1", None),
    ]
    with pytest.raises(Invalid, match="names or mail addresses"):
        await files.start(robin.me, waits.id, [None, None, ColumnTarget.NOTE])
    with pytest.raises(Invalid, match="each of the 3 columns"):
        await files.start(robin.me, waits.id, [ColumnTarget.NAME])
    await files.start(robin.me, waits.id, [ColumnTarget.NAME, ColumnTarget.EMAIL, None])
    found = await done(robin, waits.id)
    assert (found.state, found.total, found.made, found.joined, found.problems) == (_S.DONE, 2, 1, 1, 1)
    assert (await files.problems(robin.me, waits.id))[0][0].line == 3
    with pytest.raises(Conflict):
        await files.preview(robin.me, waits.id)


async def test_an_import_goes_on_where_it_was_and_can_be_taken_back_midway(
    robin: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "CARDS", 3)
    before = await everything(robin)
    cards = "".join(card(f"Person {n}", f"p{n}@crowd.example") for n in range(100))
    waits = await accept(robin, cards)
    ref = EffectRef(user_id=robin.user_id, kind=EffectKind.CONTACTS_IMPORT, effect_id=waits.id)
    step = await robin.services.contact_imports.importer.advance(ref)
    assert (step.complete, step.total) == (False, 100)
    half = await robin.services.contact_imports.files.one(robin.me, waits.id)
    assert 0 < half.made == half.read < 100
    assert (await taken_back(robin, waits.id)).state is _S.UNDONE
    assert await everything(robin) == before
    whole = await imported(robin, cards)
    assert (whole.made, whole.read, whole.joined) == (100, 100, 0)


async def test_what_is_nobodys_file_is_refused_with_a_reason(robin: Owner) -> None:
    with pytest.raises(Invalid, match="empty"):
        await accept(robin, " \n")
    with pytest.raises(Invalid, match="not a single line"):
        await accept(robin, ",,,,\n")
    with pytest.raises(NotFound):
        await robin.services.contact_imports.files.one(robin.me, new_id())
    other = await accept(robin, card("Noor", "noor@haddad.example"))
    with pytest.raises(NotFound):
        await robin.services.contact_imports.files.undo(Principal.person(new_id()), other.id)
    own = await imported(robin, card("Me", "robin@marlow.example"))
    assert own.refused == 1


@pytest.mark.parametrize("seed", range(4))
async def test_imports_and_merges_that_are_all_undone_leave_nothing(robin: Owner, seed: int) -> None:
    draw = random.Random(seed)
    pool = [WORK, HOME, JUN, "jun@sato.example", "noor@haddad.example", "office@north.example", "n@third.example"]
    names = ["Ida", "Jun", "Noor", "Ben"]
    before = await everything(robin)
    undo: list[tuple[str, UUID]] = []
    for number in range(8):
        if draw.random() < 0.6 or not undo:
            cards = [
                card(
                    draw.choice(names),
                    *draw.sample(pool, draw.randint(0, 3)),
                    TEL=f"+4930{n}{number}",
                )
                for n in range(draw.randint(1, 4))
            ]
            undo.append(("import", (await imported(robin, *cards)).id))
        else:
            people = [one.id for one in (await robin.people()).values()]
            merged = draw.sample(people, 2)
            change = await robin.services.people.memberships.merge(robin.me, merged)
            undo.append(("merge", change.id))
    for kind, one in reversed(undo):
        if kind == "import":
            await taken_back(robin, one)
        else:
            await robin.services.people.memberships.undo(robin.me, one)
    assert await everything(robin) == before
