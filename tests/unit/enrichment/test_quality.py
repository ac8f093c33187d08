"""How much is known and how well; when a source is worth asking again."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.contracts.people.fact_selection import ranked
from models.contracts.people.facts import Fact, FactSource, FactState
from services.enrichment.freshness import ask_again_at, keep_until, refresh_after
from services.enrichment.quality import WEIGHTS, Quality, certainty, quality

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = 365 * DAY


def fact(field: str, value: str, source: str = "hunter", days: float = 0, **more: object) -> Fact:
    told = {"confidence": 0.9, **more}
    return Fact(
        identity_id=UUID(int=1), field=field, value=value, source=source, source_ref="", at=NOW - days * DAY, **told  # type: ignore[arg-type]
    )  # fmt: skip


def of(*facts: Fact) -> Quality:
    fields = {one.field for one in facts}
    return quality({name: ranked([one for one in facts if one.field == name], NOW) for name in fields}, NOW)


def sure(*facts: Fact) -> float:
    return certainty(facts[0].field, ranked(facts, NOW), NOW)


def test_nothing_is_nothing_and_all_that_the_owner_typed_is_everything() -> None:
    nothing = of()
    assert (nothing.completeness, nothing.score, nothing.missing) == (0, 0, tuple(WEIGHTS))
    everything = of(*(fact(field, "x", FactSource.OWNER, days=5000) for field in WEIGHTS))
    assert (everything.completeness, everything.score) == (1, 1)
    assert everything.missing == everything.disputed == ()


def test_a_field_that_the_owner_emptied_is_complete() -> None:
    assert of(fact("title", "", FactSource.OWNER)).missing == tuple(field for field in WEIGHTS if field != "title")
    assert sure(fact("title", "", FactSource.OWNER), fact("title", "CTO")) == 1


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([fact("title", "CTO", FactSource.SIGNATURE)], [fact("title", "CTO")]),
        ([fact("title", "CTO", days=10)], [fact("title", "CTO", days=900)]),
        ([fact("title", "CTO")], [fact("title", "CTO", expires_at=NOW - DAY)]),
        ([fact("title", "CTO"), fact("title", "CTO", "apollo")], [fact("title", "CTO")]),
        ([fact("title", "CTO")], [fact("title", "CTO"), fact("title", "CEO", "apollo")]),
        ([fact("title", "CTO", state=FactState.LOCKED)], [fact("title", "CTO", FactSource.SIGNATURE)]),
        ([fact("title", "CTO")], [fact("title", "CTO", state=FactState.REJECTED)]),
        ([fact("phone", "+1"), fact("phone", "+2", "apollo")], [fact("phone", "+1", confidence=0.8)]),
    ],
)
def test_what_is_more_certain(better: list[Fact], worse: list[Fact]) -> None:
    assert 1 >= sure(*better) > sure(*worse) >= 0


def test_two_who_quarrel_are_half_believed_each_and_an_expired_one_does_not_speak_against() -> None:
    two = [fact("title", "CTO"), fact("title", "CEO", "apollo")]
    assert sure(*two) == pytest.approx(sure(two[0]) / 2)
    assert of(*two).disputed == ("title",)
    assert sure(two[0], fact("title", "CEO", "apollo", expires_at=NOW)) == pytest.approx(sure(two[0]))
    assert of(two[0], fact("title", "CEO", FactSource.OWNER)).disputed == ()


def test_scores_are_in_bounds_whatever_the_facts() -> None:
    for seed in range(300):
        draw = random.Random(seed)
        facts = [
            fact(
                draw.choice([*WEIGHTS, "note"]), draw.choice(["a", "b", ""]), draw.choice([*FactSource, "hunter", "x"]),
                days=draw.uniform(-10, 4000), confidence=draw.random(), state=draw.choice(list(FactState)),
                expires_at=draw.choice([None, NOW - DAY, NOW + DAY]),
            )
            for _ in range(draw.randrange(25))
        ]  # fmt: skip
        told = of(*facts)
        assert 0 <= told.score <= told.completeness <= 1
        mixed = facts[:]
        draw.shuffle(mixed)
        assert of(*mixed) == told
        if told.missing:  # one more field is more
            assert of(*facts, fact(told.missing[0], "new")).score > told.score


def test_what_grows_old_faster_is_asked_sooner() -> None:
    assert refresh_after("title") == YEAR / 2
    assert refresh_after("name") == refresh_after("phone") == YEAR
    assert ask_again_at(NOW, {"name", "title"}, set()) == NOW + YEAR / 2
    assert ask_again_at(NOW, {"name", "title"}, {"title"}) == NOW + YEAR


def test_nobody_asks_for_what_the_owner_settled() -> None:
    assert ask_again_at(NOW, {"title"}, {"title", "company"}) is None
    assert ask_again_at(NOW, {"title"}, {"title"}, keep=30 * DAY) is None


def test_a_vendors_terms_and_word_come_first() -> None:
    assert ask_again_at(NOW, {"name"}, set(), keep=30 * DAY) == NOW + 27 * DAY
    assert keep_until(NOW, 30 * DAY) == NOW + 30 * DAY
    assert keep_until(NOW, None) is None
    assert ask_again_at(NOW, set(), set(), again_in=timedelta(minutes=2)) == NOW + timedelta(minutes=2)


def test_nothing_is_remembered_too() -> None:
    assert ask_again_at(NOW, set(), set()) == ask_again_at(NOW, set(), set(), keep=30 * DAY) == NOW + 90 * DAY
