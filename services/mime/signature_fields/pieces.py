"""A line's parts, as signatures set them beside each other: "Jane Doe | CTO | Acme"."""

import re
from dataclasses import dataclass, replace

from services.mime.signature_fields.rows import Row

TAKEN = "\x1f"  # stands for what has been read already
_BETWEEN = re.compile(r"\s{0,3}(?:[|•·●▪■◆★│┃∙⋅‧¦]|::|//|\x1f)+\s{0,3}|\s[*~]+\s|[ \t]{3,}|\t|\s[—―]\s")
_EDGES = '-–— \t*_,;:<>[]|\x1f=~#"“”'


@dataclass(frozen=True)
class Piece:
    """A part of a line, between separators."""

    number: int  # of its line
    start: int  # in the signature
    text: str
    is_first: bool  # of its line
    is_apart: bool  # an empty line is above

    @property
    def end(self) -> int:
        """In the signature."""
        return self.start + len(self.text)

    def part(self, start: int, end: int) -> "Piece":
        """Characters [start, end) of it, without marks and spaces around."""
        return _trimmed(
            replace(self, start=self.start + start, text=self.text[start:end], is_first=self.is_first and not start)
        )


def pieces(rows: list[Row], taken: list[tuple[int, int]]) -> list[Piece]:
    """The parts of lines that are left beside the places `taken`, which were read already."""
    found: list[Piece] = []
    for row in rows:
        text = row.text
        for start, end in taken:
            if row.start <= start < row.start + len(text):
                first, last = start - row.start, end - row.start
                text = text[:first] + TAKEN * (last - first) + text[last:]
        place = 0
        for gap in [*_BETWEEN.finditer(text), None]:
            piece = Piece(row.number, row.start, text, not place, row.is_apart)
            piece = piece.part(place, gap.start() if gap else len(text))
            if any(map(str.isalnum, piece.text)):
                found.append(piece)
            place = gap.end() if gap else 0
    return found


def _trimmed(piece: Piece) -> Piece:
    text = piece.text.lstrip(_EDGES)
    start = piece.start + len(piece.text) - len(text)
    text = text.rstrip(_EDGES)
    if text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1:
        return replace(piece, start=start + 1, text=text[1:-1])
    return replace(piece, start=start, text=text)
