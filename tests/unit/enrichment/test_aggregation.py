"""An answer as facts: each value once, dated, with the vendor's terms."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from integrations.enrichment.source import About, Answer, Found, Terms
from models.contracts.people.facts import Fact
from services.enrichment.aggregation import facts_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WHO = UUID(int=1)
TERMS = Terms("Data from a vendor", "https://vendor.example", 30 * DAY)


def facts(*found: Found, days: float = 0) -> tuple[Fact, ...]:
    return facts_of(Answer(found), About.PERSON, WHO, "hunter", TERMS, NOW + days * DAY)


def title(value: str, confidence: float = 0.8, seen: datetime | None = None) -> Found:
    return Found(About.PERSON, "title", value, confidence, "https://vendor.example/ada", seen)


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
