"""Pairs of contacts that a rule finds likely to be one, for a person to decide."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from base import cursors
from base.clock import now
from base.errors import Conflict, NotFound
from models.contracts.accounts.principals import Principal
from models.contracts.people.memberships import ChangeKind, Identity, MembershipChange
from models.contracts.people.suggestions import Reason, SuggestedContact, Suggestion
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.contacts import ContactQueries
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from models.queries.people.suggestions import ShownSuggestion, SuggestionQueries
from services.people.memberships import Memberships, made_by_person
from services.people.resolution.calibration import probability

# Bits from which a reason speaks so: sixteen times as likely, and not twice.
_STRONG, _SLIGHT = 4.0, 1.0


class AlreadyDecided(Conflict):
    """It is decided already whether these two are one: undo that first."""


class Suggestions:
    """Raises NotFound for pairs that there are not, AlreadyDecided for those that are one by now, or kept apart."""

    def __init__(self, database: Database, memberships: Memberships) -> None:
        self._database = database
        self._memberships = memberships

    async def page(
        self, principal: Principal, *, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Suggestion], str | None, int]:
        """The best evidence first, and how many there are in all. Raises Invalid for a bad cursor."""
        user_id = principal.tenant_id
        list_name = f"suggestions.{user_id}"
        after = cursors.decode(list_name, cursor, float, UUID)
        async with self._database.snapshot(user_id) as session:
            queries = SuggestionQueries(session, user_id)
            rows, total = await queries.page(after, limit + 1), await queries.count()
            shown = await _shown(session, user_id, rows[:limit])
        last = rows[limit - 1] if len(rows) > limit else None
        return shown, cursors.encode(list_name, last.bits, last.id) if last else None, total

    async def merge(self, principal: Principal, suggestion_id: UUID) -> MembershipChange:
        """They are one: the contact with more mail keeps its id. Undone as any merge is."""
        async with self._database.tenant(principal.tenant_id) as session:
            pair = await _pair(session, principal.tenant_id, suggestion_id)
            sizes = await MembershipQueries(session, principal.tenant_id).sizes(pair)
        kept = max(pair, key=lambda person: (sizes.get(person, 0), person))
        return await self._memberships.merge(principal, [kept, *(one for one in pair if one != kept)])

    async def dismiss(self, principal: Principal, suggestion_id: UUID) -> MembershipChange:
        """They are two: no rule merges them, nor asks again, until that is undone."""
        user_id = principal.tenant_id
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            first, second = await _pair(session, user_id, suggestion_id)
            queries = MembershipQueries(session, user_id)
            change = made_by_person(ChangeKind.APART, first, [])
            await queries.record([change])
            await queries.keep_apart(
                product(await queries.members([first]), await queries.members([second])), change.id
            )
            data = {"contact_ids": [str(first), str(second)]}
            domain_events.record(session, user_id, "contact.updated", data)
            return change


async def _pair(session: AsyncSession, user_id: UUID, suggestion_id: UUID) -> tuple[UUID, UUID]:
    queries = SuggestionQueries(session, user_id)
    found = await queries.one(suggestion_id)
    if found is None:
        raise AlreadyDecided if await queries.is_known(suggestion_id) else NotFound("There is no such suggestion.")
    return found.first, found.second


async def _shown(session: AsyncSession, user_id: UUID, rows: Sequence[ShownSuggestion]) -> list[Suggestion]:
    persons = {person for row in rows for person in (row.first, row.second)}
    of: defaultdict[UUID, list[Identity]] = defaultdict(list)
    for identity in await MembershipQueries(session, user_id).identities(persons):
        of[identity.person_id].append(identity)
    rivals = rivals_of(await SuggestionQueries(session, user_id).among(persons))
    contacts = {one.id: one for one in await ContactQueries(session, user_id).of_persons(persons, now())}
    return [
        Suggestion(
            id=row.id,
            probability=probability(row.bits, rivals[row.first, row.second]),
            reasons=sorted((_reason(one) for one in row.reasons), key=lambda one: -abs(one.bits)),
            contacts=[
                SuggestedContact(contact=contacts[person], identities=of[person]) for person in (row.first, row.second)
            ],
        )
        for row in rows
    ]


def rivals_of(asked: Sequence[tuple[UUID, UUID, float]]) -> dict[tuple[UUID, UUID], list[tuple[float, float]]]:
    """Of each pair (first, second, bits): the rivals, as `probability` has them, who may be the one of the two."""
    bits_of = {frozenset((first, second)): bits for first, second, bits in asked}
    with_whom: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for first, second, _bits in asked:
        with_whom[first].add(second)
        with_whom[second].add(first)

    def both(other: UUID, third: UUID) -> float:
        bits = bits_of.get(frozenset((other, third)))
        return 0.0 if bits is None else probability(bits)

    return {
        (first, second): [
            (bits_of[frozenset((one, third))], both(other, third))
            for one, other in ((first, second), (second, first))
            for third in sorted(with_whom[one] - {other})
        ]
        for first, second, _bits in asked
    }


def _reason(stored: dict[str, object]) -> Reason:
    bits = float(str(stored["bits"]))
    much = "strongly " if abs(bits) >= _STRONG else "slightly " if abs(bits) < _SLIGHT else ""
    return Reason(
        reason=str(stored["reason"]), weight=f"speaks {much}{'for' if bits >= 0 else 'against'} it", bits=bits
    )
