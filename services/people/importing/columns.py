"""What the columns of a table say: by the names that well-known programs give them, else by names and values."""

import re
from collections.abc import Sequence

from models.contracts.people.address_books import ColumnTarget, FileFormat
from services.mime.address_syntax import is_address, one_form
from services.people.importing.tables import Table
from services.people.table_cells import COLUMNS, is_kiths, plain

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
_LINKEDINS = {
    "first name": _T.GIVEN_NAME, "last name": _T.FAMILY_NAME, "url": _T.HANDLE, "email address": _T.EMAIL,
    "company": _T.COMPANY, "position": _T.TITLE, "connected on": _T.CUSTOM,
}  # fmt: skip
_KITHS = {
    "name": _T.NAME, "title": _T.TITLE, "company": _T.COMPANY, "addresses": _T.EMAIL, "phones": _T.PHONE,
    "links": _T.URL, "place": _T.LOCATION, "notes": _T.NOTE, "postal addresses": _T.ADDRESS, "birthday": _T.BIRTHDAY,
    "handles": _T.HANDLE,
}  # fmt: skip
_COLUMNS = {plain(name) for name in COLUMNS}
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
    names = [plain(name) for name in table.columns]
    if is_kiths(names):
        return FileFormat.KITH, [_of_kiths(name, names[:place]) for place, name in enumerate(names)]
    if any(_GOOGLE.fullmatch(name) for name in names):
        return FileFormat.GOOGLE, _by(names, _GOOGLES)
    if "e-mail address" in names and "last name" in names:
        return FileFormat.OUTLOOK, _by(names, _OUTLOOKS)
    if {"first name", "last name", "position", "connected on"} <= set(names):
        return FileFormat.LINKEDIN, [_LINKEDINS.get(name) for name in names]
    return FileFormat.OTHER, [_guess(table, place, name) for place, name in enumerate(names)]


def _by(names: Sequence[str], known: dict[str, ColumnTarget]) -> list[ColumnTarget | None]:
    return [next((target for form, target in known.items() if re.fullmatch(form, name)), None) for name in names]


def _of_kiths(name: str, before: Sequence[str]) -> ColumnTarget | None:
    """Traffic is what mail says. Whatever Kith has no column for is a field that the owner named."""
    if name in _COLUMNS and name not in before:
        return _KITHS.get(name)
    return _T.CUSTOM


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
