"""Names as addresses are made of them: "idaokafor@", "iokafor@", "okafor.i@"."""

from functools import lru_cache

from services.people.resolution.name_agreement import Agreement, Level
from services.people.resolution.person_name import PersonName
from services.people.resolution.profile import Profile
from services.people.resolution.rarity import Frequencies
from services.people.resolution.romanization import skeleton

_SHORTEST = 5  # letters that say whose an address is
_GUESSED = 2.0  # bits that it says less than a name that is written out


@lru_cache(maxsize=50_000)
def spellings(name: PersonName) -> frozenset[str]:
    """What local parts are made of a name, in one form: "idaokafor", "iokafor", "okaforida", "okafori", "idao"."""
    words = name.words
    if len(words) < 2:
        return frozenset(skeleton(form) for it in name.initials for word in words for form in (it + word, word + it))
    first, last = words[0], words[-1]
    forms = {first[0] + last, last + first[0], first + last[0], last[0] + first}
    return frozenset(_whole(name) | {skeleton(form) for form in forms})


def spelled(one: Profile, other: Profile, rarity: Frequencies) -> Agreement | None:
    """Is the address of the one made of the name of the other?"""
    if len(one.letters) < _SHORTEST:
        return None
    for name in other.names:
        if len(name.words) < 2 or one.letters not in spellings(name):
            continue
        weights = [rarity.bits(name.words[0]), rarity.bits(name.words[-1])]
        whole = one.letters in _whole(name)
        bits = sum(weights) - _GUESSED if whole else max(weights)
        level = Level.SAME if whole else Level.PARTLY
        return Agreement(level, bits, name.text, one.identity.address, "the address may be made of it")
    return None


def _whole(name: PersonName) -> set[str]:
    first, last = name.words[0], name.words[-1]
    return {skeleton(first + last), skeleton(last + first)}
