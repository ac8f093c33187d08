"""What rules compare, made of what mail and facts say of an identity, and read again."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import orjson

from models.contracts.people.facts import FactSource
from models.queries.people.resolution import MailRow, ProfileRow, SaidRow, SeenRow
from services.core.keyring import UserKeys
from services.people.resolution.identity import Identity
from services.people.resolution.keys import keys, terms
from services.people.resolution.profile import Profile, profile_of
from services.people.resolution.roles import is_nobodys
from services.people.resolution.sketch import profile_of_sketch, sketch

MOST_NAMES = 20  # display names of an address that are looked at, the most frequent
COMPARED_BY = frozenset({"name", "phone", "title", "company"})  # fields of facts that are compared
EVERYBODY = ""  # the term that each identity has: how many there are


def identities(
    user_keys: UserKeys, seen: Sequence[SeenRow], said: Iterable[SaidRow], before: Mapping[UUID, ProfileRow]
) -> list[Identity]:
    """What is compared of these; `before` is what was of some of them.

    Phones are the user's keyed hashes of them: equal where the phones are.

    Of whom no mail gives a name, those on cards are: else nobody without mail could be compared.
    """
    says: defaultdict[tuple[UUID, str], set[str]] = defaultdict(set)
    typed: dict[UUID, str] = {}
    for fact in said:
        value = fact.readable
        if value is None:
            value = user_keys.decrypt("facts", "value", fact.id, fact.value).decode()
        if value and fact.field == "phone":
            value = user_keys.prf(b"phone:" + value.encode()).hex()
        if value:
            says[fact.identity_id, fact.field].add(value)
            if fact.field == "name" and fact.source == FactSource.OWNER:
                typed[fact.identity_id] = value
    named = {one.id: one.names or _of_cards(says[one.id, "name"], typed.get(one.id)) for one in seen}
    return [
        Identity(
            one.id,
            one.address,
            tuple((name, count) for name, count in named[one.id]),
            frozenset(says[one.id, "phone"]),
            frozenset(says[one.id, "title"]),
            frozenset(says[one.id, "company"]),
            one.first_wrote,
            one.last_wrote,
            one.wrote,
            not one.person or _is_nobodys(one.address, [name for name, _ in named[one.id]], before.get(one.id)),
        )
        for one in seen
    ]


def _is_nobodys(address: str, names: Collection[str], before: ProfileRow | None) -> bool:
    """Whoever was somebody is so still by the same names."""
    if before and not before.nobodys and {name for name, _ in before.names} == set(names):
        return False
    return is_nobodys(address, names)


def _of_cards(names: Collection[str], typed: str | None) -> list[tuple[str, int]]:
    """As if each had been in one mail; the owner's word goes before all others."""
    return [(name, 1) for name in ([typed] if typed else sorted(names))]


@dataclass(frozen=True)
class Known:
    """An identity as it is compared, and what is counted of it."""

    profile: Profile
    terms: Collection[str]


@dataclass(frozen=True)
class Reading:
    """What is compared of some identities, as it is now.

    `rows` are those to write of whom anything else has changed than how much they wrote and when, as `others` are, gone
    ones too: whoever shares a key with them has to be looked at anew. `keys` are theirs; `mail` is what is to be
    written of everybody else. `known` has all.
    """

    rows: Sequence[ProfileRow]
    mail: Sequence[MailRow]
    known: Mapping[UUID, Known]
    keys: Mapping[UUID, set[str]]
    others: set[UUID]

    @classmethod
    def of(cls, before: Mapping[UUID, ProfileRow], found: Sequence[Identity], anew: Collection[UUID] = ()) -> "Reading":
        """`before` as it was read; `anew`: whose keys are to be made in any case. Pure work, done in a thread."""
        rows, mail = list[ProfileRow](), list[MailRow]()
        known, found_under = dict[UUID, Known](), dict[UUID, set[str]]()
        others = before.keys() - {one.id for one in found}
        for one in found:
            was = before.get(one.id)
            if was and one.id not in anew and _is_as_before(was, one):
                known[one.id] = Known(profile_of_sketch(one, was.sketch), was.terms)
                mail.append(MailRow(one.id, orjson.dumps(one.names).decode(), one.wrote, one.first, one.last))
                continue
            profile = profile_of(one)
            counted = terms(profile) | {EVERYBODY}
            others.add(one.id)
            known[one.id] = Known(profile, counted)
            found_under[one.id] = keys(profile)
            rows.append(_row(profile, counted))
        return cls(rows, mail, known, found_under, others)

    def more_terms(self, before: Mapping[UUID, ProfileRow]) -> Mapping[str, int]:
        """How many more identities have each term than `before`."""
        counts = Counter[str]()
        for row in self.rows:
            counts.update(self.known[row.identity_id].terms)
        for identity in self.others & before.keys():
            counts.subtract(before[identity].terms)
        return counts


def _is_as_before(known: ProfileRow, one: Identity) -> bool:
    """Is all as it was, but for how much they wrote, and when? Of several names it counts how often each is given."""
    before = _identity(known)
    if len(one.names) < 2 and _at_sight(before) == _at_sight(one):
        return True
    ours, theirs = profile_of_sketch(before, known.sketch), profile_of(one)
    return replace(ours, identity=_at_sight(before, names=False)) == replace(
        theirs, identity=_at_sight(one, names=False)
    )


def _at_sight(one: Identity, *, names: bool = True) -> Identity:
    named = tuple((name, 1) for name, _ in one.names) if names else ()
    return replace(one, names=named, first=None, last=None, wrote=0)


def _row(profile: Profile, counted: Iterable[str]) -> ProfileRow:
    one = profile.identity
    return ProfileRow(
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
        sketch(profile),
    )


def _text(values: Iterable[str]) -> str:
    return orjson.dumps(sorted(values)).decode()


def known_of(rows: Iterable[ProfileRow]) -> dict[UUID, Known]:
    """As they were read. Pure work, done in a thread."""
    return {row.identity_id: Known(profile_of_sketch(_identity(row), row.sketch), row.terms) for row in rows}


def _identity(row: ProfileRow) -> Identity:
    return Identity(
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


def groups(persons: Mapping[UUID, UUID], known: Collection[UUID]) -> list[Sequence[UUID]]:
    """The identities of each person, of those that are known."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for identity, person in sorted(persons.items()):
        if identity in known:
            found[person].append(identity)
    return list(found.values())
