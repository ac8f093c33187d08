"""A source's answer as facts: what `services.people.facts.tell` puts in the place of what it said before."""

from datetime import datetime
from uuid import UUID

from integrations.enrichment.source import About, Answer, Terms
from models.contracts.people.fact_selection import comparable
from models.contracts.people.facts import Fact
from services.enrichment.freshness import keep_until


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


def _key(fact: Fact) -> tuple[str, str]:
    return fact.field, comparable(fact.field, fact.value)
