"""Who is told apart by names alone is so whatever else is known."""

from collections import Counter
from dataclasses import replace

import pytest

from bench.resolution_scale import crowd
from services.people.resolution.candidates import blocks, pairs
from services.people.resolution.identity import Outcome, Together
from services.people.resolution.keys import keys, terms
from services.people.resolution.profile import profile_of
from services.people.resolution.rarity import Frequencies
from services.people.resolution.score import margin, score
from services.people.resolution.sketch import profile_in_short, sketch

MET = [Together(), Together(answered=3), Together(same=1), Together(same=2, there=1, back=1)]


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("total", [1, 100_000])
def test_nothing_makes_a_question_of_those_who_are_far(total: int, *, signed: bool) -> None:
    identities, _ = crowd(600)
    if signed:
        identities = [
            replace(one, titles=frozenset(["Engineer"]), companies=frozenset(["Northwind Trading"]), wrote=n % 4)
            for n, one in enumerate(identities)
        ]
    profiles = {one.id: profile_of(one) for one in identities}
    counts = Counter(term for one in profiles.values() for term in terms(one))
    rarity = Frequencies(max(total, len(profiles)), counts)
    sketched = {one: profile_in_short(one, sketch(profile)) for one, profile in profiles.items()}
    compared = pairs(blocks({key: keys(one) for key, one in profiles.items()}))
    far = [pair for pair in compared if margin(sketched[pair[0]], sketched[pair[1]], rarity) < 0]
    assert 0 < len(far) < len(compared)
    for one, other in far:
        for met in MET:
            assert score(profiles[one], profiles[other], rarity, met).outcome is Outcome.NOTHING
