"""A text as its lines, and where each begins."""

from dataclasses import dataclass
from functools import cached_property

from models.contracts.mail.messages import Span

_MOST = 30_000  # lines: what is beyond counts as one
_LONGEST = 400  # characters of a line that are looked at: no program writes a longer heading
# Marks of direction and of no width, which Hebrew, Arabic and Apple's headings are full of; digits of other scripts.
_AS_SEEN = (
    dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\r"))
    | {
        0xA0: " ",
        0x202F: " ",
    }
    | {first + digit: str(digit) for first in (0x660, 0x6F0, 0x966, 0x9E6) for digit in range(10)}
)
_ENDS = " \t\r*_\xa0\u200f\u202c"
_COLONS = {":", "："}


@dataclass(frozen=True)
class TextLines:
    """The lines of `text`, numbered from 0. What is cut for looking at never changes where a line stands."""

    text: str

    @cached_property
    def raw(self) -> list[str]:
        """The lines as they are, without their ends."""
        return self.text.split("\n", _MOST)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, and one more: the end of the text."""
        places = [0]
        place = 0
        for line in self.raw:
            place += len(line) + 1
            places.append(place)
        places[-1] = len(self.text)
        return places

    def __len__(self) -> int:
        return len(self.raw)

    def seen(self, number: int) -> str:
        """The beginning of a line as a person sees it, without spaces around."""
        line = self.raw[number][:_LONGEST]
        return (line if line.isascii() else line.translate(_AS_SEEN)).strip()

    def is_blank(self, number: int) -> bool:
        """Is there nothing in it?"""
        line = self.raw[number]
        if not line:
            return True
        return (line[0].isspace() or not line.isascii()) and not self.seen(number)

    def ends_in_colon(self, number: int) -> bool:
        """May it introduce what is below?"""
        return self.raw[number][-8:].rstrip(_ENDS)[-1:] in _COLONS

    def next_written(self, number: int, end: int | None = None) -> int:
        """The first line from `number` on that says something, or `end`."""
        end = len(self.raw) if end is None else end
        while number < end and self.is_blank(number):
            number += 1
        return number

    def span(self, kind: str, first: int, end: int) -> Span:
        """Lines [first, end) as a stretch of the text."""
        return Span(kind=kind, start=self.starts[first], end=self.starts[end])


def last_written(lines: TextLines, first: int, end: int) -> int:
    """The end of lines [first, end) without the empty ones at their end; `first` where all are empty."""
    while end > first and lines.is_blank(end - 1):
        end -= 1
    return end
