"""Fields of vendors' JSON that are unknown, missing or odd are not there."""

from datetime import UTC, datetime

from integrations.enrichment.shapes import at, day, facts, listed, number, place, text
from integrations.enrichment.source import About, Found


def test_what_is_there_is_read() -> None:
    assert text({"person": {"name": "  Ada\n Marlow\0 "}}, "person", "name") == "Ada Marlow"
    assert text({"founded": 1998}, "founded") == "1998"
    assert listed({"emails": ["a"]}, "emails") == ["a"]


def test_what_is_not_there_is_nothing() -> None:
    oddities: tuple[object, ...] = (
        None,
        [],
        "text",
        7,
        {"person": None},
        {"person": ["name"]},
        {"person": {"name": {"full": "Ada"}}},
    )
    for odd in oddities:
        assert text(odd, "person", "name") == ""
        assert listed(odd, "person", "name") == []
    assert text({"active": True}, "active") == ""
    assert at({"a": 1}, "a", "b") is None
    for odd in (None, "soon", True, "nan", "inf", [], ""):
        assert number({"score": odd}, "score") is None
        assert day({"seen": odd}, "seen") is None


def test_numbers_days_and_places() -> None:
    assert (number({"score": "0.5"}, "score"), number({"score": 3}, "score")) == (0.5, 3)
    assert day({"seen": "2026-09-30T12:00:00Z"}, "seen") == datetime(2026, 9, 30, tzinfo=UTC)
    assert place("Berlin", "Berlin", "", "Germany") == "Berlin, Germany"


def test_a_fact_is_told_once_and_only_where_it_says_something() -> None:
    said = [("name", "Ada"), ("title", ""), ("name", "Ada")]

    assert facts(About.PERSON, said, 0.5, "https://kith.example") == (
        Found(About.PERSON, "name", "Ada", 0.5, "https://kith.example"),
    )
