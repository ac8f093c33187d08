"""Disclaimers that companies append: to whom a mail speaks, that it is confidential, what others are to do with it."""

from itertools import islice

from services.mime.signature_lines import Author, Line, kind_of
from services.mime.signature_words import DISCLAIMER, THIS_MAIL
from services.mime.text_lines import TextLines, last_written

_MOST_PARAGRAPHS = 4  # in which a disclaimer is looked for, and of which it consists
_SHORTEST = 80  # characters
_LONGEST = 4_000
_MOST_LINES = 60  # of a paragraph
_MOST_IN_SALUTATION = 5  # words
_FAMILIES = 2  # of what disclaimers speak of


def disclaimer(lines: TextLines, first: int, end: int, author: Author) -> int:
    """Where the paragraphs at the end of lines [first, end) begin that speak as disclaimers do; `end` where none does.

    What somebody signed is no disclaimer, nor what is all of the mail.
    """
    found = end
    raw = lines.raw
    for _ in range(_MOST_PARAGRAPHS):
        end = last_written(lines, first, end)
        begin, size = end, 0
        last = max(first, end - _MOST_LINES)
        while begin > last and raw[begin - 1] and not raw[begin - 1].isspace():
            begin -= 1
            size += len(raw[begin])
        if begin == end:
            break
        if size >= _SHORTEST and disclaims(raw[begin:end]):
            if _is_signed(lines, end, found, author) or not _has_more(lines, begin):
                break
            found = begin
        elif size > _SHORTEST * 2 and found == end:
            break
        end = begin
    return found


def _has_more(lines: TextLines, end: int) -> bool:
    """Is something said above line `end`, besides what is quoted there, and who is greeted?"""
    said = (number for number in range(end) if not lines.is_blank(number) and lines.raw[number][0] != ">")
    few = [number for number in islice(said, 3) if not lines.ends_in_colon(number)]
    if len(few) != 1:
        return bool(few)
    text = lines.seen(few[0])
    return text[-1] in ".?。？" or len(text.split()) > _MOST_IN_SALUTATION


def disclaims(paragraph: list[str]) -> bool:
    """Does a paragraph, as its lines, speak as disclaimers do?"""
    text = " ".join(line[:_LONGEST] for line in paragraph)[:_LONGEST]
    folded = text.casefold()
    return THIS_MAIL.within(folded) and sum(family.within(folded) for family in DISCLAIMER) >= _FAMILIES


def _is_signed(lines: TextLines, first: int, end: int, author: Author) -> bool:
    """Does the author's name stand below, with or without a closing?"""
    seen = map(lines.seen, range(first, min(first + _MOST_LINES, end)))
    return any(text and kind_of(text, author) in {Line.NAME, Line.SIGNED} for text in seen)
