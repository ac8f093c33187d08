"""An answer replaces what the same source said before, and nothing that the owner set."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from integrations.enrichment.source import About, Answer, Found, Terms
from models.contracts.people.fact_selection import ranked
from models.contracts.people.facts import Fact, FactSource, FactState
from services.enrichment.aggregation import Change, change, facts_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WHO = UUID(int=1)
TERMS = Terms("Data from a vendor", "https://vendor.example", 30 * DAY)


def facts(*found: Found, days: float = 0) -> tuple[Fact, ...]:
    return facts_of(Answer(found), About.PERSON, WHO, "hunter", TERMS, NOW + days * DAY)


def title(value: str, confidence: float = 0.8, seen: datetime | None = None) -> Found:
    return Found(About.PERSON, "title", value, confidence, "https://vendor.example/ada", seen)


def states(told: Change) -> dict[str, FactState]:
    return {one.value: one.state for one in (*told.told, *told.superseded)}


def test_an_answer_is_facts_with_their_source_their_time_and_the_vendors_terms() -> None:
    seen = NOW - 100 * DAY
    company = Found(About.COMPANY, "name", "Acme", 0.8)
    assert facts(title("CTO", seen=seen), company) == (
        Fact(
            identity_id=WHO, field="title", value="CTO", source="hunter", source_ref="https://vendor.example/ada",
            at=seen, confidence=0.8, expires_at=NOW + 30 * DAY,
        ),
    )  # fmt: skip
    [about] = facts_of(Answer((company,)), About.COMPANY, WHO, "hunter", replace(TERMS, keep=None), NOW)
    assert (about.value, about.at, about.expires_at) == ("Acme", NOW, None)


def test_a_value_is_told_once_and_nobody_has_seen_the_future() -> None:
    [told] = facts(title("CTO", 0.5), title(" cto", 0.9, NOW + DAY), title("CTO", 0.1))
    assert (told.value, told.confidence, told.at) == (" cto", 0.9, NOW)


def test_what_a_source_no_longer_says_is_superseded_and_what_it_says_again_is_renewed() -> None:
    known = facts(title("CTO"), title("Engineer"))
    told = change(known, facts(title("CTO"), title("CEO"), days=9))

    assert states(told) == {"CTO": FactState.ACTIVE, "CEO": FactState.ACTIVE, "Engineer": FactState.SUPERSEDED}
    assert {one.at for one in told.told} == {NOW + 9 * DAY}
    back = change([*told.told, *told.superseded], facts(title("Engineer")))
    assert states(back) == {"Engineer": FactState.ACTIVE, "CTO": FactState.SUPERSEDED, "CEO": FactState.SUPERSEDED}
    assert states(change(known, facts())) == dict.fromkeys(("CTO", "Engineer"), FactState.SUPERSEDED)


@pytest.mark.parametrize("state", [FactState.LOCKED, FactState.REJECTED])
def test_what_the_owner_said_of_a_fact_stays(state: FactState) -> None:
    [known] = facts(title("CTO"))
    known = replace(known, state=state)

    assert states(change([known], facts(title("cto ")))) == {"cto ": state}
    assert change([known], facts(title("CEO"))).superseded == ()


def test_whatever_a_source_says_the_owners_word_is_shown_and_twice_the_same_changes_nothing() -> None:
    for seed in range(200):
        draw = random.Random(seed)
        mine = replace(facts(title("Mine"))[0], source=FactSource.OWNER, at=NOW - 900 * DAY)
        known: tuple[Fact, ...] = ()
        for round_ in range(4):
            found = [title(draw.choice("ABCabc"), draw.random()) for _ in range(draw.randrange(4))]
            answer = facts(*found, days=round_)
            told = change(known, answer)
            known = (*told.told, *told.superseded, *[one for one in known if not _among(one, told)])
            known = tuple(replace(one, state=draw.choice([one.state, FactState.REJECTED])) for one in known)
            again = change(known, answer)
            assert again.superseded == ()
            assert {one.state for one in again.told} <= {FactState.ACTIVE, FactState.REJECTED}
            assert ranked([mine, *known], NOW + 99 * DAY)[0].facts[0] == mine


def _among(fact: Fact, told: Change) -> bool:
    return fact.value.casefold() in {one.value.casefold() for one in (*told.told, *told.superseded)}
