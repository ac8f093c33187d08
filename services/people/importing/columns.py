"""What the columns of a table say: by the names that Google, Outlook and Kith give them, else by names and values."""

import re
from collections.abc import Sequence

from models.contracts.people.address_books import ColumnTarget, FileFormat
from services.mime.address_syntax import is_address, one_form
from services.people.importing.tables import Table

_T = ColumnTarget
_LOOKED_AT = 200  # rows
_MOSTLY = 0.7  # of the values of a column, where these tell what it is

# Google's, of 2024 and of before; Outlook's.
_GOOGLE = re.compile(r"(?:e-mail|phone) \d+ - (?:value|type|label)")
_GOOGLES = {
    r"name": _T.NAME, r"given name|first name": _T.GIVEN_NAME, r"additional name|middle name": _T.MIDDLE_NAME,
    r"family name|last name": _T.FAMILY_NAME, r"e-mail \d+ - value": _T.EMAIL, r"phone \d+ - value": _T.PHONE,
    r"organization (?:1 - )?name": _T.COMPANY, r"organization (?:1 - )?title": _T.TITLE,
    r"address \d+ - formatted": _T.ADDRESS, r"website \d+ - value": _T.URL, r"birthday": _T.BIRTHDAY,
    r"notes": _T.NOTE,
}  # fmt: skip
_OUTLOOKS = {
    r"first name": _T.GIVEN_NAME, r"middle name": _T.MIDDLE_NAME, r"last name": _T.FAMILY_NAME,
    r"e-mail(?: \d)? address": _T.EMAIL, r"(?!.*fax).* phone(?: 2)?": _T.PHONE, r"company": _T.COMPANY,
    r"job title": _T.TITLE, r"(?:business|home|other) street": _T.STREET, r"(?:business|home|other) city": _T.CITY,
    r"(?:business|home|other) state": _T.REGION, r"(?:business|home|other) postal code": _T.POSTAL_CODE,
    r"(?:business|home|other) country(?:/region)?": _T.COUNTRY, r"web page": _T.URL, r"birthday": _T.BIRTHDAY,
    r"notes": _T.NOTE,
}  # fmt: skip
_KITHS = {
    "name": _T.NAME, "title": _T.TITLE, "company": _T.COMPANY, "addresses": _T.EMAIL, "phones": _T.PHONE,
    "links": _T.URL, "place": _T.LOCATION, "notes": _T.NOTE,
}  # fmt: skip
# Words that name a column, in the languages of many address books; whoever imports sees the guess, and confirms it.
_WORDS = (
    (_T.GIVEN_NAME, r"first|given|vorname|prénom|prenom|nombre de pila|nome próprio|voornaam|имя|名"),
    (_T.MIDDLE_NAME, r"middle|second name|zweiter"),
    (_T.FAMILY_NAME, r"last|family|surname|nachname|familienname|nom de famille|apellidos?|cognome|achternaam|姓"),
    (_T.NOTE, r"notes?|notizen?|bemerkung|commentaire|comments?|nota|remarks?"),
    (_T.TITLE, r"title|position|role|job|funktion|poste|cargo|beruf"),
    (_T.COMPANY, r"compan(?:y|ies)|organi[sz]ation|firma|unternehmen|société|societe|empresa|azienda|bedrijf|employer"),
    (_T.STREET, r"street|straße|strasse|rue|calle|via"),
    (_T.POSTAL_CODE, r"zip|postal|postcode|plz|postleitzahl|code postal|cap"),
    (_T.CITY, r"city|town|ort|stadt|ville|ciudad|città"),
    (_T.REGION, r"state|region|province|bundesland|provincia"),
    (_T.COUNTRY, r"country|land|pays|país|paese"),
    (_T.ADDRESS, r"postal address|address|adresse|dirección|indirizzo"),
    (_T.BIRTHDAY, r"birthday|birth|geburtstag|geburtsdatum|anniversaire|naissance|cumpleaños"),
    (_T.NAME, r"name|nom|nombre|nome|contact|person|氏名|名前"),
)  # fmt: skip
_PHONE = re.compile(r"\+?[\d\s()./-]{6,24}")
_PAGE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def recognised(table: Table) -> tuple[FileFormat, list[ColumnTarget | None]]:
    """Whose table it is, and what each column says; None for what no card shows. OTHER: only a guess."""
    names = [_plain(name) for name in table.columns]
    if any(_GOOGLE.fullmatch(name) for name in names):
        return FileFormat.GOOGLE, _by(names, _GOOGLES)
    if "e-mail address" in names and "last name" in names:
        return FileFormat.OUTLOOK, _by(names, _OUTLOOKS)
    if {"name", "addresses", "strength", "last mail"} <= set(names):
        return FileFormat.KITH, _by(names, _KITHS)
    return FileFormat.OTHER, [_guess(table, place, name) for place, name in enumerate(names)]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _by(names: Sequence[str], known: dict[str, ColumnTarget]) -> list[ColumnTarget | None]:
    return [next((target for form, target in known.items() if re.fullmatch(form, name)), None) for name in names]


def _guess(table: Table, place: int, name: str) -> ColumnTarget | None:
    """What most of its values are, where that is plain to see; else by its name."""
    cells = [row.cells[place].strip() for row in table.rows[:_LOOKED_AT] if place < len(row.cells)]
    values = [cell for cell in cells if cell]
    for target, form in ((_T.URL, _PAGE), (_T.PHONE, _PHONE)):
        if values and sum(_fits(form, target, value) for value in values) >= _MOSTLY * len(values):
            return target
    if values and sum(is_address(one_form(value)) for value in values) >= _MOSTLY * len(values):
        return _T.EMAIL
    return next((target for target, words in _WORDS if re.search(rf"(?<!\w)(?:{words})(?!\w)", name)), None)


def _fits(form: re.Pattern[str], target: ColumnTarget, value: str) -> bool:
    # Years, postal codes and days are short, or have two kinds of signs less than numbers of seven digits have.
    return form.fullmatch(value) is not None and (target is not _T.PHONE or sum(map(str.isdigit, value)) >= 7)
