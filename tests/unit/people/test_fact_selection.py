"""What a card shows of many facts: the owner's word first, then belief, whatever came in which order."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contracts.people.fact_selection import ranked, shown
from models.contracts.people.facts import Fact, FactSource, FactState

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WHO = UUID(int=1)
EXAMPLES = 50


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


def _facts(field: str) -> st.SearchStrategy[list[Fact]]:
    """Of one field, with few values, sources and times, so that ties and quarrels of all kinds are among them."""
    one = st.builds(
        fact,
        st.sampled_from(["CTO", "cto", "Engineer", "engineer ", "Chef", ""]),
        st.sampled_from([OWNER, OWNER, *FactSource, "hunter", "apollo", "pdl"]),
        field=st.just(field),
        days=st.sampled_from([0, 1, 400]) | st.floats(0, 9000),
        confidence=st.sampled_from([0, 0.3, 0.9, 1]) | st.floats(0, 1),
        expires=st.sampled_from([None, None, -1, 0, 1]),
        state=st.sampled_from([FactState.ACTIVE, FactState.ACTIVE, *FactState]),
        ref=st.sampled_from("ab"),
    )
    return st.lists(one, max_size=8)


FACTS = st.sampled_from(["title", "phone"]).flatmap(_facts)


def order_is_nothing(facts: list[Fact], mixing: random.Random) -> None:
    """In whichever order facts come, the same is shown."""
    mixed = facts[:]
    mixing.shuffle(mixed)
    assert ranked(mixed, NOW) == ranked(facts, NOW)


def rejected_is_gone(facts: list[Fact], _: random.Random) -> None:
    """Rejecting what is shown hides it, and changes nothing of what is below."""
    order = ranked(facts, NOW)
    if order and not order[0].own:
        gone = order[0].facts[0]
        after = ranked([replace(one, state=FactState.REJECTED) if one == gone else one for one in facts], NOW)
        assert {one.value for one in after} == {one.value for one in order[1:]}


def typed_is_shown(facts: list[Fact], _: random.Random) -> None:
    """What the owner types now is shown, and stays so whatever others say later."""
    mine = fact("Mine", OWNER, field=facts[0].field if facts else "title", days=-1)
    later = [replace(one, at=NOW + timedelta(99), confidence=1) for one in facts if one.source != OWNER]
    assert ranked([*facts, mine], NOW)[0].value == "Mine"
    assert ranked([*facts, mine, *later], NOW)[0].value == "Mine"


def agreement_never_harms(facts: list[Fact], _: random.Random) -> None:
    """One more who agrees with what is shown, and says nothing newer, leaves it there."""
    order = ranked(facts, NOW)
    if order and order[0].value:
        first = order[0].facts[0]
        more = replace(first, source="wikidata", at=min(one.at for one in facts), state=FactState.ACTIVE)
        assert ranked([*facts, more], NOW)[0].value.casefold().strip() == first.value.casefold().strip()


def nothing_is_made_up(facts: list[Fact], _: random.Random) -> None:
    """Belief is in 0..1; each fact is behind one value, and none that was rejected or superseded is."""
    order = ranked(facts, NOW)
    assert all(0 <= one.belief <= 1 for one in order)
    told = [one for value in order for one in value.facts]
    assert len(told) == len([one for one in facts if one in told])
    assert not [one for one in told if one.state in (FactState.REJECTED, FactState.SUPERSEDED)]


def time_alone_changes_nothing(facts: list[Fact], _: random.Random) -> None:
    """What is shown changes when a fact expires, and not because a day has passed."""
    lasting = [replace(one, expires_at=None) for one in facts]
    assert ranked(lasting, NOW) == ranked(lasting, NOW + timedelta(5000))


@pytest.mark.parametrize(
    "rule",
    [
        order_is_nothing,
        rejected_is_gone,
        typed_is_shown,
        agreement_never_harms,
        nothing_is_made_up,
        time_alone_changes_nothing,
    ],
)
def test_it_holds_for_whatever_facts(rule: Callable[[list[Fact], random.Random], None]) -> None:
    bounds = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    bounds(given(FACTS, st.randoms(use_true_random=False))(rule))()
