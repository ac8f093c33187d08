"""Finding people by what somebody types: whoever matches best first, and with typos where nobody else is found."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.contracts.people.contacts import Contact
from models.database import Database
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.matching import BEGINS, INSIDE, NAMED, TYPO, AmongIds, AtLevel, Match, Wording
from models.queries.people.memberships import MembershipQueries
from models.queries.people.person_search import PersonSearchQueries
from models.queries.people.persons import refresh_persons
from services.core.keyring import Keyring, UserKeys
from services.people.blind_terms import fact_terms
from services.people.question import Question

_FEW = 2_000  # of whom all are looked at and ordered; more are met one by one, in the order of the list
_AT_ONCE = 1_000  # facts that are read in one transaction

# (match, the (sort value, id) of the last one shown, most) -> (contact, sort value) in the order of the list
Lister = Callable[[Match, Sequence[Any] | None, int], Awaitable[list[tuple[Contact, object]]]]


@dataclass(frozen=True)
class Found:
    """A contact in a list, with where it stands there."""

    contact: Contact
    level: int
    value: object


class PersonSearch:
    """Of one user's people."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def ready(self, user_id: UUID) -> UserKeys:
        """The user's keys, once all that is encrypted of people can be found by them."""
        keys = await self._keyring.user_keys(user_id)
        while await self._index(user_id, keys):
            pass
        return keys

    async def _index(self, user_id: UUID, keys: UserKeys) -> bool:
        """Make the blind words of some facts that came without. Are there more?"""
        async with self._database.tenant(user_id) as session:
            if not await PersonSearchQueries(session, user_id).facts_without_terms(1):
                return False
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            queries = PersonSearchQueries(session, user_id)
            facts = await queries.facts_without_terms(_AT_ONCE)
            await queries.set_terms(
                {
                    fact_id: fact_terms(keys, field, keys.decrypt("facts", "value", fact_id, value).decode())
                    for fact_id, _, field, value in facts
                }
            )
            persons = await MembershipQueries(session, user_id).persons_of({identity for _, identity, _, _ in facts})
            await refresh_persons(session, user_id, set(persons.values()))
        return len(facts) == _AT_ONCE


async def matches(
    session: AsyncSession, asked: Question, page: Lister, after: Sequence[Any] | None, most: int
) -> list[Found]:
    """At most this many of those who match, after the (level, sort value, id) of the last one shown."""
    queries = PersonSearchQueries(session, asked.user_id)
    first: int = after[0] if after else NAMED
    rows: list[Found] = []
    if first < TYPO:
        async with aclosing(_levels(queries, asked, first)) as levels:
            async for level, match in levels:
                found = await page(match, after[1:] if after and level == first else None, most - len(rows))
                rows += [Found(contact, level, value) for contact, value in found]
                if len(rows) >= most:
                    break
    if rows or (after and first < TYPO):
        return rows
    meant = await _mistyped(queries, asked)
    found = await page(AmongIds(meant), after[1:] if after else None, most) if meant else []
    return [Found(contact, TYPO, value) for contact, value in found]


async def _levels(queries: PersonSearchQueries, asked: Question, first: int) -> AsyncGenerator[tuple[int, Match], None]:
    """Who matches how well, from `first` on. Of a level either few are told by ids, or very many by a condition.

    What is asked of the database is asked when it is come to: of a common word the best are a page already.
    """
    wording = Wording(
        words=[word.folded for word in asked.words],
        blind=[" | ".join(sorted(word.blind)) or None for word in asked.words],
    )
    few = await queries.few(asked.inside(), _FEW)
    if few is not None:
        among: defaultdict[int, list[UUID]] = defaultdict(list)
        for person, level in (await queries.levels(few, wording) if few else {}).items():
            among[level].append(person)
        for level in sorted(among):
            if level >= first:
                yield level, AmongIds(among[level])
        return
    for level, query in ((NAMED, asked.named()), (BEGINS, asked.begins()), (INSIDE, asked.inside())):
        if level < first:
            continue
        some = None if level == INSIDE else await queries.few(query, _FEW)
        if some is None:
            yield level, AtLevel(wording, level)
        elif some:
            levels = await queries.levels(some, wording)
            yield level, AmongIds([person for person, one in levels.items() if one == level])


async def _mistyped(queries: PersonSearchQueries, asked: Question) -> list[UUID]:
    """Those with the fewest typos."""
    if not (query := asked.mistyped()):
        return []
    distances = asked.distances(await queries.words(await queries.find(query, _FEW)))
    least = min(distances.values(), default=0)
    return [person for person, found in distances.items() if found == least]
