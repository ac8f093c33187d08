"""Who is the same person, kept up with what mail and facts say: by rule where it is sure, else as a suggestion.

Whatever changes an identity puts it into a queue, in its transaction. Here the queue is worked off: first the keys of
what has changed are made, then it is compared with those that have one of its keys, and these with theirs where two are
to be merged. So what comes out does not depend on the order in which mail came; but how rare a name is, and whether a
key is crowded, are those of the moment, until somebody who has them changes or `everything` is looked at anew.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from base.heartbeat import heartbeat
from base.ids import derived_id
from models.database import Database
from models.queries.core import domain_events
from models.queries.people.identity_changes import IdentityChanges
from models.queries.people.memberships import MembershipQueries
from models.queries.people.resolution import ResolutionQueries
from models.queries.people.resolution_queue import ResolutionQueue
from models.queries.people.strength import version
from models.queries.people.suggestions import SuggestionQueries, SuggestionRow
from services.core.keyring import Keyring, UserKeys
from services.people.resolution.identity import Verdict
from services.people.resolution.resolve import Resolution, resolve_pairs
from services.people.resolution_neighbours import Neighbours, Progress
from services.people.resolution_profiles import MOST_NAMES, Known, Reading, groups, identities
from services.people.rule_memberships import Current, RuleMemberships

KEYED = 2_000  # identities of one transaction whose keys are made
COMPARED = 1_000  # that are compared
_ORDERED = 20 * COMPARED  # that are put in order at once: ids only
AWAITED = 50  # that are looked at while somebody waits


@dataclass(frozen=True)
class ResolutionResult:
    """How many identities were compared, how many persons joined others, and how often that was taken back."""

    compared: int = 0
    merged: int = 0
    taken_back: int = 0

    def __add__(self, other: "ResolutionResult") -> "ResolutionResult":
        return ResolutionResult(
            self.compared + other.compared, self.merged + other.merged, self.taken_back + other.taken_back
        )


class IdentityResolution:
    """One transaction a batch; who stops between two goes on where the queue is."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def run(self, user_id: UUID) -> ResolutionResult:
        """Look at whatever has changed. In time near linear in that, however many people there are."""
        total, progress = ResolutionResult(), Progress()
        while True:
            result, more = await self._batch(user_id, progress)
            total = total + result
            if not more:
                return total
            heartbeat()

    async def catch_up(self, user_id: UUID, changed: int = 0) -> ResolutionResult:
        """Look at a few of what has changed, or as many as somebody has who waits. Who brought more looks at the rest.

        `changed`: identities, at most as many as one batch has.
        """
        most = min(max(AWAITED, changed), COMPARED)
        return (await self._batch(user_id, Progress(), most, most))[0]

    async def everything(self, user_id: UUID) -> ResolutionResult:
        """Look at everybody, as if nobody had been looked at before."""
        async with self._database.tenant(user_id) as session:
            await IdentityChanges(session, user_id).lock()
            await ResolutionQueue(session, user_id).add_all()
        return await self.run(user_id)

    async def _batch(
        self, user_id: UUID, progress: Progress, most_keyed: int = KEYED, most_compared: int = COMPARED
    ) -> tuple[ResolutionResult, bool]:
        """One batch, and whether there may be more."""
        user_keys = await self._keyring.user_keys(user_id)
        async with self._database.tenant(user_id) as session:
            queue = ResolutionQueue(session, user_id)
            if not await queue.any():
                return ResolutionResult(), False
            await IdentityChanges(session, user_id).lock()
            if progress.counts and await version(session, user_id) != progress.version:
                progress.forget()  # somebody else has changed something since
            known: Mapping[UUID, Known] = {}
            if waiting := await queue.unkeyed(most_keyed):
                progress.forget()
                known = await _make_keys(session, user_id, user_keys, waiting)
                if len(waiting) == KEYED:
                    return ResolutionResult(), True
            if anew := not progress.next_ones:
                progress.next_ones = await queue.keyed(most_compared, _ORDERED)
            turn, progress.next_ones = progress.next_ones[:most_compared], progress.next_ones[most_compared:]
            more = bool(progress.next_ones) or len(turn) == most_compared
            # Of those who were put in order before, some have been looked at meanwhile, with others.
            changed = sorted(turn if anew else await queue.among(turn))
            if not changed:
                return ResolutionResult(), more
            result = await _compare(session, user_id, changed, Neighbours(session, user_id, progress, known))
            if more:
                progress.version = await version(session, user_id)
            return result, more


async def _make_keys(
    session: AsyncSession, user_id: UUID, user_keys: UserKeys, waiting: Mapping[UUID, bool]
) -> Mapping[UUID, Known]:
    """Write what is compared of these, and the keys, and who is other than before, or new. Returns what is compared."""
    queries = ResolutionQueries(session, user_id)
    before = {row.identity_id: row for row in await queries.profiles(waiting)}
    seen, said = await queries.seen(waiting, MOST_NAMES), await queries.said(waiting)
    anew = {one for one, whole in waiting.items() if whole}
    as_it_was = {one: row for one, row in before.items() if one not in anew}
    read = await asyncio.to_thread(lambda: Reading.of(before, identities(user_keys, seen, said, as_it_was), anew))
    await queries.count_mail(read.mail)
    if read.others:
        await queries.write(read.rows, before.keys() - {one.id for one in seen})
        await queries.write_keys({one: read.keys.get(one, set()) for one in read.others}, before.keys())
        await queries.count_terms(read.more_terms(before))
    await ResolutionQueue(session, user_id).set_keyed(waiting, read.others)
    return read.known


async def _compare(session: AsyncSession, user_id: UUID, changed: list[UUID], around: Neighbours) -> ResolutionResult:
    """Decide on these."""
    await around.explore(changed)
    rules = RuleMemberships(session, user_id)
    current = await rules.current(around.persons)
    sizes = Counter(current.persons.values())
    await around.load(one for one, person in current.persons.items() if sizes[person] > 1)
    await around.meet(current.persons)
    never = await MembershipQueries(session, user_id).apart(current.persons.keys())
    others = current.persons.keys() - {*around.explored, *changed}
    waiting = await ResolutionQueue(session, user_id).among(others)
    resolution = await asyncio.to_thread(_resolved, around, current, never)
    # Kept, and not shown: whoever finds that they are not two after all is asked again.
    decided = current.decided
    settled = {pair for pair in around.found if decided.get(pair[0], pair[0]) == decided.get(pair[1], pair[1])}
    asked = [*resolution.suggestions, *around.verdicts(never | settled)]
    taken_back, merged, persons = await rules.apply(
        current, resolution.people, around.profiles.keys(), resolution.merges
    )
    await around.keep()
    await SuggestionQueries(session, user_id).replace(around.explored, [_suggestion(user_id, one) for one in asked])
    # What the rule itself has moved need not be looked at for that; but who waited for something else still does.
    await ResolutionQueue(session, user_id).done({*around.explored, *current.persons, *changed} - waiting)
    data = {"contact_ids": sorted(map(str, persons))} if persons else {"touched": len(resolution.suggestions)}
    if persons or resolution.suggestions:
        domain_events.record(session, user_id, "contact.updated", data)
    return ResolutionResult(len(changed), merged, taken_back)


def _resolved(around: Neighbours, current: Current, never: set[tuple[UUID, UUID]]) -> Resolution:
    """Of those who were explored, only what a person decided stands; of others, what is."""
    decided = current.decided
    persons = {one: decided[one] if one in around.explored else person for one, person in current.persons.items()}
    people = groups(persons, around.profiles.keys())
    return resolve_pairs(around.found, around.verdict, never, [tuple(one) for one in people])


def _suggestion(user_id: UUID, verdict: Verdict) -> SuggestionRow:
    one, other = sorted((verdict.first, verdict.second))
    reasons = [{"kind": it.kind, "bits": round(it.bits, 2), "reason": it.reason} for it in verdict.features]
    return SuggestionRow(
        derived_id(user_id, "suggestion", one, other), one, other, verdict.bits, orjson.dumps(reasons).decode()
    )
