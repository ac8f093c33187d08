"""Address books from outside mail: whom an entry speaks of, and what it says of them.

An entry is set as a whole and can be taken away as a whole, so that an import that is repeated doubles nothing and one
that is taken back leaves nothing. It never touches what the owner typed: what it says are facts beside others.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.folding import fold
from base.ids import derived_id, new_id
from models.contracts.people.address_books import ImportProblem
from models.contracts.people.by_hand import CUSTOM, label_and_value
from models.contracts.people.contacts import ContactKind
from models.contracts.people.facts import PERSON_FIELDS, Fact
from models.contracts.people.memberships import ChangeKind, MadeBy, MembershipChange, Move
from models.queries.people.address_books import NO_ADDRESS, AddressBookQueries, EntryRow, KnownIdentity, ListedIdentity
from models.queries.people.companies import CompanyRow
from models.queries.people.facts import FactRow
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons
from models.queries.people.resolution_queue import to_resolve
from models.queries.people.tags import TagQueries
from services.core.keyring import UserKeys
from services.mime.machine_addresses import is_role
from services.mime.vcards import Card
from services.people.aggregation import identity_id
from services.people.facts import fact_row
from services.people.listed import listed, write_listed
from services.people.memberships import MovedOn, moves_back
from services.people.participants import OwnAddresses, key_of

_MOMENT = timedelta(microseconds=1)  # between values of a field: the one that stands first is shown first
_BINDING = 10  # addresses of one card at most that are taken for one person's


@dataclass(frozen=True)
class Entry:
    """An entry of a book: `key` names it in the book for good, `at` is when it was written."""

    key: str
    card: Card
    at: datetime


@dataclass
class Outcome:
    """What some entries did, in people."""

    made: int = 0
    joined: int = 0
    refused: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)  # identities


@dataclass(frozen=True)
class _Known:
    """An entry, and the identities that it speaks of with their addresses, the one that its facts hang on first."""

    entry: Entry
    addresses: Mapping[UUID, str | None]

    @property
    def first(self) -> UUID:
        return next(iter(self.addresses))


class AddressBook:
    """One book, inside one tenant transaction that holds `IdentityChanges.lock`."""

    def __init__(
        self,
        session: AsyncSession,
        user_id: UUID,
        keys: UserKeys,
        book_id: UUID,
        source: str,
        *,
        is_kiths: bool = False,
    ) -> None:
        """`source`: a FactSource. `is_kiths`: its entries are people as Kith knew them, with all addresses."""
        self._session = session
        self._user_id = user_id
        self._keys = keys
        self._source = source
        self._is_kiths = is_kiths
        self._book_id = book_id
        self._queries = AddressBookQueries(session, user_id, book_id)

    async def write(self, entries: Sequence[Entry], own: Collection[str]) -> Outcome:
        """These entries say this from now on. `own`: the owner's addresses."""
        outcome = Outcome()
        tags = await TagQueries(self._session, self._user_id).known()
        found = [one for entry in entries if (one := self._identify(entry, OwnAddresses(own), tags, outcome))]
        ids = {identity for one in found for identity in one.addresses}
        here = await self._queries.known(ids)
        await self._add_strangers(found, here)
        self._count(found, here, outcome)
        keys = [entry.key for entry in entries]
        await self._queries.set_facts(keys, [row for one in found for row in self._facts(one)], self._source)
        rows = [EntryRow(one.entry.key, identity) for one in found for identity in one.addresses]
        left = await self._queries.set_entries(keys, rows)
        await self._join(found, here, await self._queries.shared(rows), outcome)
        await self._queries.forget_strangers(left)
        await self._show(ids | left)
        await to_resolve(self._session, self._user_id, ids | left)
        outcome.touched = ids | left
        return outcome

    async def remove(self, keys: Collection[str]) -> set[UUID]:
        """These entries say nothing any more: their facts go, and whom nobody else knows. Returns whom they were of."""
        memberships = MembershipQueries(self._session, self._user_id)
        for change_id in await self._queries.merges(keys):
            change = await memberships.change(change_id)
            if change is None or change.undone_at is not None or await self._queries.hand_on(change, keys):
                continue
            await _take_back(memberships, change)
        await self._queries.forget_merges(keys)
        await self._queries.set_facts(keys, [], self._source)
        left = await self._queries.set_entries(keys, [])
        await self._queries.forget_strangers(left)
        await self._show(left)
        await to_resolve(self._session, self._user_id, left)
        return left

    def _identify(self, entry: Entry, own: OwnAddresses, tags: frozenset[str], outcome: Outcome) -> _Known | None:
        card = entry.card
        outcome.problems += [ImportProblem(line=one.line, field=one.field, reason=one.reason) for one in card.problems]
        others = [address for address in card.addresses if address not in own]
        name = next(iter(card.values.get("name", [])), "")
        if card.is_group:
            reason = "This is a group, not a person. Its members come with their own cards."
        elif card.addresses and not others:
            reason = "This is your own card: Kith keeps no contact of yourself."
        elif not others and not name:
            reason = "It has neither a name nor a mail address: write down who it is."
        else:
            ids = {identity_id(self._user_id, address, tags): key_of(address, tags) for address in others}
            return _Known(entry, ids or {self._unaddressed(card, name): None})
        outcome.problems.append(ImportProblem(line=card.line, field="", reason=reason))
        outcome.refused += 1
        return None

    def _unaddressed(self, card: Card, name: str) -> UUID:
        """Who has no address is known by name and phone, else by what the program that wrote the card calls it.

        Else by their account elsewhere, else by all that the card says.
        """
        phones = sorted(_phone(phone) for phone in card.values.get("phone", []))
        told = phones[:1] or list(filter(None, [card.uid])) or sorted(card.values.get("handle", []))[:1]
        told = told or sorted(map(str, card.values.items()))
        secret = self._keys.prf("\x1f".join(["person", fold(name), *told]).encode())
        return derived_id(self._user_id, "contact", NO_ADDRESS, secret.hex())

    async def _add_strangers(self, found: Sequence[_Known], here: Mapping[UUID, KnownIdentity]) -> None:
        """Write whom nobody knew."""
        rows: dict[UUID, tuple[ListedIdentity, CompanyRow | None]] = {}
        for one in found:
            name = next(iter(one.entry.card.values.get("name", [])), "")
            for identity, address in one.addresses.items():
                if identity not in here and identity not in rows:
                    rows[identity] = listed(self._user_id, identity, address, name)
        await write_listed(self._session, self._user_id, self._queries, rows.values())

    def _count(self, found: Sequence[_Known], here: Mapping[UUID, KnownIdentity], outcome: Outcome) -> None:
        known = set(here)
        for one in found:
            if known.isdisjoint(one.addresses):
                outcome.made += 1
            else:
                outcome.joined += 1
            known.update(one.addresses)

    def _facts(self, one: _Known) -> list[FactRow]:
        ref = self._queries.ref(one.entry.key)
        rows: dict[UUID, FactRow] = {}
        for name, values in one.entry.card.values.items():
            if name not in PERSON_FIELDS and name != CUSTOM:
                continue
            for place, value in enumerate(map(_phone, values) if name == "phone" else values):
                fact_id = derived_id(self._user_id, "fact", ref, one.first, name, self._keys.prf(value.encode()).hex())
                label, bare = label_and_value(value) if name == CUSTOM else ("", value)
                fact = Fact(
                    identity_id=one.first,
                    field=name,
                    value=bare,
                    source=self._source,
                    source_ref=ref,
                    at=one.entry.at - place * _MOMENT,
                    label=label,
                )
                rows[fact_id] = fact_row(self._keys, fact, fact_id)
        return list(rows.values())

    async def _join(
        self,
        found: Sequence[_Known],
        here: Mapping[UUID, KnownIdentity],
        shared: Collection[tuple[str, UUID]],
        outcome: Outcome,
    ) -> None:
        """Several addresses of one card are one person's, but for those that are nobody's own."""
        memberships = MembershipQueries(self._session, self._user_id)
        for one in found:
            binding = [identity for identity in one.addresses if self._is_kiths or _binds(one, identity, here, shared)]
            if len(binding) < 2 or (len(binding) > _BINDING and not self._is_kiths):
                continue
            persons = await memberships.persons_of(binding)
            kept = next((persons[identity] for identity in binding if identity in here), persons[binding[0]])
            others = {person for person in persons.values() if person != kept}
            if not others:
                continue
            members = await memberships.members([kept, *others])
            staying = [identity for identity, person in members.items() if person == kept]
            moves = [
                Move(identity_id=identity, old_person=person, new_person=kept)
                for identity, person in sorted(members.items())
                if person in others
            ]
            apart = await memberships.apart(members)
            pairs = product((move.identity_id for move in moves), staying)
            if any((min(pair), max(pair)) in apart for pair in pairs):
                reason = "Its addresses are two people here, whom you took apart. They were left so."
                outcome.problems.append(ImportProblem(line=one.entry.card.line, field="", reason=reason))
                continue
            await self._merge(memberships, one.entry.key, kept, moves)

    async def _merge(self, memberships: MembershipQueries, entry: str, kept: UUID, moves: Sequence[Move]) -> None:
        change = MembershipChange(
            id=new_id(),
            kind=ChangeKind.MERGE,
            person_id=kept,
            at=now(),
            made_by=MadeBy.ADDRESS_BOOK,
            reasons=["One entry of an address book has these addresses."],
            moves=moves,
            undone_at=None,
        )
        await memberships.record([change])
        await memberships.move(moves)
        await self._queries.merged(entry, change.id)

    async def _show(self, identity_ids: Collection[UUID]) -> None:
        persons = await MembershipQueries(self._session, self._user_id).persons_of(identity_ids)
        await refresh_persons(self._session, self._user_id, set(persons.values()))


def _binds(
    one: _Known, identity: UUID, here: Mapping[UUID, KnownIdentity], shared: Collection[tuple[str, UUID]]
) -> bool:
    """Is this an address of one person only? A role's, a list's, or one that several cards have, is not."""
    known, address = here.get(identity), one.addresses[identity]
    if (one.entry.key, identity) in shared or (known is not None and known.kind != ContactKind.PERSON):
        return False
    return address is None or not is_role(address)


async def _take_back(memberships: MembershipQueries, change: MembershipChange) -> None:
    """Undo a merge that an entry made, unless somebody has changed something since: then it is theirs."""
    try:
        back = await moves_back(memberships, change)
    except MovedOn:
        return
    await memberships.move(back)
    await memberships.set_undone(change.id)


def _phone(value: str) -> str:
    """In the form of E.164, where it names its country; else as it is written."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return " ".join(value.split())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
