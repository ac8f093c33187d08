"""A line's parts, as signatures set them beside each other: "Jane Doe | CTO | Acme"; and columns, side by side."""

import re
from itertools import groupby, pairwise
from typing import NamedTuple

from services.mime.signature_fields.rows import Row

TAKEN = "\x1f"  # stands for what has been read already
_BETWEEN = re.compile(r"\s{0,3}(?:[|•·●▪■◆★│┃∙⋅‧¦]|::|//|\x1f)+\s{0,3}|\s[*~]+\s|[ \t]{3,}|\t|\s[—―]\s")
_READ = re.compile(rf"{TAKEN}+")
_WIDE = re.compile(r"(?:\s\s|\t)[|│┃]?\s?\Z")
_TAB = 8  # columns
_NARROWEST = 10  # columns of what stands beside another
_ASLANT = 1  # columns by which what stands below each other may differ
_EDGES = '-–— \t*_,;:<>[]|\x1f=~#"“”'


class Piece(NamedTuple):
    """A part of a line, between separators."""

    number: int  # of its line
    start: int  # in the signature
    text: str
    is_first: bool  # of its line
    is_apart: bool  # an empty line is above
    column: int = 0  # where it begins, tabs of eight
    is_set_apart: bool = False  # by more than a space from what is before it in its line
    is_attributed: bool = False  # "-- Bo Lind": below somebody's words, whose they are
    is_beside: bool = False  # in one of two columns
    place: int = 0  # in reading order

    @property
    def end(self) -> int:
        """In the signature."""
        return self.start + len(self.text)

    def is_below(self, above: "Piece") -> bool:
        """Does it stand in the next line, at its beginning or in the same column?"""
        same = self.is_set_apart == above.is_set_apart or abs(self.column - above.column) <= _ASLANT
        return self.number == above.number + 1 and (same if self.is_beside else self.is_first)

    def part(self, start: int, end: int) -> "Piece":
        """Characters [start, end) of it, without marks and spaces around."""
        return _trimmed(
            self._replace(start=self.start + start, text=self.text[start:end], is_first=self.is_first and not start)
        )


def pieces(rows: list[Row], taken: list[tuple[int, int]]) -> list[Piece]:
    """The parts of lines that are left beside the places `taken`, which were read already.

    In reading order: of two columns side by side, the left one comes first.
    """
    found: list[Piece] = []
    edges: list[tuple[int, int]] = []  # (line, column) of what is set apart, read already or not
    for row in rows:
        text = row.text
        for start, end in taken:
            if row.start <= start < row.start + len(text):
                first, last = start - row.start, end - row.start
                text = text[:first] + TAKEN * (last - first) + text[last:]
        befores = [text[: gap.start()] for gap in _READ.finditer(text)]
        edges += [(row.number, _column(before)) for before in befores if _is_apart(before)]
        place = 0
        for gap in [*_BETWEEN.finditer(text), None]:
            is_first = not any(letter.isalnum() or letter == TAKEN for letter in text[:place])
            part = text[place : gap.start() if gap else len(text)]
            piece = _trimmed(Piece(row.number, row.start + place, part, is_first, row.is_apart))
            if any(map(str.isalnum, piece.text)):
                before = text[: piece.start - row.start]
                apart = not is_first and _is_apart(before)
                attributed = row is not rows[0] and part.lstrip().startswith("--")
                found.append(piece._replace(column=_column(before), is_set_apart=apart, is_attributed=attributed))
            place = gap.end() if gap else 0
    return [piece._replace(place=place) for place, piece in enumerate(_by_column(found, edges))]


def _column(before: str) -> int:
    return len(before.expandtabs(_TAB) if "\t" in before else before)


def _is_apart(before: str) -> bool:
    """Does a line that begins so leave more than a space?"""
    return bool(before.strip(" \t")) and bool(_WIDE.search(before))


def _by_column(found: list[Piece], read: list[tuple[int, int]]) -> list[Piece]:
    """Lines with something at the same place far from their beginning are two columns: the left one, then the right."""
    ordered: list[Piece] = []
    written = sorted({piece.number for piece in found} | {number for number, _ in read})
    for _, numbered in groupby(enumerate(written), lambda one: one[1] - one[0]):
        lines = {number for _, number in numbered}
        block = [piece for piece in found if piece.number in lines]
        columns = [piece.column for piece in block if piece.is_set_apart]
        columns += [column for number, column in read if number in lines]
        edges = sorted(column for column in columns if column >= _NARROWEST)
        right = next((one for one, other in pairwise(edges) if other - one <= _ASLANT), None)
        if right is not None:
            block = [part._replace(is_beside=True) for piece in block for part in _cut(piece, right)]
            block.sort(key=lambda piece: (piece.column >= right, piece.start))
        ordered += block
    return ordered


def _cut(piece: Piece, column: int) -> list[Piece]:
    """A piece that runs into the other column, with two spaces between."""
    place = column - piece.column
    if not 0 < place < len(piece.text) or not piece.text[:place].endswith("  ") or piece.text[place] == " ":
        return [piece]
    behind = piece._replace(column=column, is_first=False, is_set_apart=True)
    return [piece.part(0, place), behind._replace(start=piece.start + place, text=piece.text[place:])]


def _trimmed(piece: Piece) -> Piece:
    text = piece.text.lstrip(_EDGES)
    start = piece.start + len(piece.text) - len(text)
    text = text.rstrip(_EDGES)
    if text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1:
        return piece._replace(start=start + 1, text=text[1:-1])
    return piece._replace(start=start, text=text)
