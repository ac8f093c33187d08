"""A profile as it is stored: names as they were read, which takes most of the time that a profile takes.

When rules read names otherwise, everybody is to be read anew, as for the keys that are made of them.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from services.people.resolution.identity import Id, Identity
from services.people.resolution.person_name import PersonName
from services.people.resolution.profile import Profile

_ANY, _NONE = frozenset({""}), frozenset[str]()  # titles and companies: that there are some


def sketch(profile: Profile) -> str:
    """As it is stored, and read again by the functions below."""
    one = profile.identity
    names = [
        (name.text, name.words, name.initials, name.generation, name.rank, name.readable, name.parts)
        for name in profile.names
    ]
    about = (profile.base, profile.letters, profile.digits, profile.domain, profile.firm, profile.shared)
    has = (one.is_role, sorted(one.phones), bool(one.titles), bool(one.companies))
    return orjson.dumps((about, has, names)).decode()


def profile_of_sketch(identity: Identity, stored: str) -> Profile:
    """The profile of that identity. It is the one whose sketch was made, but for how much they wrote, and when."""
    return _profile(identity, *orjson.loads(stored))


def profile_in_short(identity_id: Id, stored: str) -> Profile:
    """Enough for `score.margin` and `keys.terms`, not for a score."""
    about, has, names = orjson.loads(stored)
    is_role, phones, titles, companies = has
    identity = Identity(
        identity_id,
        about[0],
        phones=frozenset(phones),
        titles=_ANY if titles else _NONE,
        companies=_ANY if companies else _NONE,
        is_role=is_role,
    )
    return _profile(identity, about, has, names)


def _profile(identity: Identity, about: Sequence[Any], _has: Sequence[Any], names: Sequence[Sequence[Any]]) -> Profile:
    return Profile(
        identity,
        tuple(
            PersonName(text, tuple(words), tuple(initials), generation, rank, readable, tuple(parts))
            for text, words, initials, generation, rank, readable, parts in names
        ),
        *about,
    )
