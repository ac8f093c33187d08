"""The keys under which an identity is found: only those with a common one are compared. And what of it is counted."""

from itertools import combinations

from services.people.names import FULL
from services.people.resolution.person_name import PersonName
from services.people.resolution.profile import Profile
from services.people.resolution.romanization import skeleton
from services.people.resolution.short_names import whole_names
from services.people.resolution.spelled import spellings

_BEGINNING = 3  # letters
_SHORTEST_LOCAL = 5  # letters that say whose an address is
_MOST_WORDS = 3
_MOST_WHOLE = 12  # names of which one is a short form that are looked at


def keys(profile: Profile) -> set[str]:
    """Of names, what addresses are made of them, phones, and the firm with the given name. None for a role."""
    if profile.identity.is_role or profile.shared:
        return set()
    found = {f"p:{phone}" for phone in profile.identity.phones}
    if len(profile.letters) >= _SHORTEST_LOCAL:
        found.add(f"a:{profile.letters}")
    found.add(f"b:{profile.base}")
    for name in profile.names:
        found |= _of_name(name)
        if profile.firm and name.words:
            found |= {f"f:{profile.firm}|{skeleton(word)}" for word in _forms(name.words[0])}
    return found


def terms(profile: Profile) -> set[str]:
    """What is counted over all identities for `rarity.Frequencies`: words of names, phones, local parts."""
    words = {word for name in profile.names for word in name.words}
    found = {f"w:{word}" for word in words} | {f"p:{phone}" for phone in profile.identity.phones}
    return found | {f"a:{profile.letters}"} if profile.letters else found


def _of_name(name: PersonName) -> set[str]:
    found = set()
    words = name.words[:_MOST_WORDS]
    for one, other in [*combinations(words, 2), *((words[0], part) for part in name.parts if words)]:
        found.add("n:" + "|".join(sorted((skeleton(one), skeleton(other)))))
        for first, last in ((one, other), (other, one)):
            whole = skeleton(last)
            found |= {f"n:{whole}|{skeleton(form)[:_BEGINNING]}*" for form in _forms(first)}
    found |= {f"a:{form}" for form in spellings(name) if len(form) >= _SHORTEST_LOCAL}
    if name.rank == FULL and len(name.words) == 1 and not name.initials and len(name.words[0]) >= _SHORTEST_LOCAL:
        found.add(f"a:{skeleton(name.words[0])}")
    return found


def _forms(word: str) -> set[str]:
    return {word, *sorted(whole_names(word))[:_MOST_WHOLE]}
