"""Kith's own table is read back as it was written, whatever people are called and noted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api.people_examples import CONTACT
from api.people_fields import CustomField, Name, Text, Url
from models.contracts.people.address_books import FileFormat
from models.contracts.people.by_hand import CUSTOM, labelled
from models.contracts.people.export import ExportedContact
from services.mime.address_syntax import is_address, one_form
from services.mime.vcards import Card
from services.people.address_book import csv_head, csv_line
from services.people.importing.columns import recognised
from services.people.importing.rows import card_of
from services.people.importing.tables import read_table

_ODD = st.sampled_from(
    [
        *("=1+1", "'=1", "''@x", "+49", "-", "\tx", "'", '"q"', "a,b;c|d", "a ::: b"),
        *(":::", "::::", "a\n:::\nb", "x\r\ny", "a\u2028b", "\ufeffx", "\x80", "ſent", "名前"),
        *("Title", "Notes (own field)", "notes", "Strength", "Column 5", "ida@north.example", "E-mail 1 - Value"),
    ]
)
_WORDS = st.one_of(
    _ODD, st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.builds("{}{}".format, _ODD, _ODD)
)


def typed(kind: Any, words: st.SearchStrategy[str] = _WORDS) -> st.SearchStrategy[str]:
    """What somebody may type into such a field, as it is kept."""
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    def kept(text: str) -> str:
        try:
            return adapter.validate_python(text)
        except ValidationError:
            return ""

    return words.map(kept).filter(bool)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(values, max_size=3, unique=True)


_LABELS = typed(CustomField.model_fields["label"].rebuild_annotation())
_VALUES = typed(CustomField.model_fields["value"].rebuild_annotation())
_ADDRESSES = (
    st.one_of(
        st.sampled_from(
            ["ida@north.example", "=ida@north.example", "'+i@x.example", "o'hara@x.example", '"a b;,"@x.example']
        ),
        st.emails(),
    )
    .map(one_form)
    .filter(is_address)
)
_URLS = typed(
    Url,
    st.sampled_from(["https://a.example/x?y=1,2", "http://localhost/=", "https://a.example/a b", "http://é.example"]),
)
_PHONES = st.sampled_from(["+49301234567", "+3531234567", "030 99 17"])
_PEOPLE = st.fixed_dictionaries(
    {
        "name": typed(Name),
        "title": st.one_of(st.none(), typed(Name)),
        "company": st.one_of(st.none(), typed(Name)),
        "addresses": several(_ADDRESSES),
        "phone": several(_PHONES),
        "url": several(_URLS),
        "location": st.lists(typed(Name), max_size=1),
        "note": several(typed(Text)),
        "address": several(typed(Name)),
        "birthday": st.sampled_from([[], ["1985-04-12"], ["--02-29"]]),
        "handle": several(st.sampled_from(["linkedin:ida", "x:=ida"])),
        CUSTOM: st.lists(st.builds(labelled, _LABELS, _VALUES), max_size=4, unique=True),
    }
)


def read(people: Sequence[ExportedContact], labels: Sequence[str]) -> list[Card]:
    table = read_table(csv_head(labels) + b"".join(csv_line(one, labels) for one in people))
    found, targets = recognised(table)
    assert found is FileFormat.KITH
    return [card_of(table, row, targets) for row in table.rows]


def exported(person: Mapping[str, Any]) -> ExportedContact:
    contact = replace(
        CONTACT, **{key: person[key] for key in ("name", "title", "company")}, first_at=None, last_at=None
    )
    card = {key: person[key] for key in person.keys() - {"name", "title", "company", "addresses"}}
    return ExportedContact(contact=contact, addresses=person["addresses"] or [""], card=card)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PEOPLE, min_size=1, max_size=3))
def test_what_is_written_is_read_back(people: list[dict[str, Any]]) -> None:
    labels = sorted({text.partition("\n")[0] for person in people for text in person[CUSTOM]})
    cards = read([exported(person) for person in people], labels)
    assert len(cards) == len(people)
    for card, person in zip(cards, people, strict=True):
        assert card.problems == []
        assert card.addresses == person["addresses"]
        wanted = {key: [value] if isinstance(value, str) else value for key, value in person.items() if value}
        got = {**card.values, "addresses": card.addresses} if card.addresses else dict(card.values)
        for values in (wanted, got):  # of fields of one's own, the order of columns is that of their names
            values[CUSTOM] = sorted(values.get(CUSTOM, []))
        assert got == wanted
