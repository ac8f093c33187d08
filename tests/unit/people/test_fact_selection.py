"""What a card shows of many facts: the owner's word first, then belief, whatever came in which order."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.contracts.people.facts import Fact, FactSource, FactState
from services.people.fact_selection import RankedValue, ranked, shown

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WHO = UUID(int=1)


def fact(
    value: str, source: str = "hunter", *, field: str = "title", days: float = 0, confidence: float = 0.9,
    expires: float | None = None, state: FactState = FactState.ACTIVE, ref: str = "",
) -> Fact:  # fmt: skip
    """Told `days` ago; expires `expires` days from now."""
    return Fact(
        identity_id=WHO, field=field, value=value, source=source, source_ref=ref, at=NOW - timedelta(days),
        confidence=confidence, expires_at=None if expires is None else NOW + timedelta(expires), state=state,
    )  # fmt: skip


def values(*facts: Fact) -> list[str]:
    return [one.value for one in ranked(facts, NOW)]


def on_card(*facts: Fact) -> list[str]:
    return [one.value for one in shown(facts, NOW)]


OWNER = FactSource.OWNER


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (fact("typed", OWNER, days=9000, confidence=0), fact("signed", FactSource.SIGNATURE, state=FactState.LOCKED)),
        (fact("typed", OWNER, expires=-1), fact("signed", FactSource.SIGNATURE)),
        (fact("typed later", OWNER, days=1), fact("typed", OWNER, days=2)),
        (fact("locked", days=900, expires=-1, state=FactState.LOCKED), fact("signed", FactSource.SIGNATURE)),
        (fact("stands", confidence=0.1), fact("has expired", FactSource.SIGNATURE, expires=0)),
        (fact("signed", FactSource.SIGNATURE), fact("gathered")),
        (fact("sure", confidence=0.9), fact("unsure", confidence=0.8)),
        (fact("new job", confidence=0.8), fact("old job", confidence=0.9, days=900)),
        (fact("newer", days=1, confidence=0), fact("a", days=2, confidence=0)),
        (fact("a"), fact("b")),
    ],
    ids=lambda one: one.value,
)
def test_the_first_is_shown_before_the_second(first: Fact, second: Fact) -> None:
    assert values(first, second) == values(second, first) == [first.value, second.value]
    assert on_card(second, first) == [first.value]


def test_several_who_agree_are_believed_before_one_who_does_not_and_each_counts_once() -> None:
    alone = fact("Engineer", FactSource.SIGNATURE)
    agree = [
        fact("Chief  Engineer ", "hunter", confidence=0.8),
        fact("chief engineer", "apollo"),
        fact("Chief Engineer", "pdl"),
    ]
    assert on_card(alone, *agree) == ["Chief Engineer"]  # capitals come before small letters
    repeated = [fact("Chief Engineer", "hunter", ref=str(count)) for count in range(20)]
    assert on_card(alone, *repeated) == ["Engineer"]


def test_an_expired_fact_supports_nobody_while_another_stands() -> None:
    (found,) = ranked([fact("CTO", expires=-1), fact("CTO", "apollo", confidence=0.5)], NOW)
    (alone,) = ranked([fact("CTO", "apollo", confidence=0.5)], NOW)
    assert found.belief == alone.belief
    assert found.facts[0].source == "apollo"
    assert not found.expired


def test_a_rejected_value_is_not_shown_again_unless_the_owner_types_it() -> None:
    no = fact("Acme Ltd", field="company", state=FactState.REJECTED)
    again = [fact("ACME  ltd", source, field="company") for source in ("apollo", "pdl", FactSource.SIGNATURE)]
    assert on_card(no, *again) == []
    assert on_card(no, *again, fact("Other", "x", field="company", confidence=0.1)) == ["Other"]
    assert on_card(no, fact("Acme Ltd", field="company", state=FactState.LOCKED)) == []
    assert on_card(no, fact("acme ltd", OWNER, field="company")) == ["acme ltd"]


def test_what_is_superseded_or_empty_is_nothing() -> None:
    assert on_card(fact("was", state=FactState.SUPERSEDED), fact("was", OWNER, state=FactState.SUPERSEDED)) == []
    assert on_card(fact("  "), fact("CTO", confidence=0.1)) == ["CTO"]


def test_a_field_that_the_owner_emptied_stays_empty() -> None:
    assert on_card(fact("", OWNER, days=5), fact("CTO", FactSource.SIGNATURE)) == []
    assert on_card(fact("", OWNER, days=5), fact("CTO", OWNER)) == ["CTO"]


def test_a_field_of_many_values_shows_them_all_in_order() -> None:
    phones = [
        fact("+44 20 7946 0018", field="phone"),
        fact("+44 (0)20 7946 0999", OWNER, field="phone"),
        fact("+442079460018", FactSource.SIGNATURE, field="phone"),
    ]
    assert on_card(*phones) == ["+44 (0)20 7946 0999", "+442079460018"]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("url", "https://www.Example.com/", "http://example.com"),
        ("handle", "github:Octocat", "github:octocat"),
        ("name", "Zoë  Ａ", "Zoe\u0308 A"),
        ("phone", "+1 (555) 010-0199", "+15550100199"),
    ],
)
def test_spelled_differently_and_the_same(field: str, one: str, other: str) -> None:
    assert len(ranked([fact(one, field=field), fact(other, "apollo", field=field)], NOW)) == 1


def drawn(seed: int) -> list[Fact]:
    """Facts of one field with few values, sources and times, so that all kinds of ties and quarrels are among them."""
    draw = random.Random(seed)
    return [
        fact(
            draw.choice(["CTO", "cto", "Engineer", "engineer ", "Chef", ""]),
            draw.choice([OWNER, *FactSource, "hunter", "apollo", "pdl"]),
            field="phone" if seed % 3 == 0 else "title",
            days=draw.choice([0, 0, 1, 400, 9000]),
            confidence=draw.choice([0, 0.3, 0.9, 1]),
            expires=draw.choice([None, None, -1, 0, 1]),
            state=draw.choices(list(FactState), [6, 1, 1, 1])[0],
            ref=str(draw.randrange(3)),
        )
        for _ in range(draw.randrange(9))
    ]


def always(seed: int, order: tuple[RankedValue, ...], facts: list[Fact]) -> None:
    """The order in which facts come is nothing."""
    mixed = facts[:]
    random.Random(-seed).shuffle(mixed)
    assert ranked(mixed, NOW) == order


def not_again(seed: int, order: tuple[RankedValue, ...], facts: list[Fact]) -> None:
    """Rejecting what is shown hides it and changes nothing of what is below."""
    if order and not order[0].own:
        gone = order[0].facts[0]
        after = ranked([replace(one, state=FactState.REJECTED) if one == gone else one for one in facts], NOW)
        assert {one.value for one in after} == {one.value for one in order[1:]}


def typed(seed: int, order: tuple[RankedValue, ...], facts: list[Fact]) -> None:
    """What the owner types now is shown, and stays so whatever vendors say later."""
    mine = fact("Mine", OWNER, field=facts[0].field if facts else "title", days=-1)
    assert ranked([*facts, mine], NOW)[0].value == "Mine"
    later = [replace(one, at=NOW + timedelta(99), confidence=1) for one in facts if one.source != OWNER]
    assert ranked([*facts, mine, *later], NOW)[0].value == "Mine"


def agreed(seed: int, order: tuple[RankedValue, ...], facts: list[Fact]) -> None:
    """One more who agrees, and says nothing newer, never moves a value down."""
    if order and order[0].value:
        first = order[0].facts[0]
        more = replace(first, source="wikidata", at=min(one.at for one in facts), state=FactState.ACTIVE)
        assert ranked([*facts, more], NOW)[0].value.casefold().strip() == first.value.casefold().strip()


def bounded(seed: int, order: tuple[RankedValue, ...], facts: list[Fact]) -> None:
    """Belief is in 0..1; nothing is shown twice, and nothing that nobody said."""
    assert all(0 <= one.belief <= 1 for one in order)
    told = [one for value in order for one in value.facts]
    assert len(told) == len([one for one in facts if one in told])
    assert not [one for one in told if one.state in (FactState.REJECTED, FactState.SUPERSEDED)]


@pytest.mark.parametrize("rule", [always, not_again, typed, agreed, bounded])
def test_it_holds_for_whatever_facts(rule: Callable[[int, tuple[RankedValue, ...], list[Fact]], None]) -> None:
    for seed in range(1, 301):
        facts = drawn(seed)
        try:
            rule(seed, ranked(facts, NOW), facts)
        except AssertionError as error:
            error.add_note(f"seed {seed}")
            raise


def test_nothing_changes_by_the_mere_passing_of_time() -> None:
    for seed in range(1, 100):
        facts = [one for one in drawn(seed) if one.expires_at is None]
        assert ranked(facts, NOW) == ranked(facts, NOW + timedelta(5000))
