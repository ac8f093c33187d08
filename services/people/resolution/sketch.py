"""A profile in short: what tells most pairs apart, without reading names again, or anything that only scores want."""

import orjson

from services.people.resolution.identity import Id, Identity
from services.people.resolution.person_name import PersonName
from services.people.resolution.profile import Profile

_ANY = frozenset({""})  # titles and companies: that there are some


def sketch(profile: Profile) -> str:
    """As it is stored, and read by `profile_of_sketch`."""
    one = profile.identity
    names = [
        (name.text, name.words, name.initials, name.generation, name.rank, name.readable, name.parts)
        for name in profile.names
    ]
    about = (profile.base, profile.letters, profile.digits, profile.domain, profile.firm, profile.shared)
    has = (one.is_role, sorted(one.phones), bool(one.titles), bool(one.companies))
    return orjson.dumps((about, has, names)).decode()


def profile_of_sketch(identity_id: Id, stored: str) -> Profile:
    """Enough for `score.margin` and `keys.terms`, not for a score."""
    (base, letters, digits, domain, firm, shared), (is_role, phones, titles, companies), names = orjson.loads(stored)
    return Profile(
        Identity(
            identity_id,
            base,
            phones=frozenset(phones),
            titles=_ANY if titles else frozenset(),
            companies=_ANY if companies else frozenset(),
            is_role=is_role,
        ),
        tuple(
            PersonName(text, tuple(words), tuple(initials), generation, rank, readable, tuple(parts))
            for text, words, initials, generation, rank, readable, parts in names
        ),
        base,
        letters,
        digits,
        domain,
        firm,
        shared,
    )
