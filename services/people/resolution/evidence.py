"""What beside their names speaks for and against two identities being one person's, each with its reason."""

import re
from collections.abc import Iterator
from datetime import timedelta
from math import log2

from services.people.display_names import belonging
from services.people.folding import fold
from services.people.resolution import weights
from services.people.resolution.identity import Feature, Identity, Together
from services.people.resolution.name_agreement import SHORT_FORM, Agreement, Level
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.romanization import skeleton
from services.people.resolution.short_names import is_short_for
from services.people.resolution.spelled import spellings
from services.people.resolution.weights import Weight

# So long, and for such a part of the time of the one that was in use shorter, an old address is beside a new one.
_HANDED_OVER, _PART_HANDED_OVER = timedelta(days=120), 1 / 3
_MOST_HOLDERS = 4  # names behind one phone from which it is an exchange's
_HANDLE_LETTERS = 5
_BITS_A_LETTER = 1.5  # of a handle: what people choose is far from random


def _is(kind: str, weight: Weight, reason: str) -> Feature:
    return Feature(kind, weight.bits, reason)


def addresses(one: Profile, other: Profile, named: Agreement | None, rarity: Frequencies) -> Iterator[Feature]:
    """Tags, numbers, and local parts that are the same."""
    level = named.level if named else Level.UNKNOWN
    if one.base == other.base:
        if level >= Level.UNKNOWN:
            yield _is("tag", weights.TAG, f"{one.identity.address} and {other.identity.address} differ in a tag only")
        return
    if one.letters == other.letters and one.digits != other.digits and one.firm and one.domain == other.domain:
        yield _is("numbered", weights.NUMBERED, f"{one.domain} tells their addresses apart by a number")
        return
    if one.letters == other.letters and one.digits == other.digits and len(one.letters) >= _HANDLE_LETTERS:
        same = f"Both addresses begin with {one.identity.address.partition('@')[0]}"
        if any(one.letters in spellings(name) for name in (*one.names, *other.names)):
            yield _is("local part", weights.SAME_LOCAL, same)
        else:
            rare = _BITS_A_LETTER * (len(one.letters) + len(one.digits)) - log2(rarity.holders(f"a:{one.letters}") / 2)
            yield Feature("local part", min(rare, weights.MOST_HANDLE_BITS), same)


def firms(one: Profile, other: Profile, named: Agreement | None) -> Iterator[Feature]:
    """Employers, by the addresses' domains, and when they were in use."""
    if named and named.level is Level.OTHER_FAMILY and _at_once(one.identity, other.identity) is not False:
        yield _is("two names", weights.BOTH_NAMES_AT_ONCE, "Both names are in use at the same time")
    if one.firm is None or other.firm is None:
        yield _is("private", weights.PRIVATE, "One of the addresses is private")
    elif one.firm == other.firm:
        yield _is("firm", weights.SAME_FIRM, f"Both addresses are of {one.firm}")
        if named and named.how == SHORT_FORM and _at_once(one.identity, other.identity):
            yield _is("two given names", weights.SHORT_NAME_AT_FIRM, f"{one.firm} knows both given names at once")
        offices = [profile.identity.address for profile in (one, other) if not _is_named(profile)]
        if len(offices) == 1:
            yield _is("office", weights.OFFICE_AT_FIRM, f"{offices[0]} is not made of a name, as an office's is not")
    else:
        both = f"{one.firm} and {other.firm}"
        at_once = _at_once(one.identity, other.identity)
        if at_once is None:
            yield _is("firm", weights.OTHER_FIRM, f"They are of two firms, {both}")
        elif at_once:
            yield _is("firm", weights.FIRMS_AT_ONCE, f"They are of two firms at the same time, {both}")
        else:
            yield _is("firm", weights.FIRMS_IN_TURN, f"They were of two firms one after the other, {both}")
    ours, theirs = ({fold(name) for name in profile.identity.companies} for profile in (one, other))
    if ours & theirs and one.firm != other.firm:
        yield _is("company", weights.SAME_COMPANY, "Their signatures name the same company")
    elif ours and theirs and not (one.firm and other.firm):
        yield _is("company", weights.OTHER_COMPANY, "Their signatures name different companies")


def _is_named(profile: Profile) -> bool:
    """Has the local part anything of the names of who writes from there, or cannot that be told?

    Initials and short forms are something; digits are what firms and schools number their people with.
    """
    if profile.digits or not profile.names or not all(name.readable for name in profile.names):
        return True
    tokens = re.findall("[a-z]+", profile.base.rpartition("@")[0])
    return any(
        profile.letters in spellings(name)
        or belonging(name.text, f"{profile.base.rpartition('@')[0]}@") > 1
        or any(_is_of(token, word) for token in tokens for word in name.words)
        for name in profile.names
    )


def _is_of(token: str, word: str) -> bool:
    """Is a piece of an address a name, its beginning, or short for it?"""
    ours, theirs = skeleton(token), skeleton(word)
    return min(len(ours), len(theirs)) > 1 and (
        ours.startswith(theirs) or theirs.startswith(ours) or is_short_for(token, word)
    )


def _at_once(one: Identity, other: Identity) -> bool | None:
    """Were both in use longer than it takes to hand one over? None where nobody knows."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    beside = min(one.last, other.last) - max(one.first, other.first)
    return beside > max(_HANDED_OVER, _PART_HANDED_OVER * min(one.last - one.first, other.last - other.first))


def signatures(one: Profile, other: Profile, rarity: Frequencies) -> Iterator[Feature]:
    """Phones and titles."""
    ours, theirs = one.identity, other.identity
    if common := ours.phones & theirs.phones:
        phone, holders = min((((it, rarity.holders(f"p:{it}"))) for it in common), key=lambda found: found[1])
        if holders > _MOST_HOLDERS:
            yield _is("phone", weights.SWITCHBOARD, f"Both write with {phone}, as others do")
        else:
            bits = min(weights.MOST_PHONE_BITS, log2(max(weights.PRIOR_PEOPLE, rarity.total) / holders))
            yield Feature("phone", bits, f"Both write with the phone number {phone}")
    elif ours.phones and theirs.phones:
        yield _is("phone", weights.OTHER_PHONES, "They have different phone numbers")
    if ours.titles and theirs.titles:
        if {fold(it) for it in ours.titles} & {fold(it) for it in theirs.titles}:
            yield _is("title", weights.SAME_TITLE, f"Both are {min(ours.titles)}")
        else:
            yield _is("title", weights.OTHER_TITLES, "They have different titles")


def mail(together: Together) -> Iterator[Feature]:
    """Whether they wrote to each other, were in one mail, or answered for each other."""
    if together.there and together.back:
        yield _is("wrote", weights.WROTE_BOTH_WAYS, "They wrote to each other")
    elif together.there or together.back:
        yield _is("wrote", weights.WROTE, "One wrote to the other, as people also do to themselves")
    elif together.same:
        yield _is("same mail", weights.SAME_MAIL, "Both are in the same mail")
    elif together.answered:
        yield _is("answered", weights.ANSWERED, "One answered what had been sent to the other")
