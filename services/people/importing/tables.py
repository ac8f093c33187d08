"""A table of any program, CSV in its many forms: charset, delimiter and whether it has names of columns are found."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.mime.address_syntax import is_address, one_form
from services.mime.charsets import decode
from services.people.table_cells import COLUMNS, is_kiths

MOST_COLUMNS = 300
_DELIMITERS = ",;\t|"
_SAMPLE = 20_000  # characters that the sniffer looks at
_MOST_NOTES = 5  # lines before the names of the columns
_LONGEST_CELL = 1_000_000  # characters
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line


@dataclass(frozen=True)
class Row:
    """A line of a table. `line` is where it begins in the file, the first is 1."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """`columns` are the names in its first line, or "Column 1" and so on where that is a person already."""

    columns: Sequence[str]
    rows: Sequence[Row]


class NoTable(ValueError):
    """It has no columns."""


def read_table(data: bytes) -> Table:
    """Raises NoTable for what is none."""
    text = decode(data, None)
    first = 1
    if marked := _SEPARATOR.match(text):
        text, first = text[marked.end() :], 2
    rows = _rows(text, marked[1] if marked else _delimiter(text), first)
    if not rows:
        raise NoTable("There is not a single line in it.")
    width = max(len(row.cells) for row in rows)
    rows = rows[_notes(rows[: _MOST_NOTES + 1], width) :]
    if width > MOST_COLUMNS:
        raise NoTable(f"It has {width} columns; Kith reads tables of at most {MOST_COLUMNS}.")
    if not is_kiths(rows[0].cells) and _is_person(rows[0]):
        return Table([f"Column {number}" for number in range(1, width + 1)], rows)
    names = [name.strip() or f"Column {number}" for number, name in enumerate(rows[0].cells, 1)]
    return Table([*names, *(f"Column {number}" for number in range(len(names) + 1, width + 1))], rows[1:])


def _notes(rows: Sequence[Row], width: int) -> int:
    """How many lines stand before the names of the columns, as in LinkedIn's: of one cell, where all have several."""
    first = next((place for place, row in enumerate(rows) if len(row.cells) > 1), 0)
    return first if first and len(rows[first].cells) == width else 0


def _delimiter(text: str) -> str:
    """As csv's sniffer says, where the first line with any has it outside of quotes; else what that has most of."""
    lines = re.sub(r'"[^"]*"', "", text[:_SAMPLE]).lstrip().split("\n")[: 2 * _MOST_NOTES]
    line = next((line for line in lines if any(one in line for one in _DELIMITERS)), "")
    if kiths := next((one for one in _DELIMITERS if line.startswith(one.join((*COLUMNS[:4], "")))), None):
        return kiths
    try:
        found = csv.Sniffer().sniff(text[:_SAMPLE], _DELIMITERS).delimiter
    except csv.Error:
        found = ""
    return found if found and found in line else max(_DELIMITERS, key=line.count)


def _rows(text: str, delimiter: str, first: int) -> list[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    begin = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(begin, cells))
            begin = first + reader.line_num
    except csv.Error as error:
        raise NoTable(f"Line {begin} cannot be read: {error}.") from error
    return rows


def _is_person(row: Row) -> bool:
    """Names of columns are no mail addresses."""
    return any(is_address(one_form(cell.strip())) for cell in row.cells)
