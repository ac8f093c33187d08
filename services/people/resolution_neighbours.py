"""Who has to be looked at together: whom changed identities may be one with, and whom those may be, to the end."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import combinations
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.people.acquaintance import met
from models.queries.people.memberships import MembershipQueries
from models.queries.people.resolution import ProfileRow, ResolutionQueries
from models.queries.people.resolution_queue import ResolutionQueue
from models.queries.people.suggestions import SuggestionQueries
from services.people.resolution import weights
from services.people.resolution.candidates import MOST_HOLDERS, pairs
from services.people.resolution.clusters import Clusters, Pair
from services.people.resolution.identity import Outcome, Together, Verdict
from services.people.resolution.keys import terms
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.score import DRIFT, NEVER_MET, margin, score
from services.people.resolution.sketch import profile_of_sketch
from services.people.resolution_profiles import EVERYBODY, groups, profiles, terms_of

_CROWD = 20  # who is in a mail to more than that has not met
_MOST = 5_000  # identities that are looked at around one batch; the rest stays as it is
# What having met may add at most: pairs that are further from being asked about need not be looked up.
_MOST_MET_BITS = weights.ANSWERED.bits


class Neighbours:
    """Around one batch, inside its tenant transaction.

    `explored` are those of whose pairs all that may come to anything are in `found`: few of those with a common key.
    Whose names, phones and the like are as they were is compared only with whom they came near then, which is kept.
    `profiles` holds everybody in a pair.
    """

    def __init__(self, session: AsyncSession, user_id: UUID, done: Set[UUID]) -> None:
        """`done`: who has been compared with all who have a key of theirs since any key was made."""
        self._session = session
        self._user_id = user_id
        self._done = done
        self._queries = ResolutionQueries(session, user_id)
        self._terms: dict[str, int] = {}
        self.profiles: dict[UUID, Profile] = {}
        self.explored: set[UUID] = set()
        self.found: set[Pair] = set()
        self.together: dict[Pair, Together] = {}
        self.whole: set[UUID] = set()  # of `explored` those that were compared with all who have a key of theirs
        self._close: set[Pair] = set()  # pairs of theirs that may come to anything
        self._judged: set[Pair] = set()
        self._asked: set[Pair] = set()  # whether they have met
        self._strong: set[Pair] = set()

    @property
    def rarity(self) -> Frequencies:
        """Of the terms of everybody who was loaded."""
        return Frequencies(self._terms.get(EVERYBODY, 0), self._terms)

    async def explore(self, changed: Collection[UUID]) -> None:
        """Look at these, whom they were thought to be, and on from there, as long as pairs are to be merged."""
        suggested = await SuggestionQueries(self._session, self._user_id).partners(changed)
        frontier = {*changed, *suggested}
        while frontier and len(self.explored) < _MOST:
            frontier |= await self._fellows(frontier)
            frontier -= self.explored
            self.explored |= frontier
            whole = await ResolutionQueue(self._session, self._user_id).whole(frontier)
            self.whole |= whole
            # Of pairs with who is done it is kept already whether they come to anything.
            known = frontier if self._done else frontier - whole
            new = await self._queries.near(known) if known else set[Pair]()
            if whole:
                blocks = await self._queries.blocks(whole, MOST_HOLDERS)
                found = pairs({str(number): holders for number, holders in enumerate(blocks)}, whole)
                new |= {pair for pair in found if self._done.isdisjoint(pair)}
            new -= self._judged
            self._judged |= new
            verdicts = await self._judge(await self._near(new))
            self.found |= {(one.first, one.second) for one in verdicts}
            strong = {(one.first, one.second) for one in verdicts if one.outcome is Outcome.MERGE}
            self._strong |= strong
            frontier = {one for pair in strong for one in pair} - self.explored

    async def keep(self) -> None:
        """Whom those came near who were compared with all who have a key of theirs."""
        if self.whole:
            theirs = {pair for pair in self._close if self.whole.intersection(pair)}
            await self._queries.set_near(self.whole, theirs)

    async def load(self, identity_ids: Iterable[UUID]) -> None:
        """Have the profiles of these, and how many have what is said of them."""
        rows: list[ProfileRow] = await self._queries.profiles(set(identity_ids) - self.profiles.keys())
        self._terms |= await self._queries.holders(terms_of(rows) - self._terms.keys())
        self.profiles |= await asyncio.to_thread(profiles, rows)

    async def meet(self, persons: Mapping[UUID, UUID]) -> None:
        """Know of all who may come to be in one person whether they have met: it may hold two of them apart."""
        joined = Clusters(groups(persons, self.profiles.keys()), lambda _one, _other: False)
        for one, other in sorted(self._strong):
            joined.join(one, other)
        within = {pair for members in joined.people() for pair in combinations(sorted(members), 2)}
        await self._ask(pair for pair in within if self.explored.intersection(pair))

    def verdicts(self, found: Iterable[Pair]) -> list[Verdict]:
        """On those of these pairs that are to be compared, in either order, and may be one."""
        known = [pair for given in found for pair in (given, given[::-1]) if pair in self.found]
        return [verdict for verdict in self._scored(known) if verdict.outcome is not Outcome.NOTHING]

    async def _fellows(self, identity_ids: Collection[UUID]) -> set[UUID]:
        """All identities of the persons that these are of."""
        queries = MembershipQueries(self._session, self._user_id)
        return set(await queries.members(sorted(set((await queries.persons_of(identity_ids)).values()))))

    async def _judge(self, found: Iterable[Pair]) -> list[Verdict]:
        """What is concluded of those of these pairs that come near; and whether these have met."""
        first = await asyncio.to_thread(self._scored, found)
        near = [(one.first, one.second) for one in first if one.bits + _MOST_MET_BITS >= weights.SUGGEST_BITS]
        if not near:
            return []
        await self._ask(near)
        return await asyncio.to_thread(self._scored, near)

    async def _near(self, found: Collection[Pair]) -> list[Pair]:
        """Those that may come to be asked about, by their names; their profiles are there from then on."""
        stored = await self._queries.sketches({one for pair in found for one in pair})
        known = await asyncio.to_thread(lambda: {one: profile_of_sketch(one, it) for one, it in stored.items()})
        counted = {term for profile in known.values() for term in terms(profile)} | {EVERYBODY}
        self._terms |= await self._queries.holders(counted - self._terms.keys())
        near = await asyncio.to_thread(self._sifted, found, known)
        await self.load(one for pair in near for one in pair)
        return near

    def _sifted(self, found: Iterable[Pair], known: Mapping[UUID, Profile]) -> list[Pair]:
        rarity, near = self.rarity, list[Pair]()
        for one, other in found:
            if one in known and other in known:
                room = margin(known[one], known[other], rarity)
                if room >= -DRIFT:
                    self._close.add((one, other))
                if room >= 0:
                    near.append((one, other))
        return sorted(near)

    async def _ask(self, found: Iterable[Pair]) -> None:
        """Have what these pairs have in common in mail."""
        new = sorted(pair for pair in found if not {pair, pair[::-1]} & self._asked)
        self._asked.update(new)
        if new:
            for row in await met(self._session, self._user_id, new, _CROWD):
                self.together[row.one, row.other] = Together(row.same, row.there, row.back, row.answered)

    def _scored(self, found: Iterable[Pair]) -> list[Verdict]:
        rarity = self.rarity
        return [
            score(self.profiles[one], self.profiles[other], rarity, self.together.get((one, other), NEVER_MET))
            for one, other in found
        ]
