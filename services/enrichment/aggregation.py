"""A source's answer becomes facts: they replace what the same source said before, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from integrations.enrichment.source import About, Answer, Terms
from models.contracts.people.fact_selection import comparable
from models.contracts.people.facts import Fact, FactState
from services.enrichment.freshness import keep_until


@dataclass(frozen=True)
class Change:
    """What is to be stored of an answer: `told` anew or once more, and `superseded`, which it no longer says."""

    told: tuple[Fact, ...]
    superseded: tuple[Fact, ...]


def facts_of(
    answer: Answer, about: About, identity_id: UUID, source: str, terms: Terms, asked_at: datetime
) -> tuple[Fact, ...]:
    """What an answer says of a person or a company, each value once, with its best confidence.

    `at` is when the source saw it, where it says so, and never later than it was asked.
    """
    best: dict[tuple[str, str], Fact] = {}
    for found in answer.found:
        fact = Fact(
            identity_id=identity_id,
            field=found.field,
            value=found.value,
            source=source,
            source_ref=found.url or "",
            at=min(found.at or asked_at, asked_at),
            confidence=found.confidence,
            expires_at=keep_until(asked_at, terms.keep),
        )
        key = _key(fact)
        if found.about is about and (key not in best or fact.confidence > best[key].confidence):
            best[key] = fact
    return tuple(best.values())


def change(known: Iterable[Fact], told: Iterable[Fact]) -> Change:
    """Compare what is known from one source about one identity with its newest answer, whole.

    What the owner said of a fact stays: what is locked or rejected keeps its state where it is told again, and is left
    alone where it is not. What was superseded and is told again is active again.
    """
    before = {_key(fact): fact for fact in known}
    after = {_key(fact): fact for fact in told}
    kept = {FactState.LOCKED, FactState.REJECTED}
    return Change(
        tuple(
            replace(fact, state=before[key].state) if key in before and before[key].state in kept else fact
            for key, fact in after.items()
        ),
        tuple(
            replace(fact, state=FactState.SUPERSEDED)
            for key, fact in before.items()
            if key not in after and fact.state is FactState.ACTIVE
        ),
    )


def _key(fact: Fact) -> tuple[str, str]:
    return fact.field, comparable(fact.field, fact.value)
