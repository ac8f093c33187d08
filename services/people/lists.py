"""Lists of people and whom a list does not show: what is changed for many at once, and can be undone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.errors import Conflict, Invalid, NotFound
from base.folding import fold
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.people.lists import ChangedPeople, PeopleList
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.lists import ListQueries
from models.queries.people.memberships import MembershipQueries
from models.queries.people.persons import refresh_persons

MOST_LISTS = 200
MOST_AT_ONCE = 500  # people


class NameTaken(Conflict):
    """There is a list of this name already."""


class Lists:
    """Raises NotFound for lists and contacts that there are not, or that are somebody else's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, principal: Principal, contact_id: UUID | None = None) -> list[PeopleList]:
        """By name; those that a contact is in, where one is named."""
        async with self._database.tenant(principal.tenant_id) as session:
            queries = ListQueries(session, principal.tenant_id)
            if contact_id is None:
                return await queries.all()
            persons = await MembershipQueries(session, principal.tenant_id).persons_of([contact_id])
            return await queries.of(persons[contact_id])

    async def make(self, principal: Principal, name: str, search: str | None) -> PeopleList:
        """A list that is empty yet, or a saved search. Raises NameTaken."""
        async with self._database.tenant(principal.tenant_id) as session:
            await IdentityChanges(session, principal.tenant_id).lock()
            return await _made(ListQueries(session, principal.tenant_id), name, search)

    async def rename(self, principal: Principal, list_id: UUID, name: str) -> PeopleList:
        """Call it something else. Raises NameTaken."""
        async with self._database.tenant(principal.tenant_id) as session:
            await IdentityChanges(session, principal.tenant_id).lock()
            queries = ListQueries(session, principal.tenant_id)
            return await _written(queries, list_id, name, (await _one(queries, list_id)).search)

    async def remove(self, principal: Principal, list_id: UUID) -> None:
        """Delete it; its people stay."""
        async with self._database.tenant(principal.tenant_id) as session:
            await IdentityChanges(session, principal.tenant_id).lock()
            queries = ListQueries(session, principal.tenant_id)
            await _one(queries, list_id)
            await queries.remove(list_id)

    async def change(
        self, principal: Principal, list_id: UUID, contact_ids: Sequence[UUID], *, there: bool
    ) -> ChangedPeople:
        """Put people into a list, or take them out. Answers with those who were not so already."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            queries = ListQueries(session, user_id)
            if (await _one(queries, list_id)).search is not None:
                raise Invalid("This list is a saved search: it has whoever matches.", field="list_id")
            persons = await _named(session, user_id, contact_ids)
            inside = await queries.members(list_id, persons)
            changed = [one for one in persons if (one in inside) != there]
            await (queries.add if there else queries.take_out)(list_id, changed)
            return _told(session, user_id, changed)

    async def hide(self, principal: Principal, contact_ids: Sequence[UUID], *, hidden: bool) -> ChangedPeople:
        """Leave people out of lists, searches and the address book, or show them again.

        Their mail stays as it is, and more of it changes nothing. Answers with those who were not so already.
        """
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            queries = ListQueries(session, user_id)
            persons = await _known(session, user_id, contact_ids)
            already = await queries.hidden(persons)
            changed = [one for one in persons if (one in already) != hidden]
            await queries.hide(changed, hidden=hidden)
            await refresh_persons(session, user_id, changed)
            return _told(session, user_id, changed)


async def _one(queries: ListQueries, list_id: UUID) -> PeopleList:
    found = await queries.one(list_id)
    if found is None:
        raise NotFound("There is no such list.")
    return found


async def _written(queries: ListQueries, list_id: UUID, name: str, search: str | None) -> PeopleList:
    folded = fold(name)
    if not folded:
        raise Invalid("Give it a name with letters or digits.", field="name")
    if await queries.named(folded) not in {None, list_id}:
        raise NameTaken
    await queries.write(list_id, name, folded, search)
    return await _one(queries, list_id)


async def _known(session: AsyncSession, user_id: UUID, contact_ids: Sequence[UUID]) -> list[UUID]:
    """The persons that these ids lead to now, each once."""
    queries = MembershipQueries(session, user_id)
    current = await queries.persons_of(contact_ids)
    persons = list(dict.fromkeys(current[one] for one in contact_ids))
    if set(persons) - await queries.known(persons):
        raise NotFound("There is no such contact.")
    return persons


async def lists_named(queries: ListQueries, names: Sequence[str]) -> list[UUID]:
    """The lists that are called so, made where there are none. Raises Invalid for a saved search."""
    found: list[UUID] = []
    for name in dict.fromkeys(names):
        known = await queries.named(fold(name)) if fold(name) else None
        one = await _one(queries, known) if known else await _made(queries, name, None)
        if one.search is not None:
            raise Invalid(f"“{name}” is a saved search: it has whoever matches.", field="tags")
        found.append(one.id)
    return found


async def _made(queries: ListQueries, name: str, search: str | None) -> PeopleList:
    if len(await queries.all()) >= MOST_LISTS:
        raise Conflict(f"You have {MOST_LISTS} lists. Delete those that you do not need.")
    return await _written(queries, new_id(), name, search)


async def _named(session: AsyncSession, user_id: UUID, contact_ids: Sequence[UUID]) -> list[UUID]:
    try:
        return await _known(session, user_id, contact_ids)
    except NotFound as error:
        raise Invalid("Some of these are no contacts of yours: leave them out.", field="contact_ids") from error


def _told(session: AsyncSession, user_id: UUID, changed: Sequence[UUID]) -> ChangedPeople:
    if changed:
        domain_events.record(session, user_id, "contact.updated", {"contact_ids": sorted(map(str, changed))})
    return ChangedPeople(contact_ids=list(changed))
