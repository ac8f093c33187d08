"""What is shown of those who are asked about is what is so of labelled pairs; only one of several can be right."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.asked import Shown, shown
from bench.people import SETS
from bench.people_set.reading import HERE, mails, persons
from bench.resolution import labelled
from services.people.resolution.calibration import probability
from services.people.resolution.resolve import resolve
from services.people.resolution.weights import MERGE_BITS
from services.people.suggestions import rivals_of
from tests.unit.people.resolution.builders import identity


@pytest.fixture(scope="module")
def asked() -> list[Shown]:
    found: list[Shown] = []
    for name in SETS:
        by_hand = mails(HERE / ("mails.txt" if name == SETS[0] else f"{name}_mails.txt"))
        identities, together, owner = labelled(persons(HERE / f"{name}.txt"), by_hand)
        found += shown(resolve(identities, together), owner)
    return found


def test_as_many_are_one_as_is_shown(asked: list[Shown]) -> None:
    assert len(asked) >= 15
    for low, high in ((0.0, 1.01), (0.0, 0.2), (0.2, 1.01)):
        band = [one for one in asked if low <= one[0] < high]
        told, true = sum(it for it, _ in band), sum(is_one for _, is_one in band)
        chance = sqrt(sum(it * (1 - it) for it, _ in band))  # a standard deviation
        assert abs(told - true) <= 2 * chance, (low, high, told, true)
    assert not any(told >= 0.9 and not is_one for told, is_one in asked)


def test_a_name_alone_is_never_shown_as_sure() -> None:
    twins = [
        identity("daniel.reyes@sierra.example", "Daniel Reyes", years=(2020, 2022), title="Agronomist"),
        identity("daniel.reyes@longshore.example", "Daniel Reyes", years=(2023, 2026), title="Fleet Manager"),
    ]
    (pair,) = resolve(twins).suggestions
    assert pair.bits > 6, "by its score alone it would be 99 in 100"
    assert probability(pair.bits) < 0.5
    assert probability(MERGE_BITS) < 0.5, "what is surer is joined, where nothing else stands against it"


def test_only_one_of_several_can_be_right() -> None:
    pairs = [("a", "b", 9.0), ("a", "c", 9.0), ("b", "d", 3.0)]
    ids = {name: identity(f"{name}@x.example").id for name in "abcd"}
    rivals = rivals_of([(ids[one], ids[other], bits) for one, other, bits in pairs])
    assert rivals[ids["a"], ids["b"]] == [(9.0, 0.0), (3.0, 0.0)]
    assert probability(9.0, [(9.0, 0.0)]) < probability(9.0, [(9.0, 0.9)]) < probability(9.0), "all may be one"
    three = rivals_of([(ids[one], ids[other], 9.0) for one, other in ("ab", "ac", "bc")])
    assert three[ids["a"], ids["b"]] == [(9.0, probability(9.0))] * 2


@given(st.lists(st.floats(-20, 40), min_size=1, max_size=6))
def test_of_rivals_all_together_are_no_more_than_one(bits: list[float]) -> None:
    rivals = [(one, 0.0) for one in bits]
    shares = [probability(one, rivals[:number] + rivals[number + 1 :]) for number, one in enumerate(bits)]
    assert all(0 <= one <= 1 for one in shares)
    assert sum(shares) <= 1 + 1e-9
