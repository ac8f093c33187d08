"""What rules compare, made of what mail and facts say of an identity, and read again."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

import orjson

from models.queries.people.resolution import ProfileRow, SaidRow, SeenRow
from services.core.keyring import UserKeys
from services.people.resolution.identity import Identity
from services.people.resolution.keys import keys, terms
from services.people.resolution.profile import Profile, profile_of
from services.people.resolution.roles import is_nobodys

MOST_NAMES = 20  # display names of an address that are looked at, the most frequent
EVERYBODY = ""  # the term that each identity has: how many there are


def identities(user_keys: UserKeys, seen: Iterable[SeenRow], said: Iterable[SaidRow]) -> list[Identity]:
    """Phones are the user's keyed hashes of them: equal where the phones are."""
    says: defaultdict[tuple[UUID, str], set[str]] = defaultdict(set)
    for fact in said:
        value = fact.readable
        if value is None:
            value = user_keys.decrypt("facts", "value", fact.id, fact.value).decode()
        if value and fact.field == "phone":
            value = user_keys.prf(b"phone:" + value.encode()).hex()
        if value:
            says[fact.identity_id, fact.field].add(value)
    return [
        Identity(
            one.id,
            one.address,
            tuple((name, count) for name, count in one.names),
            frozenset(says[one.id, "phone"]),
            frozenset(says[one.id, "title"]),
            frozenset(says[one.id, "company"]),
            one.first_wrote,
            one.last_wrote,
            one.wrote,
            not one.person or is_nobodys(one.address, [name for name, _ in one.names]),
        )
        for one in seen
    ]


def made(found: Iterable[Identity]) -> tuple[list[ProfileRow], dict[UUID, set[str]]]:
    """The rows to write, and the keys under which each is found. Pure work, done in a thread."""
    rows, found_under = list[ProfileRow](), dict[UUID, set[str]]()
    for one in found:
        profile = profile_of(one)
        found_under[one.id] = keys(profile)
        counted = terms(profile) | {EVERYBODY}
        rows.append(
            ProfileRow(
                one.id,
                one.address,
                orjson.dumps(one.names).decode(),
                _text(one.phones),
                _text(one.titles),
                _text(one.companies),
                one.wrote,
                one.first,
                one.last,
                one.is_role,
                _text(counted),
            )
        )
    return rows, found_under


def _text(values: Iterable[str]) -> str:
    return orjson.dumps(sorted(values)).decode()


def more_terms(before: Iterable[ProfileRow], after: Iterable[ProfileRow]) -> Mapping[str, int]:
    """How many more identities have each term: `before` as they were read, `after` as they are written."""
    counts = Counter[str]()
    for row in after:
        counts.update(orjson.loads(row.terms))
    for row in before:
        counts.subtract(row.terms)
    return counts


def profiles(rows: Iterable[ProfileRow]) -> dict[UUID, Profile]:
    """As they are compared. Pure work, done in a thread."""
    return {
        row.identity_id: profile_of(
            Identity(
                row.identity_id,
                row.address,
                tuple((name, count) for name, count in row.names),
                frozenset(row.phones),
                frozenset(row.titles),
                frozenset(row.companies),
                row.first_wrote,
                row.last_wrote,
                row.wrote,
                row.nobodys,
            )
        )
        for row in rows
    }


def terms_of(rows: Iterable[ProfileRow]) -> set[str]:
    """All that is counted of these, as they were read."""
    return {term for row in rows for term in row.terms} | {EVERYBODY}


def groups(persons: Mapping[UUID, UUID], known: Collection[UUID]) -> list[Sequence[UUID]]:
    """The identities of each person, of those that are known."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for identity, person in sorted(persons.items()):
        if identity in known:
            found[person].append(identity)
    return list(found.values())
