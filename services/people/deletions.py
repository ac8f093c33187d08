"""Deleting people. What was typed of them goes; who is known by nothing else is gone, whom mail shows is hidden.

For a week what was taken lies encrypted beside the rest, and is put back by undoing; then it goes for good.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.people.by_hand import Deletion
from models.contracts.people.memberships import Move
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.address_books import AddressBookQueries
from models.queries.people.by_hand import ByHandQueries, DeletionRow, by_hand
from models.queries.people.companies import CompanyQueries, CompanyRow
from models.queries.people.contacts import ContactQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.lists import ListQueries
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons
from models.queries.people.resolution_queue import to_resolve
from services.core.keyring import Keyring, UserKeys
from services.core.retention import erase_due
from services.people.cards import members_of
from services.people.identity_resolution import IdentityResolution

KEPT = timedelta(days=7)
_AT_ONCE = 100
_FIRST = ("identities", "facts", "book_entries", "people_list_members")  # in this order


class Deletions:
    """Raises NotFound for what there is not, or belongs to somebody else."""

    def __init__(self, database: Database, keyring: Keyring, resolution: IdentityResolution) -> None:
        self._resolution = resolution
        self._database = database
        self._keyring = keyring

    async def delete(self, principal: Principal, contact_id: UUID) -> Deletion:
        """Forget what was typed of somebody, and them where nothing but that, or a file of cards, knows them."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            person, members = await members_of(session, user_id, contact_id)
            contact = await ContactQueries(session, user_id).one(person, now())
            queries, lists = ByHandQueries(session, user_id), ListQueries(session, user_id)
            staying = await queries.known_to_others(members)
            going = members - staying
            companies = await queries.companies(going)
            taken = await queries.take(members, going)
            was_hidden = bool(await lists.hidden([person]))
            await lists.hide([person], hidden=bool(staying))
            await IdentityChanges(session, user_id).close({UUID(one["id"]) for one in companies})
            await to_resolve(session, user_id, members)
            await refresh_persons(session, user_id, [person])
            content = {
                "name": (contact.name or contact.address) if contact else "",
                "companies": companies,
                "was_hidden": was_hidden,
                **taken,
            }
            deletion_id, at = new_id(), now()
            packed = keys.encrypt("deleted_people", "content", deletion_id, orjson.dumps(content))
            row = DeletionRow(deletion_id, person, bool(staying), at, packed)
            await queries.add(row)
            await queries.plan(deletion_id, at + KEPT)
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
        await self._resolution.catch_up(user_id)  # nor do rules know them any more
        return _deletion(row, content)

    async def all(self, principal: Principal) -> list[Deletion]:
        """Those that can be undone, the latest first, a hundred at most."""
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            rows = await ByHandQueries(session, user_id).all(_AT_ONCE)
        return [_deletion(row, _content(keys, row)) for row in rows if row.at + KEPT > now()]

    async def undo(self, principal: Principal, deletion_id: UUID) -> UUID:
        """Put back what a deletion took. Returns the contact's id.

        What mail has shown, or the owner has typed since, stays; an import that was taken back meanwhile says nothing.
        """
        user_id = principal.tenant_id
        keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            queries = ByHandQueries(session, user_id)
            row = await queries.one(deletion_id)
            if row is None or row.at + KEPT <= now():
                raise NotFound("There is no such deletion, it was undone, or its week is over.")
            content = _content(keys, row)
            lost = await queries.lost_books({UUID(one["book_id"]) for one in content["book_entries"]})
            content["book_entries"] = [one for one in content["book_entries"] if UUID(one["book_id"]) not in lost]
            content["facts"] = [one for one in content["facts"] if not _is_of(one, {str(book) for book in lost})]
            companies = [CompanyRow(UUID(one["id"]), one["domain"], one["name"]) for one in content["companies"]]
            if companies:
                await CompanyQueries(session, user_id).add(companies)
            for table in _FIRST:
                await queries.put_back(table, orjson.dumps(content[table]).decode())
            await self._join(session, user_id, content["memberships"])
            if row.hidden and not content["was_hidden"]:
                await ListQueries(session, user_id).hide([row.person_id], hidden=False)
            await queries.forget([deletion_id])
            memberships = MembershipQueries(session, user_id)
            here = {UUID(one["id"]) for one in content["identities"]}
            await AddressBookQueries(session, user_id, by_hand(user_id)).forget_strangers(here)
            back = {row.person_id, *here}
            persons = await memberships.persons_of(back)
            await to_resolve(session, user_id, back)
            await refresh_persons(session, user_id, {*persons.values(), *back})
            person = persons[row.person_id]
            is_known = bool(await memberships.known([person]))
            domain_events.record(session, user_id, "contact.updated", {"contact_ids": [str(person)]})
        await self._resolution.catch_up(user_id)
        if not is_known:
            raise NotFound("Nothing is left of this contact: the import that had it was taken back.")
        return person

    async def sweep(self) -> int:
        """Erase what nobody can undo any more, whoever's it is. Returns how much."""
        return await erase_due(
            self._database,
            "directory_deleted_people",
            "deletion_id",
            lambda session, user_id, ids: ByHandQueries(session, user_id).forget(ids),
        )

    async def _join(self, session: AsyncSession, user_id: UUID, rows: list[dict[str, str]]) -> None:
        """These were in others' persons: put them there again, where they are by themselves or gone."""
        queries = MembershipQueries(session, user_id)
        wanted = {UUID(row["identity_id"]): UUID(row["person_id"]) for row in rows}
        now_in = await queries.persons_of({*wanted, *wanted.values()})
        alone = [one for one in wanted if now_in[one] == one and len(await queries.members([one])) == 1]
        moves = [Move(identity_id=one, old_person=one, new_person=now_in[wanted[one]]) for one in alone]
        if moves:
            await queries.move(moves)


def _content(keys: UserKeys, row: DeletionRow) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(keys.decrypt("deleted_people", "content", row.id, row.content))
    return found


def _is_of(fact: dict[str, Any], books: set[str]) -> bool:
    return str(fact["source_ref"]).partition(":")[0] in books


def _deletion(row: DeletionRow, content: dict[str, Any]) -> Deletion:
    return Deletion(
        id=row.id,
        contact_id=row.person_id,
        name=content["name"],
        hidden=row.hidden,
        at=row.at,
        until=row.at + KEPT,
    )
