"""Merging and splitting people: which identities are whose. Nothing but memberships changes, so all can be undone."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import product
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import now
from base.errors import Conflict, Invalid, NotFound
from base.ids import new_id
from models.contracts.accounts.principals import Principal
from models.contracts.people.memberships import ChangeKind, Identity, MadeBy, MembershipChange, Move
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from services.people.identity_resolution import IdentityResolution

MOST_MERGED = 100  # persons at once


class MovedOn(Conflict):
    """Some of these addresses have been merged or split again since. Undo the later changes first."""


class AlreadyUndone(Conflict):
    """This was undone already."""


def made_by_person(kind: ChangeKind, person_id: UUID, moves: Sequence[Move]) -> MembershipChange:
    """A change that somebody makes now, and need give no reason for."""
    return MembershipChange(
        id=new_id(),
        kind=kind,
        person_id=person_id,
        at=now(),
        made_by=MadeBy.PERSON,
        reasons=[],
        moves=moves,
        undone_at=None,
    )


class Memberships:
    """Raises NotFound for what there is not, or belongs to somebody else.

    Whoever else is the same person by what was changed is told at once, in a transaction of its own.
    """

    def __init__(
        self,
        database: Database,
        resolution: IdentityResolution | None = None,
        queries: type[MembershipQueries] = MembershipQueries,
    ) -> None:
        """`queries`: of contacts and their addresses, or of companies and their domains, which no rule joins."""
        self._database = database
        self._resolution = resolution
        self._queries = queries

    async def identities(self, principal: Principal, contact_id: UUID) -> list[Identity]:
        """The addresses of a contact, the latest first."""
        async with self._database.tenant(principal.tenant_id) as session:
            queries = MembershipQueries(session, principal.tenant_id)
            return await queries.identities(await _known(queries, [contact_id]))

    async def changes(self, principal: Principal, contact_id: UUID) -> list[MembershipChange]:
        """Merges and splits that made a contact what it is, the latest first, undone ones too."""
        async with self._database.tenant(principal.tenant_id) as session:
            queries = self._queries(session, principal.tenant_id)
            return await queries.changes(*await _known(queries, [contact_id]))

    async def merge(self, principal: Principal, contact_ids: Sequence[UUID]) -> MembershipChange:
        """Make these contacts one, which keeps the first one's id; every other id leads to it from now on.

        Raises Invalid where they are one already.
        """
        async with self._database.tenant(principal.tenant_id) as session:
            queries = await self._locked(session, principal)
            kept, *others = dict.fromkeys(await _known(queries, contact_ids))
            if not others:
                raise Invalid(f"These are one {queries.NOUN} already: name at least two.", field=f"{queries.NOUN}_ids")
            members = await queries.members(others)
            moves = [Move(identity_id=one, old_person=was, new_person=kept) for one, was in sorted(members.items())]
            change = await self._make(session, principal, ChangeKind.MERGE, kept, moves)
        await self._resolve(principal, change)
        return change

    async def split(self, principal: Principal, contact_id: UUID, identity_ids: Collection[UUID]) -> MembershipChange:
        """Make a contact of their own of some of its addresses. No rule merges the two again.

        The one with the address by which the contact began keeps its id. Raises Invalid for addresses of others, and
        where nobody would be left.
        """
        async with self._database.tenant(principal.tenant_id) as session:
            queries = await self._locked(session, principal)
            (person,) = await _known(queries, [contact_id])
            known = await queries.parts(person)
            leaving = [one for one in known if one in set(identity_ids)]
            if len(leaving) < len(set(identity_ids)):
                raise Invalid(f"Some of these are no {queries.PARTS} of this {queries.NOUN}.", field=queries.FIELD)
            if not leaving or len(leaving) == len(known):
                raise Invalid(f"Name some of the {queries.NOUN}'s {queries.PARTS}, but not all.", field=queries.FIELD)
            staying = [one for one in known if one not in leaving]
            if person in leaving:
                leaving, staying = staying, leaving
            moves = [Move(identity_id=one, old_person=person, new_person=leaving[0]) for one in sorted(leaving)]
            change = await self._make(session, principal, ChangeKind.SPLIT, person, moves)
            await queries.keep_apart(product(leaving, staying), change.id)
        await self._resolve(principal, change)
        return change

    async def undo(self, principal: Principal, change_id: UUID) -> MembershipChange:
        """Put every address back where it was before this change. What no person had merged, no rule merges again.

        What rules have merged upon it since is taken back first, and decided anew. Raises MovedOn where a later change
        by a person stands on this one, AlreadyUndone.
        """
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            queries = await self._locked(session, principal)
            change = await queries.change(change_id)
            if change is None:
                raise NotFound("There is no such merge or split.")
            if change.undone_at is not None:
                raise AlreadyUndone
            for later in await _by_rules(queries, change):
                moved_back = await moves_back(queries, later)
                await queries.move(moved_back)
                await queries.set_undone(later.id)
                _tell(session, user_id, moved_back)
            back = await moves_back(queries, change)
            await queries.move(back)
            await queries.set_undone(change_id)
            if change.made_by is not MadeBy.PERSON:
                moved = [move.identity_id for move in back]
                stayed = (await queries.members([change.person_id])).keys() - set(moved)
                await queries.keep_apart(product(moved, stayed), change_id)
            _tell(session, user_id, back)
        await self._resolve(principal, change)
        return replace(change, undone_at=now())

    async def _resolve(self, principal: Principal, change: MembershipChange) -> None:
        """Look at those whom a change has moved, and at whom they are like."""
        if self._resolution:
            await self._resolution.catch_up(principal.tenant_id, len(change.moves) + 1)

    async def _locked(self, session: AsyncSession, principal: Principal) -> MembershipQueries:
        """Nobody else changes this user's people until the transaction ends."""
        await IdentityChanges(session, principal.tenant_id).lock()
        return self._queries(session, principal.tenant_id)

    async def _make(
        self, session: AsyncSession, principal: Principal, kind: ChangeKind, person: UUID, moves: Sequence[Move]
    ) -> MembershipChange:
        queries = self._queries(session, principal.tenant_id)
        change = made_by_person(kind, person, moves)
        await queries.record([change])
        await queries.move(moves)
        _tell(session, principal.tenant_id, moves)
        return change


async def _by_rules(queries: MembershipQueries, change: MembershipChange) -> list[MembershipChange]:
    """What has moved the same since, the latest first, where all of that was done by rules; else nothing."""
    later = await queries.later(change)
    return later if all(one.made_by is MadeBy.RULE and one.kind is ChangeKind.MERGE for one in later) else []


async def moves_back(queries: MembershipQueries, change: MembershipChange) -> list[Move]:
    """What undoes a change. Raises MovedOn where a later one stands on it."""
    back = [
        Move(identity_id=move.identity_id, old_person=move.new_person, new_person=move.old_person)
        for move in change.moves
    ]
    if await queries.later(change):
        raise MovedOn
    await _check(queries, back)
    return back


async def _known(queries: MembershipQueries, contact_ids: Sequence[UUID]) -> list[UUID]:
    """The persons that these ids lead to now, in their order."""
    current = await queries.persons_of(contact_ids)
    persons = [current[one] for one in contact_ids]
    if set(persons) - await queries.known(persons):
        raise NotFound(f"There is no such {queries.NOUN}.")
    return persons


async def _check(queries: MembershipQueries, back: Sequence[Move]) -> None:
    """Is everybody to whom these go back still a person of their own?

    And nobody may stay behind in a person whose first address goes: it is that one's.
    """
    moving = {move.identity_id for move in back}
    targets = {move.new_person for move in back} - moving
    persons = await queries.persons_of(targets)
    if any(persons[target] != target for target in targets):
        raise MovedOn
    vacated = [move.identity_id for move in back if move.identity_id == move.old_person]
    if (await queries.members(vacated)).keys() - moving:
        raise MovedOn


def _tell(session: AsyncSession, user_id: UUID, moves: Sequence[Move]) -> None:
    persons = {person for move in moves for person in (move.old_person, move.new_person)}
    domain_events.record(session, user_id, "contact.updated", {"contact_ids": sorted(map(str, persons))})
