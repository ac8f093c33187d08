"""The lines of a table as cards: what a person said of its columns decides."""

import re
from collections.abc import Sequence

from models.contracts.people.address_books import ColumnTarget
from models.contracts.people.by_hand import labelled
from services.mime.address_syntax import is_address, one_form
from services.mime.signature_fields.networks import site_or_handle
from services.mime.vcards import MOST_VALUES, Card, CardProblem, day_of, web_page
from services.people.importing.tables import Row, Table
from services.people.table_cells import label_of, taken_apart, unquoted

_T = ColumnTarget
_SEVERAL = re.compile(r" ::: |\n")  # Google's, and Kith's own
_ADDRESSES = re.compile(r" ::: |[\s;,]+")
_WHOLE = {_T.NAME, _T.GIVEN_NAME, _T.FAMILY_NAME, _T.COMPANY, _T.TITLE, _T.LOCATION}
_LONGEST_LABEL = 60  # characters
_PARTS = (_T.STREET, _T.CITY, _T.REGION, _T.POSTAL_CODE, _T.COUNTRY)


def card_of(table: Table, row: Row, targets: Sequence[ColumnTarget | None]) -> Card:
    """Whom a line tells of."""
    card = Card(row.line)
    middle = ""
    places: dict[str, dict[ColumnTarget, str]] = {}
    for name, cell, target in zip(table.columns, row.cells, targets, strict=False):
        text = unquoted(cell)
        if not text or target is None:
            continue
        if target in _PARTS:
            places.setdefault(_place_of(name), {})[target] = text
        elif target is _T.MIDDLE_NAME:
            middle = text
        elif target in _WHOLE:
            card.add(target.value, _one_line(text))
        else:
            _several(card, name, target, text)
    for parts in places.values():
        city = " ".join(filter(None, (parts.get(_T.POSTAL_CODE), parts.get(_T.CITY))))
        whole = (parts.get(_T.STREET, "").replace("\n", ", "), city, parts.get(_T.REGION), parts.get(_T.COUNTRY))
        card.add(_T.ADDRESS.value, ", ".join(filter(None, whole)))
    if "name" not in card.values:
        given, family = (card.values.get(part.value, [""])[0] for part in (_T.GIVEN_NAME, _T.FAMILY_NAME))
        card.add(_T.NAME.value, " ".join(filter(None, (given, middle, family))))
    return card


def _place_of(column: str) -> str:
    """Which of somebody's addresses it is a part of: "Home" of "Home Street"."""
    return column.strip().partition(" ")[0].casefold() if " " in column.strip() else ""


def _several(card: Card, column: str, target: ColumnTarget, text: str) -> None:
    """A column that may have several values."""
    match target:
        case _T.EMAIL:
            for value in _addresses(text):
                address = one_form(value.strip("<>"))
                if not is_address(address):
                    reason = "This is no mail address: write it as name@example.org."
                    card.problems.append(CardProblem(card.line, column, reason))
                elif address not in card.addresses and len(card.addresses) < MOST_VALUES:
                    card.addresses.append(address)
        case _T.BIRTHDAY:
            _checked(card, column, "birthday", day_of(text), "it is no date such as 1985-04-12")
        case _T.NOTE | _T.HANDLE | _T.ADDRESS | _T.CUSTOM:
            for value in text.split("\n") if target is _T.HANDLE else taken_apart(text):
                _free(card, column, target, value.strip())
        case _T.URL:
            for value in _SEVERAL.split(text):
                _checked(card, column, "url", web_page(value), "it is no address of a page")
        case _:
            for value in _SEVERAL.split(text):
                number = value if any(map(str.isdigit, value)) else None
                _checked(card, column, target.value, number, "no digit is in it")


def _free(card: Card, column: str, target: ColumnTarget, value: str) -> None:
    """A value that may be anything."""
    match target:
        case _T.ADDRESS:
            card.add(target.value, _one_line(value))
        case _T.CUSTOM if value:
            card.add(target.value, labelled(label_of(column)[:_LONGEST_LABEL].strip(), value))
        case _T.HANDLE if "://" in value:  # where the account is
            card.add(*site_or_handle(value))
        case _:
            card.add(target.value, value)


def _one_line(text: str) -> str:
    return ", ".join(filter(None, map(str.strip, text.splitlines())))


def _addresses(text: str) -> list[str]:
    """One a line, where each line is one as it stands; else whatever stands between commas and spaces."""
    lines = list(filter(None, map(str.strip, text.split("\n"))))
    return lines if all(is_address(one_form(line)) for line in lines) else list(filter(None, _ADDRESSES.split(text)))


def _checked(card: Card, column: str, field: str, value: str | None, wrong: str) -> None:
    if value is not None:
        card.add(field, value)
    else:
        card.problems.append(CardProblem(card.line, column, f"This value was left out: {wrong}."))
