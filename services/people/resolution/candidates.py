"""Which pairs are looked at: those with a common key that not too many have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import combinations

from services.people.resolution.identity import Id

# A key that more have than this says little, and comparing them all would take the square of it. They have others.
MOST_HOLDERS = 40


def blocks(keys_of: Mapping[Id, Iterable[str]]) -> dict[str, list[Id]]:
    """Who has each key, in the order in which they are given."""
    found: dict[str, list[Id]] = defaultdict(list)
    for identity, keys in keys_of.items():
        for key in keys:
            found[key].append(identity)
    return found


def pairs_in(found: Iterable[bytes], touched: Iterable[Id], without: Set[bytes]) -> set[tuple[Id, Id]]:
    """The same of blocks that are ids of 16 bytes one after the other: pairs with one of `touched`, none of `without`.

    Each with the smaller id first.
    """
    wanted = {one.bytes for one in touched} - without
    result: set[tuple[bytes, bytes]] = set()
    for block in found:
        holders = {block[place : place + 16] for place in range(0, len(block), 16)} - without
        for one in holders & wanted:
            result.update([(one, other) if one < other else (other, one) for other in holders if other != one])
    ids = {one: Id(bytes=one) for one in {side for pair in result for side in pair}}
    return {(ids[one], ids[other]) for one, other in result}


def pairs(found: Mapping[str, list[Id]], touched: Iterable[Id] | None = None) -> set[tuple[Id, Id]]:
    """All pairs within a block, each once; only those with one of `touched` where that is given."""
    wanted = None if touched is None else set(touched)
    result: set[tuple[Id, Id]] = set()
    for holders in found.values():
        if 1 < len(holders) <= MOST_HOLDERS:
            for pair in combinations(holders, 2):
                if wanted is None or pair[0] in wanted or pair[1] in wanted:
                    result.add(pair)
    return result
