"""An identity as it is compared: its names read, its address taken apart, once for all its pairs."""

import re
from dataclasses import dataclass
from itertools import combinations

from services.people.company_domains import employer_domain
from services.people.names import FULL, GUESS
from services.people.resolution.identity import Identity
from services.people.resolution.name_agreement import Level, agreement
from services.people.resolution.person_name import PersonName, read_name
from services.people.resolution.rarity import Frequencies
from services.people.resolution.romanization import skeleton

_MOST_NAMES = 6
_OFTEN = 0.1  # share of the mails that have a name at all from which it is somebody's who writes from there
_NOTHING = Frequencies()
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\ud7ff]")


@dataclass(frozen=True)
class Profile:
    """`names` the most frequent first. `firm` is the employer's domain, None for private mail."""

    identity: Identity
    names: tuple[PersonName, ...]
    base: str  # the address without a +tag
    letters: str  # of the local part without a +tag, in one form
    digits: str
    domain: str
    firm: str | None
    shared: bool  # do several people write from there?


def profile_of(identity: Identity) -> Profile:
    """What is compared of it."""
    # Who has no address stands under a name that no mail has: see `address_books.NO_ADDRESS`.
    local, _, domain = identity.address.rpartition("@") if "@" in identity.address else ("", "", "")
    bare = local.partition("+")[0] or local
    counted: dict[PersonName, int] = {}
    for display, count in identity.names:
        name = read_name(display, identity.address)
        if name.rank != GUESS and name.words:
            counted[name] = counted.get(name, 0) + count
    names = sorted(counted, key=lambda one: (one.rank < FULL, -counted[one]))[:_MOST_NAMES]
    whole = [one for one in names if one.rank == FULL]
    if not whole and domain:
        guess = read_name("", f"{bare}@{domain}")
        names = [guess, *names] if len(guess.words) + len(guess.initials) > 1 and guess.words else names
    often = _OFTEN * sum(counted.values())
    shared = [one for one in whole if counted[one] >= often]
    return Profile(
        identity,
        tuple(whole or names),
        f"{bare}@{domain}" if domain else identity.address,
        skeleton(bare),
        "".join(re.findall(r"\d", bare)),
        domain,
        employer_domain(identity.address, whole[0].text if whole else "") if domain else None,
        any(_are_two(one, other) for one, other in combinations(shared, 2)),
    )


def _are_two(one: PersonName, other: PersonName) -> bool:
    """Two people's names, and no two spellings of one: "Fedor" and "Fyodor" begin alike."""
    if _is_latin(one.text) != _is_latin(other.text):
        return False  # one name in two scripts, whose letters need not agree
    ours, theirs = ({*(word[0] for word in name.words), *name.initials} for name in (one, other))
    return ours != theirs and agreement(one, other, _NOTHING).level is Level.OTHER


def _is_latin(text: str) -> bool:
    return _OTHER_SCRIPT.search(text) is None
