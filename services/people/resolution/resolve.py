"""Who is the same person: of everybody, or of those that new mail touches."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from services.people.resolution.candidates import blocks, pairs
from services.people.resolution.clusters import Clusters, Pair, join_all
from services.people.resolution.identity import Id, Identity, Outcome, Together, Verdict
from services.people.resolution.keys import keys, terms
from services.people.resolution.profile import profile_of
from services.people.resolution.rarity import Frequencies
from services.people.resolution.score import NEVER_MET, are_apart, score

_NEVER_MET: Mapping[Pair, Together] = {}
_MOST_KEPT = 100_000  # verdicts on pairs that are looked at again


@dataclass(frozen=True)
class Resolution:
    """`people` with several identities; `merges` are the pairs that made them, `suggestions` those to ask about."""

    people: list[tuple[Id, ...]]
    merges: list[Verdict]
    suggestions: list[Verdict]


def resolve(
    identities: Iterable[Identity],
    together: Mapping[Pair, Together] = _NEVER_MET,
    never: Collection[Pair] = (),
    people: Iterable[tuple[Id, ...]] = (),
    without: Collection[str] = (),
) -> Resolution:
    """Everybody. `never` holds pairs, in either order, that are not one person; `people` those that are already.

    `together` has what pairs have in common in mail, in either order; those where one answered for the other are looked
    at too. In time near linear in identities: a key that too many have is left out.
    """
    profiles = {one.id: profile_of(one) for one in identities}
    counts = Counter(term for profile in profiles.values() for term in terms(profile))
    found = pairs(blocks({identity: keys(profile) for identity, profile in profiles.items()}))
    known = profiles.keys()
    found |= {
        pair
        for pair, met in together.items()
        if met.answered and known >= set(pair) and pair not in found and (pair[1], pair[0]) not in found
    }
    rarity = Frequencies(len(profiles), counts)

    @lru_cache(maxsize=_MOST_KEPT)
    def judged(one: Id, other: Id) -> Verdict:
        met = together.get((one, other)) or together.get((other, one)) or NEVER_MET
        return score(profiles[one], profiles[other], rarity, met, without)

    return resolve_pairs(found, judged, never, people)


def resolve_pairs(
    found: Iterable[Pair],
    judged: Callable[[Id, Id], Verdict],
    never: Collection[Pair] = (),
    people: Iterable[tuple[Id, ...]] = (),
) -> Resolution:
    """These pairs only. `judged` is asked, often of the same two, of them and all of the `people` that they are of."""
    forbidden = {*never, *((other, one) for one, other in never)}

    def apart(one: Id, other: Id) -> bool:
        return (one, other) in forbidden or are_apart(judged(one, other))

    verdicts = [verdict for pair in found if (verdict := judged(*pair)).outcome is not Outcome.NOTHING]
    allowed = [verdict for verdict in verdicts if (verdict.first, verdict.second) not in forbidden]
    clusters = Clusters(people, apart)
    left = join_all(clusters, allowed, apart)
    asked = left + [verdict for verdict in allowed if verdict.outcome is Outcome.SUGGEST]
    suggestions = [one for one in asked if clusters.members(one.first) is not clusters.members(one.second)]
    refused = {id(one) for one in left}
    merges = [one for one in allowed if one.outcome is Outcome.MERGE and id(one) not in refused]
    return Resolution(clusters.people(), merges, sorted(suggestions, key=lambda one: -one.bits))
