"""What is concluded of one pair."""

from collections.abc import Collection, Iterator
from math import inf

from services.people.resolution import evidence, weights
from services.people.resolution.firms import firms
from services.people.resolution.identity import Feature, Outcome, Together, Verdict
from services.people.resolution.name_agreement import Agreement, Level, best_agreement
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.spelled import spelled

NEVER_MET = Together()
DRIFT = 2.0  # bits: as many people again have a name, twice
# The most that the domains of two addresses, of which none or another is a firm's, say for one person.
_OTHER_FIRMS = max(
    weights.PRIVATE,
    weights.Weight(weights.OTHER_FIRM.m * weights.IN_TURN, weights.OTHER_FIRM.u * weights.LEAST_CHANCE),
    key=lambda one: one.bits,
)


def score(
    one: Profile,
    other: Profile,
    rarity: Frequencies,
    together: Together = NEVER_MET,
    without: Collection[str] = (),
) -> Verdict:
    """All that speaks for and against both being one person. `without`: kinds to leave out."""
    named = _named(one, other, rarity)
    features = tuple(
        feature for feature in _features(one, other, named, rarity, together) if feature.kind not in without
    )
    bits = rarity.prior + sum(feature.bits for feature in features)
    if bits >= weights.MERGE_BITS and _is_certain(named, features):
        outcome = Outcome.MERGE
    else:
        outcome = Outcome.SUGGEST if bits >= weights.SUGGEST_BITS else Outcome.NOTHING
    return Verdict(one.identity.id, other.identity.id, features, rarity.prior, outcome)


def margin(one: Profile, other: Profile, rarity: Frequencies) -> float:
    """By how many bits their names leave room for being asked about, whatever else may be known of them.

    Below 0 they are two. Below -DRIFT they are so, too, when their names have become as much rarer or commoner: so it
    is of most that have a common key. What both have in mail, and when they wrote, is not looked at; of titles and
    companies only whether there are any.
    """
    ours, theirs = one.identity, other.identity
    if one.base == other.base or one.letters == other.letters or ours.phones & theirs.phones:
        return inf
    most = weights.ANSWERED.bits + (weights.SAME_FIRM if one.firm and one.firm == other.firm else _OTHER_FIRMS).bits
    if ours.companies and theirs.companies:
        most += weights.SAME_COMPANY.bits
    if ours.titles and theirs.titles:
        most += weights.SAME_TITLE.bits
    named = _named(one, other, rarity)
    bits = min(named.bits, weights.MOST_NAME_BITS - rarity.prior) if named else 0.0
    return rarity.prior + bits + most - weights.SUGGEST_BITS


def _named(one: Profile, other: Profile, rarity: Frequencies) -> Agreement | None:
    """How their names agree, or, where those say little, the name of the one and the address of the other."""
    found = best_agreement(one.names, other.names, rarity)
    if found is not None and found.level not in (Level.UNKNOWN, Level.PARTLY):
        return found
    known = [it for it in (found, spelled(one, other, rarity), spelled(other, one, rarity)) if it]
    return max(known, key=lambda it: (it.level, it.bits), default=None)


def _is_certain(named: Agreement | None, features: tuple[Feature, ...]) -> bool:
    """A whole name, or what only one person has: a phone, a mailbox with tags. Nothing else joins by itself."""
    return (named is not None and named.level is Level.SAME) or any(
        feature.kind in {"phone", "tag"} and feature.bits > weights.SWITCHBOARD.bits for feature in features
    )


def are_apart(verdict: Verdict) -> bool:
    """Is there so much against it that no third may join the two?"""
    return verdict.outcome is not Outcome.MERGE and verdict.against <= weights.APART_BITS


def _features(
    one: Profile, other: Profile, named: Agreement | None, rarity: Frequencies, together: Together
) -> Iterator[Feature]:
    for profile in (one, other):
        if profile.identity.is_role or profile.shared:
            yield Feature("shared", weights.SHARED.bits, f"Several people write from {profile.identity.address}")
    if named:
        yield Feature("name", min(named.bits, weights.MOST_NAME_BITS - rarity.prior), named.reason)
        told = {name.generation for name in one.names} - {""}, {name.generation for name in other.names} - {""}
        if all(told) and not told[0] & told[1]:
            yield Feature("generation", weights.OTHER_GENERATION.bits, "One is the elder, one the younger")
    yield from evidence.addresses(one, other, named, rarity)
    yield from firms(one, other, named)
    yield from evidence.signatures(one, other, rarity)
    yield from evidence.mail(together)
