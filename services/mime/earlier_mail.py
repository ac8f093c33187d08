"""What a text has of earlier mails: lines that ">" marks, and what is below a heading that says who wrote it."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from services.mime.attributions import attribution_at
from services.mime.reply_headers import ReplyHeader, ends_forward, header_at, introduces_forward
from services.mime.reply_words import FORWARD_PREFIXES
from services.mime.text_lines import TextLines, last_written

_GAP = 3  # empty lines, at most, between a heading and what it heads
_EARLY = 60  # characters: a label is no longer
_ESCAPED = ">From "  # how a mailbox file keeps a line of one's own that begins with "From "
_RULES = frozenset("-_=*~#—–─")
_WIDTH = 68  # characters: lines are wrapped at 72 or later
_LONGEST_LINE = 200
_LONGEST_REST = 30
_MOST_STRETCHES = 1_000  # no mail that was typed has more, nor more headings that are to be looked at
_MOST_HEADINGS = 1_000
_OTHER_MARK = re.compile(r"[|:%}!]|[-=]{1,3}[\]}>]")  # below a heading, some write these in place of ">"
_EARLY_MARK = 12  # characters
_MOST_INDENTED = 4
_INITIALS = re.compile(r"([A-Za-z]{1,3})>")
_FEW = 12  # lines of a quote that are looked at for header lines


class Stretch(NamedTuple):
    """Lines [first, end) of one kind: "quoted", "forwarded" or "signature"."""

    kind: str
    first: int
    end: int


def earlier_mail(lines: TextLines, subject: str = "", names: tuple[str, ...] = ()) -> list[Stretch]:
    """The stretches, in order. `names`: of the people whom the mail's header names."""
    return _Reading(lines, subject, names).stretches()


class _Reading:
    def __init__(self, lines: TextLines, subject: str, names: tuple[str, ...]) -> None:
        self._lines = lines
        self._subject = subject
        self._is_forward = subject.split(":")[0].strip(" []0123456789").casefold() in FORWARD_PREFIXES
        self._names = frozenset(word.strip(".,") for name in names for word in name.casefold().split())
        # As The Bat! marks what somebody wrote. Of one letter they could be anything.
        found = ("".join(word[0] for word in name.split()).upper() for name in names if name)
        self._initials = frozenset(initials for initials in found if 1 < len(initials) <= 3)
        self._found: list[Stretch] = []
        self._scanned = ("", 0, 0)  # a mark other than ">", and lines that go on with it

    def stretches(self) -> list[Stretch]:
        marked, headings = self._sorted()
        runs = self._runs(marked)
        place = 0  # what is before it is decided
        looked_at = 0  # lines before it begin no header
        for number in sorted([*headings[:_MOST_HEADINGS], *runs]):
            if len(self._found) == _MOST_STRETCHES:
                break
            if number < place:
                continue
            if number in runs:
                place = self._marked(number, runs[number], place)
                continue
            if number >= looked_at:
                header = header_at(self._lines, number, place, self._subject)
                if header.certain:
                    place = self._headed(header, runs)
                    continue
                looked_at = header.end
            if not self._lines.ends_in_colon(number) or self._is_above_marked(number, runs):  # or known with its quote
                continue
            attribution = attribution_at(self._lines, number, place)
            end = self._end_marked_below(attribution.end, runs) if attribution else 0
            if attribution and (attribution.strong or end):
                place = end or len(self._lines)
                self._found.append(Stretch("quoted", attribution.first, place))
        return self._found

    def _sorted(self) -> tuple[list[int], list[int]]:
        """(lines that ">" marks, lines that may head an earlier mail)."""
        marked: list[int] = []
        headings: list[int] = []
        for number, line in enumerate(self._lines.raw):
            if not line:
                continue
            begin = line[0]
            if begin == ">" or (">" in line[:_EARLY_MARK] and self._is_marked(line, number, marked)):
                marked.append(number)
            elif begin in _RULES or (
                (":" in line and (":" in line[:_EARLY] or self._lines.ends_in_colon(number))) or "：" in line
            ):
                headings.append(number)
        return marked, headings

    def _is_marked(self, line: str, number: int, marked: list[int]) -> bool:
        bare = line.lstrip()
        if bare[:1] == ">" and len(line) - len(bare) < _MOST_INDENTED:
            return True
        initials = _INITIALS.match(bare)  # "IO> Shall we?", as Gnus and The Bat! quote Ida Okafor
        if initials is not None and initials[1] in self._initials:
            return True
        if initials is None and bare[:1] != ">":
            return False
        if not marked or self._lines.next_written(marked[-1] + 1, number) != number:
            return False
        above = self._lines.seen(marked[-1]) or " "
        return (above[0] == ">" and above[-1] == ":") or above.startswith(initials[0] if initials else ">")

    def _runs(self, marked: list[int]) -> dict[int, int]:
        """Marked lines that stand together, first to end. Empty lines between do not part them."""
        runs: dict[int, int] = {}
        first = -1
        for number in marked:
            if first >= 0 and (
                self._lines.next_written(runs[first], number) == number or self._is_wrapped(runs[first], number)
            ):
                runs[first] = number + 1
            else:
                first = number
                runs[first] = number + 1
        return {first: end for first, end in runs.items() if self._is_quote(first, end)}

    def _is_quote(self, first: int, end: int) -> bool:
        """Some programs indent the mark, but not that of every line; a mailbox file puts one before a lone "From "."""
        raw = self._lines.raw
        if end - first == 1 and raw[first].startswith(_ESCAPED):
            return not any(0 <= near < len(raw) and raw[near].strip() for near in (first - 1, end))
        if end - first > 1 or raw[first][0] == ">":
            return True
        above = self._written_above(first, 0)
        return above >= 0 and self._lines.ends_in_colon(above)

    def _is_wrapped(self, end: int, number: int) -> bool:
        """Is the one line between what did not fit the quoted line above, in the middle of its sentence?"""
        if number - end != 1:
            return False
        above, between = self._lines.raw[end - 1].rstrip(), self._lines.raw[end].strip()
        return (
            len(between) <= _LONGEST_REST
            and above[-1] not in ">.?!:;…"
            and len(above) <= _LONGEST_LINE
            and len(above) + 1 + len(between.split(None, 1)[0]) > _WIDTH
        )

    def _marked(self, first: int, end: int, after: int) -> int:
        """A quote that is marked, with the line that says who wrote it."""
        kind = "forwarded" if self._is_forward else "quoted"
        above = self._written_above(first, after)
        start = first
        if above >= after:
            attribution = attribution_at(self._lines, above, after, self._names)
            if attribution:
                start = attribution.first
            elif introduces_forward(self._lines.seen(above)) and self._has_header(first, end):
                kind, start = "forwarded", above
        self._found.append(Stretch(kind, start, end))
        return end

    def _headed(self, header: ReplyHeader, runs: dict[int, int]) -> int:
        """What is below header lines: the marked lines that follow, or else everything."""
        kind = "forwarded" if header.forwarded or self._is_forward else "quoted"
        below = self._lines.next_written(header.end)
        if below not in runs and self._is_above_marked(below, runs) and attribution_at(self._lines, below, header.end):
            below = self._lines.next_written(below + 1)
        end = self._end_of_forward(header.end) if header.forwarded else 0
        end = end or self._end_below(below, runs)
        self._found.append(Stretch(kind, header.first, end))
        return end

    def _end_of_forward(self, first: int) -> int:
        """Below the line that says so, or 0."""
        place = bisect_left(self._ends_of_forwards, first)
        return self._ends_of_forwards[place] + 1 if place < len(self._ends_of_forwards) else 0

    @cached_property
    def _ends_of_forwards(self) -> list[int]:
        ruled = (number for number, line in enumerate(self._lines.raw) if line and line[0] in _RULES)
        return [number for number in ruled if ends_forward(self._lines.seen(number))]

    def _end_below(self, first: int, runs: dict[int, int]) -> int:
        """Where what a heading heads ends: with its marked lines, or else with the text."""
        return self._end_marked_below(first, runs) or len(self._lines)

    def _end_marked_below(self, first: int, runs: dict[int, int]) -> int:
        """Where the marked lines below a heading end, or 0."""
        first = self._lines.next_written(first)
        if first in runs or first == len(self._lines):
            return runs.get(first, 0)
        mark = _OTHER_MARK.match(self._lines.seen(first))
        end = self._end_marked(first, mark[0]) if mark else first
        return end if end > first + 1 or (mark and len(mark[0]) > 1) else 0

    def _end_marked(self, first: int, mark: str) -> int:
        """Where the lines from `first` on end that are empty or have that mark. It is found once for all of them."""
        known, start, end = self._scanned
        if known != mark or not start <= first < end:
            end = first
            while end < len(self._lines):
                if not self._lines.is_blank(end) and not self._lines.seen(end).startswith(mark):
                    break
                end += 1
            end = last_written(self._lines, first, end)
            self._scanned = (mark, first, end)
        return end

    def _is_above_marked(self, number: int, runs: dict[int, int]) -> bool:
        return number < len(self._lines) and self._lines.next_written(number + 1) in runs

    def _written_above(self, first: int, after: int) -> int:
        """The line above that says something, or one before `after`."""
        number = first - 1
        while number >= max(after, first - 1 - _GAP) and self._lines.is_blank(number):
            number -= 1
        return number if number >= after and not self._lines.is_blank(number) else after - 1

    def _has_header(self, first: int, end: int) -> bool:
        """Does what is marked begin with header lines?"""
        few = "\n".join(line.lstrip("> ") for line in self._lines.raw[first : min(end, first + _FEW)])
        bare = TextLines(few)
        begin = bare.next_written(0)
        return begin < len(bare) and header_at(bare, begin, begin, self._subject).certain
