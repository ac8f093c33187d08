"""People whom the owner writes down: somebody new, with or without a mail address, and addresses of somebody known.

An identity without mail stays for as long as the owner's own book, `by_hand`, has it. Its id follows from the address,
so mail that comes from there later is found to be theirs.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import Conflict, Invalid, NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.people.by_hand import NewPerson
from models.contracts.people.memberships import ChangeKind, Move
from models.database import Database
from models.queries.core import domain_events
from models.queries.mail.sync_state import own_addresses
from models.queries.people.address_books import AddressBookQueries, EntryRow
from models.queries.people.by_hand import ByHandQueries, by_hand
from models.queries.people.contacts import ContactQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.lists import ListQueries
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons
from models.queries.people.resolution_queue import to_resolve
from models.queries.people.tags import TagQueries
from services.core.keyring import Keyring
from services.mime.address_syntax import is_address, one_form
from services.people.aggregation import identity_id
from services.people.cards import members_of
from services.people.identity_resolution import IdentityResolution
from services.people.listed import listed, write_listed
from services.people.lists import lists_named
from services.people.memberships import made_by_person
from services.people.participants import OwnAddresses, key_of
from services.people.typed_facts import Wish, beside_typed, write_typed


class AddressTaken(Conflict):
    """Somebody else here has this address already."""


class AddressInUse(Conflict):
    """There is mail from this address, or an address book has it: say that it is somebody else's instead."""


class PeopleByHand:
    """Raises NotFound for contacts that there are not, or that are somebody else's."""

    def __init__(self, database: Database, keyring: Keyring, resolution: IdentityResolution) -> None:
        self._database = database
        self._keyring = keyring
        self._resolution = resolution

    async def create(self, principal: Principal, new: NewPerson, *, merge: bool) -> UUID:
        """Write somebody down. Returns the contact's id.

        Where others have one of the addresses: with `merge` they are this person from now on, and what is typed comes
        to what is known; without, raises AddressTaken. Raises Invalid for what is no address, or the owner's own.
        """
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            found = await _identities(session, user_id, new.addresses)
            taken = await _taken(session, user_id, found)
            if taken and not merge:
                raise await _whose(session, user_id, found, taken)
            person = next(iter(taken.values())) if taken else next(iter(found), new_id())
            await _write(session, user_id, person, found or {person: None}, taken, new.name)
            _, members = await members_of(session, user_id, person)
            wish: Wish = {"name": [new.name], **new.values}
            if taken:
                wish = await beside_typed(session, user_id, keys, members, wish)
            await write_typed(session, user_id, keys, (person, members), wish)
            lists = ListQueries(session, user_id)
            for one in await lists_named(lists, new.lists):
                await lists.add(one, [person])
            await lists.hide([person], hidden=False)
            await refresh_persons(session, user_id, [person])
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
        return await self._resolved(user_id, person)

    async def add_address(self, principal: Principal, contact_id: UUID, address: str, *, merge: bool) -> UUID:
        """An address more of somebody. As `create`. Returns the contact's id."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            person, _ = await members_of(session, user_id, contact_id)
            found = await _identities(session, user_id, [address], field="address")
            others = {one: whose for one, whose in (await _taken(session, user_id, found)).items() if whose != person}
            if others and not merge:
                raise await _whose(session, user_id, found, others, field="address")
            contact = await ContactQueries(session, user_id).one(person, now())
            await _write(session, user_id, person, found, {**others, person: person}, contact.name if contact else "")
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
        return await self._resolved(user_id, person)

    async def remove_address(self, principal: Principal, contact_id: UUID, identity: UUID) -> UUID:
        """Take back an address that was typed. Returns the contact's id.

        Raises AddressInUse for one that not only the owner knows, Invalid for somebody's only one.
        """
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            person, _ = await members_of(session, user_id, contact_id)
            parts, queries = await MembershipQueries(session, user_id).parts(person), ByHandQueries(session, user_id)
            if identity not in parts:
                raise NotFound("This contact has no such address.")
            if await queries.known_to_others([identity]) or await queries.in_books([identity]):
                raise AddressInUse
            if len(parts) == 1:
                raise Invalid("It is all that this contact is known by: delete the contact.", field="identity_id")
            companies = await queries.companies([identity])
            await queries.remove(identity, person)
            await IdentityChanges(session, user_id).close({UUID(one["id"]) for one in companies})
            await refresh_persons(session, user_id, [person])
            await to_resolve(session, user_id, [identity])
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
        return await self._resolved(user_id, person)

    async def _resolved(self, user_id: UUID, person: UUID) -> UUID:
        """Who they are once it is told who is the same person, which is soon where not much else waits."""
        await self._resolution.catch_up(user_id)
        async with self._database.tenant(user_id) as session:
            return (await MembershipQueries(session, user_id).persons_of([person]))[person]


async def _identities(
    session: AsyncSession, user_id: UUID, addresses: Sequence[str], field: str = "addresses"
) -> dict[UUID, str | None]:
    """The identities of these addresses, with the spelling by which each is known. Raises Invalid."""
    own, tags = OwnAddresses(await own_addresses(session, user_id)), await TagQueries(session, user_id).known()
    found: dict[UUID, str | None] = {}
    for written in addresses:
        address = one_form(written.strip())
        if not is_address(address) or not address.isprintable():
            raise Invalid(f"“{written.strip()[:100]}” is no mail address: write it as name@example.org.", field=field)
        if address in own:
            raise Invalid(f"{address} is your own address: Kith keeps no contact of yourself.", field=field)
        found[identity_id(user_id, address, tags)] = key_of(address, tags)
    return found


async def _taken(session: AsyncSession, user_id: UUID, identities: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of these that are somebody's here, or would be if there were mail of them, with whose."""
    queries = MembershipQueries(session, user_id)
    persons = await queries.persons_of(identities)
    known = await queries.known(persons.values())
    return {identity: persons[identity] for identity in identities if persons[identity] in known}


async def _whose(
    session: AsyncSession,
    user_id: UUID,
    found: dict[UUID, str | None],
    taken: dict[UUID, UUID],
    field: str = "addresses",
) -> AddressTaken:
    identity, person = next(iter(taken.items()))
    contact = await ContactQueries(session, user_id).one(person, now())
    name = (contact.name or contact.address) if contact else "somebody else"
    hidden = ", who is hidden" if contact and contact.hidden else ""
    return AddressTaken(
        f"{found[identity]} is {name}’s{hidden}: leave it out, or say that both are one person.",
        field=field,
    )


async def _write(
    session: AsyncSession,
    user_id: UUID,
    person: UUID,
    found: dict[UUID, str | None],
    taken: dict[UUID, UUID],
    name: str,
) -> None:
    """These identities are this person's from now on, and whoever of `taken` has one of them is, too."""
    queries = AddressBookQueries(session, user_id, by_hand(user_id))
    here = await queries.known(found)
    new = [listed(user_id, one, address, name) for one, address in found.items() if one not in here]
    await write_listed(session, user_id, queries, new)
    for one in found:
        await queries.set_entries([str(one)], [EntryRow(str(one), one)])
    memberships = MembershipQueries(session, user_id)
    persons = await memberships.persons_of(found)
    members = await memberships.members({*taken.values(), *persons.values()} - {person})
    # Whose first address is free again begins anew with it; the rest of whom it was with stays as it is.
    joining = {one: whose for one, whose in members.items() if whose in taken.values()}
    joining |= {one: whose for one, whose in persons.items() if whose != person}
    if joining:
        moves = [Move(identity_id=one, old_person=whose, new_person=person) for one, whose in sorted(joining.items())]
        change = made_by_person(ChangeKind.MERGE, person, moves)
        await memberships.record([change])
        await memberships.move(moves)
    await to_resolve(session, user_id, {person, *found})
    await refresh_persons(session, user_id, {person, *persons.values()})
