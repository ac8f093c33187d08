"""Persons of the People API as cards: what is not as documented is not there."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from services.people.google_persons import card_of, is_deleted, written_at

NOW = datetime(2026, 11, 27, tzinfo=UTC)
_KEYS = st.sampled_from(["value", "date", "year", "month", "day", "metadata", "updateTime", "sources"])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5_000) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner),
    max_leaves=10,
)
_FIELDS = st.sampled_from(
    (
        *("names", "emailAddresses", "phoneNumbers", "organizations", "addresses", "urls", "birthdays"),
        *("biographies", "photos", "metadata", "resourceName"),
    )
)
_ENTRIES = st.lists(st.dictionaries(_KEYS, _VALUES, max_size=3), max_size=3)


def test_what_is_primary_comes_first_and_a_default_photo_is_none() -> None:
    card = card_of(
        {
            "resourceName": "people/c1",
            "names": [{"displayName": "Ida"}, {"displayName": "Ida O.", "metadata": {"primary": True}}],
            "emailAddresses": [{"value": "no address"}, {"value": "A@x.example"}],
            "photos": [{"url": "https://lh3.example/x", "default": True}],
            "addresses": [{"formattedValue": "Kornstr. 5\n28201 Bremen"}],
            "biographies": [{"value": "Likes rye."}],
            "urls": [{"value": "x.example/ida"}],
        }
    )
    assert (card.uid, card.addresses) == ("people/c1", ["a@x.example"])
    assert card.values == {
        "name": ["Ida O."],
        "address": ["Kornstr. 5, 28201 Bremen"],
        "note": ["Likes rye."],
        "url": ["https://x.example/ida"],
    }


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_FIELDS, _VALUES | _ENTRIES))
def test_whatever_comes_it_is_read(person: dict[str, object]) -> None:
    card = card_of(person)
    assert all(value for values in card.values.values() for value in values)
    assert isinstance(is_deleted(person), bool)
    assert written_at(person, NOW).tzinfo is not None
