"""What employers, by the domains of two addresses, say for and against both being one person's."""

import re
from collections.abc import Iterator
from datetime import timedelta
from math import comb, log2

from base.folding import fold
from services.people.display_names import belonging
from services.people.resolution import weights
from services.people.resolution.evidence import of_kind
from services.people.resolution.identity import Feature, Identity
from services.people.resolution.name_agreement import SHORT_FORM, Agreement, Level
from services.people.resolution.profile import Profile
from services.people.resolution.romanization import skeleton
from services.people.resolution.short_names import is_short_for
from services.people.resolution.spelled import spellings

# So long, and for such a part of the time of the one that was in use shorter, an old address is beside a new one.
_HANDED_OVER, _PART_HANDED_OVER = timedelta(days=120), 1 / 3
_MANY = 10  # mails from which more make no difference


def firms(one: Profile, other: Profile, named: Agreement | None) -> Iterator[Feature]:
    """Employers, by the addresses' domains, and when they were in use."""
    if named and named.level is Level.OTHER_FAMILY and _at_once(one.identity, other.identity) is not False:
        yield of_kind("two names", weights.BOTH_NAMES_AT_ONCE, "Both names are in use at the same time")
    if not one.domain or not other.domain:
        pass  # somebody has no address: no domain says anything
    elif one.firm is None or other.firm is None:
        yield of_kind("private", weights.PRIVATE, "One of the addresses is private")
    elif one.firm == other.firm:
        yield of_kind("firm", weights.SAME_FIRM, f"Both addresses are of {one.firm}")
        at_once = _at_once(one.identity, other.identity)
        if at_once and one.identity.wrote and other.identity.wrote and one.base != other.base:
            both = f"Both addresses of {one.firm} are written from at the same time"
            yield of_kind("at once", weights.TWO_AT_FIRM, both)
        if named and named.how == SHORT_FORM and at_once:
            yield of_kind("two given names", weights.SHORT_NAME_AT_FIRM, f"{one.firm} knows both given names at once")
        offices = [profile.identity.address for profile in (one, other) if not _is_named(profile)]
        if len(offices) == 1:
            yield of_kind(
                "office", weights.OFFICE_AT_FIRM, f"{offices[0]} is not made of a name, as an office's is not"
            )
    else:
        yield _two_firms(one, other)
    ours, theirs = ({fold(name) for name in profile.identity.companies} for profile in (one, other))
    if ours & theirs and one.firm != other.firm:
        yield of_kind("company", weights.SAME_COMPANY, "Their signatures name the same company")
    elif ours and theirs and not (one.firm and other.firm):
        yield of_kind("company", weights.OTHER_COMPANY, "Their signatures name different companies")


def _two_firms(one: Profile, other: Profile) -> Feature:
    both, bits = f"{one.firm} and {other.firm}", weights.OTHER_FIRM.bits
    at_once = _at_once(one.identity, other.identity)
    chance = chance_of_turns(one.identity.wrote, other.identity.wrote)
    if at_once is None or not chance:
        return Feature("firm", bits, f"They are of two firms, {both}")
    if at_once:
        against = log2(weights.AT_ONCE / max(1 - chance, weights.AT_ONCE))
        return Feature("firm", bits + against, f"They are of two firms at the same time, {both}")
    turns = log2(weights.IN_TURN / max(chance, weights.LEAST_CHANCE))
    return Feature("firm", bits + turns, f"They were of two firms one after the other, {both}")


def chance_of_turns(ours: int, theirs: int) -> float:
    """How likely all mail of the one comes before all of the other by chance; 0 where one wrote none."""
    ours, theirs = min(ours, _MANY), min(theirs, _MANY)
    return min(1.0, 2 / comb(ours + theirs, ours)) if ours and theirs else 0.0


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
