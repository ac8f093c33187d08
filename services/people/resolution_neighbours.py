"""Who has to be looked at together: whom changed identities may be one with, and whom those may be, to the end."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from models.queries.people.acquaintance import met
from models.queries.people.resolution import ResolutionQueries
from models.queries.people.resolution_pairs import PairQueries
from services.people.resolution import weights
from services.people.resolution.candidates import MOST_HOLDERS, pairs_in
from services.people.resolution.clusters import Clusters, Pair
from services.people.resolution.identity import Outcome, Together, Verdict
from services.people.resolution.keys import terms
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.score import DRIFT, NEVER_MET, margin, score
from services.people.resolution.sketch import profile_in_short
from services.people.resolution_profiles import EVERYBODY, Known, groups, known_of

_CROWD = 20  # who is in a mail to more than that has not met
_MOST = 5_000  # identities that are looked at around one batch; the rest stays as it is
# What having met may add at most: pairs that are further from being asked about need not be looked up.
_MOST_MET_BITS = weights.ANSWERED.bits


@dataclass
class Progress:
    """What one batch knows for the next, as long as nobody makes a key or changes anybody: as of `version` of people.

    `done`: ids of who was compared with all who have a key of theirs; `counts`: how many have a term.
    """

    next_ones: list[UUID] = field(default_factory=list)
    done: set[bytes] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    version: int = 0

    def forget(self) -> None:
        """Somebody is other than before."""
        self.done.clear()
        self.counts.clear()


class Neighbours:
    """Around one batch, inside its tenant transaction.

    `explored` are those of whose pairs all that may come to anything are in `found`: few of those with a common key.
    Whose names, phones and the like are as they were is compared only with whom they came near then, which is kept.
    `profiles` holds everybody in a pair, and others; `persons` all identities of the persons of those explored.
    """

    def __init__(self, session: AsyncSession, user_id: UUID, progress: Progress, known: Mapping[UUID, Known]) -> None:
        """`known` has some of those who are to be compared, as they are now."""
        self._session = session
        self._user_id = user_id
        self._done = progress.done
        self._queries = ResolutionQueries(session, user_id)
        self._pairs = PairQueries(session, user_id)
        self._known = dict(known)
        self._counts = progress.counts
        self.rarity = Frequencies(self._counts.get(EVERYBODY, 0), self._counts)  # of whoever was looked at
        self.profiles: dict[UUID, Profile] = {}
        self.persons: dict[UUID, UUID] = {}
        self.explored: set[UUID] = set()
        self.found: set[Pair] = set()
        self.together: dict[Pair, Together] = {}
        self.whole: set[UUID] = set()  # of `explored` those that were compared with all who have a key of theirs
        self._close: set[Pair] = set()  # pairs of theirs that may come to anything
        self._compared: set[Pair] = set()
        self._asked: set[Pair] = set()  # whether they have met
        self._strong: set[Pair] = set()
        self._verdicts: dict[Pair, tuple[Together, Verdict]] = {}

    async def explore(self, changed: Collection[UUID]) -> None:
        """Look at these, whom they were thought to be, and on from there, as long as pairs are to be merged."""
        frontier = set(changed)
        while frontier and len(self.explored) < _MOST:
            circle = await self._pairs.circle(frontier, thought=not self.explored)
            self.persons |= circle
            frontier = circle.keys() - self.explored
            self.explored |= frontier
            whole, near = await self._pairs.waiting(frontier)
            self.whole |= whole
            # Of pairs with who is done it is kept already whether they come to anything.
            known = {
                (min(one, other), max(one, other))
                for one, others in near.items()
                if self._done or one not in whole
                for other in others
            }
            new = set[Pair]()
            if whole:
                blocks = await self._pairs.blocks(whole, MOST_HOLDERS)
                new = await asyncio.to_thread(pairs_in, blocks, whole, self._done) - known
            known -= self._compared
            new -= self._compared
            self._compared |= known | new
            verdicts = await self._judge(await self._near(known | new))
            self.found |= {(one.first, one.second) for one in verdicts}
            strong = {(one.first, one.second) for one in verdicts if one.outcome is Outcome.MERGE}
            self._strong |= strong
            frontier = {one for pair in strong for one in pair} - self.explored
        others = {one for pair in self.found for one in pair} - self.persons.keys()
        if others:
            self.persons |= await self._pairs.circle(others)

    async def keep(self) -> None:
        """Whom those came near who were compared with all who have a key of theirs."""
        if self.whole:
            theirs = {pair for pair in self._close if self.whole.intersection(pair)}
            await self._pairs.set_near(self.whole, theirs)
            self._done |= {one.bytes for one in self.whole}

    async def load(self, identity_ids: Iterable[UUID]) -> None:
        """Have the profiles of these, and how many have what is said of them."""
        wanted = set(identity_ids) - self.profiles.keys()
        rows = await self._queries.profiles(wanted - self._known.keys())
        self._known |= await asyncio.to_thread(known_of, rows) if rows else {}
        found = {one: self._known[one] for one in wanted if one in self._known}
        await self._count({term for known in found.values() for term in known.terms})
        self.profiles |= {one: known.profile for one, known in found.items()}

    async def meet(self, persons: Mapping[UUID, UUID]) -> None:
        """Know of all who may come to be in one person whether they have met: it may hold two of them apart."""
        joined = Clusters(groups(persons, self.profiles.keys()), lambda _one, _other: False)
        for one, other in sorted(self._strong):
            joined.join(one, other)
        within = {pair for members in joined.people() for pair in combinations(sorted(members), 2)}
        await self._ask(pair for pair in within if self.explored.intersection(pair))

    def verdict(self, one: UUID, other: UUID) -> Verdict:
        """On these two, as far as it is known whether they have met."""
        together = self.together.get((one, other)) or self.together.get((other, one)) or NEVER_MET
        known = self._verdicts.get((one, other))
        if known is None or known[0] != together:
            known = together, score(self.profiles[one], self.profiles[other], self.rarity, together)
            self._verdicts[one, other] = known
        return known[1]

    def verdicts(self, found: Iterable[Pair]) -> list[Verdict]:
        """On those of these pairs that are to be compared, in either order, and may be one."""
        known = [pair for given in found for pair in (given, given[::-1]) if pair in self.found]
        return [verdict for pair in known if (verdict := self.verdict(*pair)).outcome is not Outcome.NOTHING]

    async def _judge(self, found: Sequence[Pair]) -> list[Verdict]:
        """What is concluded of those of these pairs that come near; and whether these have met."""
        first = await asyncio.to_thread(lambda: [self.verdict(*pair) for pair in found])
        near = [(one.first, one.second) for one in first if one.bits + _MOST_MET_BITS >= weights.SUGGEST_BITS]
        if not near:
            return []
        await self._ask(near)
        return await asyncio.to_thread(lambda: [self.verdict(*pair) for pair in near])

    async def _near(self, found: Collection[Pair]) -> list[Pair]:
        """Those that may come to be asked about, by their names; their profiles are there from then on."""
        # Most with a common key are far from each other, so these are looked at in short first. Who was near before
        # mostly still is.
        new = [pair for pair in found if not self.whole.isdisjoint(pair)]
        in_short = {one for pair in new for one in pair}
        stored = await self._queries.sketches(in_short - self._known.keys())
        short = await asyncio.to_thread(lambda: {one: profile_in_short(one, it) for one, it in stored.items()})
        short |= {one: self._known[one].profile for one in in_short & self._known.keys()}
        await self._count({term for profile in short.values() for term in terms(profile)})
        far = await asyncio.to_thread(self._far, new, short)
        near = [pair for pair in found if pair not in far]
        await self.load(one for pair in near for one in pair)
        return sorted(pair for pair in near if self.profiles.keys() >= set(pair))

    def _far(self, found: Iterable[Pair], known: Mapping[UUID, Profile]) -> set[Pair]:
        far = set[Pair]()
        for one, other in found:
            if one in known and other in known:
                room = margin(known[one], known[other], self.rarity)
                if room >= -DRIFT:
                    self._close.add((one, other))
                if room < 0:
                    far.add((one, other))
        return far

    async def _count(self, counted: Collection[str]) -> None:
        """Know how many have each of these terms."""
        if new := {*counted, EVERYBODY} - self._counts.keys():
            self._counts |= dict.fromkeys(new, 0) | await self._queries.holders(new)
            self.rarity = Frequencies(self._counts[EVERYBODY], self._counts)

    async def _ask(self, found: Iterable[Pair]) -> None:
        """Have what these pairs have in common in mail."""
        new = sorted(pair for pair in found if not {pair, pair[::-1]} & self._asked)
        self._asked.update(new)
        if new:
            for row in await met(self._session, self._user_id, new, _CROWD):
                self.together[row.one, row.other] = Together(row.same, row.there, row.back, row.answered)
