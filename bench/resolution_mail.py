"""Identities and who met whom, as mail shows them: what `bench.resolution` measures with."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, pairwise
from uuid import NAMESPACE_URL, UUID, uuid5

from bench.people_mail import Read
from services.mime.signature_fields.reading import signature_fields
from services.people.participants import OwnAddresses
from services.people.resolution.clusters import Pair
from services.people.resolution.identity import Identity, Together
from services.people.resolution.roles import is_nobodys
from services.people.spellings import canonical

_CROWD = 20  # who is in a mail to more than that has not met


def id_of(address: str) -> UUID:
    """By what an address is known here."""
    return uuid5(NAMESPACE_URL, canonical(address))


@dataclass
class Seen:
    """Of one address. `says`: (kind, value) of the fields of its signatures."""

    names: Counter[str] = field(default_factory=Counter)
    wrote: list[datetime] = field(default_factory=list)
    says: set[tuple[str, str]] = field(default_factory=set)


def identities_of(mail: Iterable[Read], own: Collection[str]) -> tuple[list[Identity], dict[Pair, Together]]:
    """All but the owner's, each known by its address, and what pairs have in common."""
    owner, seen, threads = OwnAddresses(own), defaultdict[str, Seen](Seen), defaultdict[str, list[list[str]]](list)
    lists = set[str]()
    same, wrote = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in mail:
        if one.row.list_address:
            lists.add(canonical(one.row.list_address))
        entries = ([one.row.sender] if one.row.sender else []) + list(one.row.recipients)
        if one.row.sender:
            writer = seen[canonical(one.row.sender["address"])]
            writer.wrote.append(one.row.date)
            for text in one.signatures:
                read = signature_fields(text, one.row.sender["name"], one.row.sender["address"])
                writer.says.update((it.kind, it.value) for it in read)
        found = []
        for entry in entries:
            address = canonical(entry["address"])
            found.append(address)
            if address not in owner:
                seen[address].names.update([entry["name"]] if entry["name"] else [])
        threads[one.row.thread_id].append(found)
        others = [address for address in dict.fromkeys(found) if address not in owner]
        if len(others) <= _CROWD:
            same.update((min(pair), max(pair)) for pair in combinations(others, 2))
            wrote.update((found[0], other) for other in others if found[0] not in owner and other != found[0])
    answered = _answered(threads.values(), owner)
    met = {
        (id_of(one), id_of(other)): Together(
            same[one, other], wrote[one, other], wrote[other, one], answered[one, other]
        )
        for one, other in {*same, *answered}
    }
    return [_identity(address, it, address in lists) for address, it in seen.items() if address not in owner], met


def _answered(threads: Iterable[list[list[str]]], owner: OwnAddresses) -> Counter[tuple[str, str]]:
    """In how many threads one of a pair answers what had gone from the owner to the other alone."""
    found = Counter[tuple[str, str]]()
    for thread in threads:
        pairs: set[tuple[str, str]] = set()
        for asked, answer in pairwise(thread):
            if len(asked) == 2 and asked[0] in owner and answer[0] not in {*asked, *owner.shortest}:
                pairs.add((min(asked[1], answer[0]), max(asked[1], answer[0])))
        found.update(pairs)
    return found


def _identity(address: str, seen: Seen, is_list: bool) -> Identity:
    phones, titles, companies = (_said(seen, kind) for kind in ("phone", "title", "company"))
    first, last = min(seen.wrote, default=None), max(seen.wrote, default=None)
    nobodys = is_list or is_nobodys(address, seen.names)
    shown = tuple(seen.names.items())
    return Identity(id_of(address), address, shown, phones, titles, companies, first, last, len(seen.wrote), nobodys)


def _said(seen: Seen, kind: str) -> frozenset[str]:
    return frozenset(value for it, value in seen.says if it == kind)
