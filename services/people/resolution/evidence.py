"""What beside their names speaks for and against two identities being one person's, each with its reason."""

from collections.abc import Iterator
from math import log2

from base.folding import fold
from services.people.resolution import weights
from services.people.resolution.identity import Feature, Together
from services.people.resolution.name_agreement import Agreement, Level
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.spelled import spellings
from services.people.resolution.weights import Weight

_MOST_HOLDERS = 4  # names behind one phone from which it is an exchange's
_HANDLE_LETTERS = 5
_BITS_A_LETTER = 1.5  # of a handle: what people choose is far from random


def of_kind(kind: str, weight: Weight, reason: str) -> Feature:
    return Feature(kind, weight.bits, reason)


def addresses(one: Profile, other: Profile, named: Agreement | None, rarity: Frequencies) -> Iterator[Feature]:
    """Tags, numbers, and local parts that are the same."""
    level = named.level if named else Level.UNKNOWN
    if one.base == other.base:
        if level >= Level.UNKNOWN:
            yield of_kind(
                "tag", weights.TAG, f"{one.identity.address} and {other.identity.address} differ in a tag only"
            )
        return
    if one.letters == other.letters and one.digits != other.digits and one.firm and one.domain == other.domain:
        yield of_kind("numbered", weights.NUMBERED, f"{one.domain} tells their addresses apart by a number")
        return
    if one.letters == other.letters and one.digits == other.digits and len(one.letters) >= _HANDLE_LETTERS:
        same = f"Both addresses begin with {one.identity.address.partition('@')[0]}"
        if any(one.letters in spellings(name) for name in (*one.names, *other.names)):
            yield of_kind("local part", weights.SAME_LOCAL, same)
        else:
            rare = _BITS_A_LETTER * (len(one.letters) + len(one.digits)) - log2(rarity.holders(f"a:{one.letters}") / 2)
            yield Feature("local part", min(rare, weights.MOST_HANDLE_BITS), same)


def signatures(one: Profile, other: Profile, rarity: Frequencies) -> Iterator[Feature]:
    """Phones and titles."""
    ours, theirs = one.identity, other.identity
    if common := ours.phones & theirs.phones:
        # Their reasons are kept in the clear, so they do not say which: the cards do.
        holders = min(rarity.holders(f"p:{it}") for it in common)
        if holders > _MOST_HOLDERS:
            yield of_kind("phone", weights.SWITCHBOARD, "Both write with one phone number, as others do")
        else:
            both = "write with" if one.domain and other.domain else "have"
            bits = min(weights.MOST_PHONE_BITS, log2(max(weights.PRIOR_PEOPLE, rarity.total) / holders))
            yield Feature("phone", bits, f"Both {both} the same phone number")
    elif ours.phones and theirs.phones:
        yield of_kind("phone", weights.OTHER_PHONES, "They have different phone numbers")
    if ours.titles and theirs.titles:
        if {fold(it) for it in ours.titles} & {fold(it) for it in theirs.titles}:
            yield of_kind("title", weights.SAME_TITLE, f"Both are {min(ours.titles)}")
        else:
            yield of_kind("title", weights.OTHER_TITLES, "They have different titles")


def mail(together: Together) -> Iterator[Feature]:
    """Whether they wrote to each other, were in one mail, or answered for each other."""
    if together.there and together.back:
        yield of_kind("wrote", weights.WROTE_BOTH_WAYS, "They wrote to each other")
    elif together.there or together.back:
        yield of_kind("wrote", weights.WROTE, "One wrote to the other, as people also do to themselves")
    elif together.same:
        yield of_kind("same mail", weights.SAME_MAIL, "Both are in the same mail")
    elif together.answered:
        yield of_kind("answered", weights.ANSWERED, "One answered what had been sent to the other")
