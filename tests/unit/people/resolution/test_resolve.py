"""Who is joined to whom, so that nobody is whom a third may not join; all at once and by batches."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import combinations

import pytest

from bench.people_set.reading import mails, persons
from bench.resolution import labelled, pairs_of
from bench.resolution_mail import id_of
from services.people.resolution.candidates import MOST_HOLDERS, blocks, pairs
from services.people.resolution.clusters import Pair
from services.people.resolution.identity import Id, Identity, Together, Verdict
from services.people.resolution.keys import keys, terms
from services.people.resolution.profile import profile_of
from services.people.resolution.rarity import Frequencies
from services.people.resolution.resolve import resolve, resolve_pairs
from services.people.resolution.score import NEVER_MET, score
from tests.unit.people.resolution.builders import identity

ANN = identity("ann@north.example", "Ann Ziegelbauer", years=(2015, 2026))
TWIN = identity("ann@south.example", "Ann Ziegelbauer", years=(2015, 2026))
HOME = identity("annz@gmail.com", "Ann Ziegelbauer")


@cache
def the_set() -> tuple[list[Identity], dict[Pair, Together], dict[Id, int]]:
    return labelled(persons(), mails())


def joined(people: Iterable[tuple[Id, ...]]) -> set[frozenset[Id]]:
    return {frozenset(one) for one in people}


def test_a_home_address_that_either_twin_may_have_is_asked_about() -> None:
    found = resolve([ANN, TWIN, HOME])
    assert found.people == []
    asked = {frozenset((one.first, one.second)) for one in found.suggestions}
    assert {frozenset((ANN.id, HOME.id)), frozenset((TWIN.id, HOME.id))} <= asked


def test_a_phone_tells_whose_it_is() -> None:
    ours, home = (
        identity(one.address, "Ann Ziegelbauer", years=(2015, 2026), phone="+4415550101") for one in (ANN, HOME)
    )
    assert joined(resolve([ours, TWIN, home]).people) == {frozenset((ANN.id, HOME.id))}


def test_never_is_never_through_a_third_either() -> None:
    one, other, third = (identity(f"annz{place}@gmail.com", "Ann Ziegelbauer") for place in range(3))
    assert joined(resolve([one, other, third]).people) == {frozenset((one.id, other.id, third.id))}
    found = resolve([one, other, third], never=[(other.id, one.id)])
    assert not any({one.id, other.id} <= set(people) for people in found.people)
    assert not any({verdict.first, verdict.second} == {one.id, other.id} for verdict in found.suggestions)


def test_what_is_one_person_already_stays_so_and_is_not_asked_about() -> None:
    found = resolve([ANN, TWIN, HOME], people=[(ANN.id, TWIN.id)])
    assert frozenset((ANN.id, TWIN.id)) in {frozenset(one) & {ANN.id, TWIN.id} for one in found.people}
    assert not any({one.first, one.second} == {ANN.id, TWIN.id} for one in found.suggestions)


def test_a_key_that_too_many_have_is_left_out() -> None:
    many = {id_of(f"{place}"): {"n:john|smith", f"p:{place}"} for place in range(MOST_HOLDERS + 1)}
    assert pairs(blocks(many)) == set()
    del many[id_of("0")]
    assert len(pairs(blocks(many))) == MOST_HOLDERS * (MOST_HOLDERS - 1) / 2


def test_roles_have_no_keys() -> None:
    assert keys(profile_of(identity("info@north.example", "Ann Ziegelbauer", role="yes"))) == set()
    assert keys(profile_of(identity("x@north.example", "Ann Ziegelbauer", "Bo Lind"))) == set()


def test_a_batch_comes_to_what_all_together_come_to() -> None:
    found, together, _ = the_set()
    whole = resolve(found, together)
    profiles = {one.id: profile_of(one) for one in found}
    held = blocks({number: keys(profile) for number, profile in profiles.items()})
    rarity = Frequencies(len(found), Counter(term for profile in profiles.values() for term in terms(profile)))

    def judged(one: Id, other: Id) -> Verdict:
        met = together.get((one, other)) or together.get((other, one)) or NEVER_MET
        return score(profiles[one], profiles[other], rarity, met)

    people: list[tuple[Id, ...]] = []
    for start in range(0, len(found), 60):
        batch = [one.id for one in found[start : start + 60]]
        people = resolve_pairs(pairs(held, batch), judged, people=people).people
    assert joined(people) == joined(whole.people)


def test_the_labelled_set_is_told_as_it_was_when_this_was_written() -> None:
    """The issue asks for precision .995 and recall .90: `python -m bench.resolution`."""
    found, together, owner = the_set()
    truth = {frozenset(pair) for pair in combinations([one.id for one in found], 2) if owner[pair[0]] == owner[pair[1]]}
    told = pairs_of(resolve(found, together).people)
    assert told <= truth
    assert len(told) / len(truth) >= 0.9


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_identities_come_makes_no_difference(order: int) -> None:
    found: list[Identity] = [ANN, HOME, identity("bob@gmail.com", "Bob Hale"), identity("r@x.example", "Robert Hale")]
    assert joined(resolve(found[::order]).people) == joined(resolve(found).people)
