"""What is concluded of one pair."""

from collections.abc import Collection, Iterator

from services.people.resolution import evidence, weights
from services.people.resolution.firms import firms
from services.people.resolution.identity import Feature, Outcome, Together, Verdict
from services.people.resolution.name_agreement import Agreement, Level, best_agreement
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.spelled import spelled

NEVER_MET = Together()


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
