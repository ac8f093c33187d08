"""The sign-off at the end of what was written: a closing, a name, and what tells how to reach who signs."""

from services.mime.signature_lines import Author, Line, kind_of
from services.mime.text_lines import TextLines

_MOST_WRITTEN = 14  # lines
_MOST_LINES = 30  # with empty ones
_MOST_WORDS = 5  # of a closing
_LONGEST_WORD = 12
_MOST_IN_SALUTATION = 4  # words
_MOST_BELOW = 8  # lines below a name that the header does not have
_ENDS = ("", *".!?。！？)")  # how a sentence ends
_SIGNING = {Line.NAME, Line.NAMELIKE, Line.SIGNED}
_Row = tuple[int, str, Line]  # number, text, kind


def sign_off(lines: TextLines, first: int, end: int, author: Author, *, is_above: bool) -> tuple[int, int] | None:
    """(where it begins, where what is more than closing and name begins). `is_above`: a signature follows at `end`."""
    rows = _rows(lines, first, end, author)
    for index in range(len(rows)):
        if _begins(lines, first, rows, index, author):
            number = rows[index][0]
            reached = any(kind is Line.REACHED for _, _, kind in rows[index:])
            below = next((row[0] for row in rows[index:] if row[2] not in {Line.CLOSING, Line.SIGNED}), None)
            return number, below if reached and below is not None else end
    apart = bool(rows) and lines.is_blank(max(rows[-1][0] - 1, first))
    if apart and is_above and rows[-1][2] is Line.CLOSING:  # the name is in the signature below
        return rows[-1][0], end
    return None


def _rows(lines: TextLines, first: int, end: int, author: Author) -> list[_Row]:
    """The last lines that may be of a signature, in order."""
    rows: list[_Row] = []
    for number in range(end - 1, max(first, end - _MOST_LINES) - 1, -1):
        text = lines.seen(number)
        if not text:
            continue
        kind = kind_of(text, author)
        if kind is Line.PROSE or len(rows) == _MOST_WRITTEN:
            break
        rows.append((number, text, kind))
    return rows[::-1]


def _begins(lines: TextLines, first: int, rows: list[_Row], index: int, author: Author) -> bool:
    """Does a signature begin in this row?"""
    number, text, kind = rows[index]
    above = _above(lines, first, number)
    apart = number == first or lines.is_blank(number - 1)
    below = [row[2] for row in rows[index + 1 :]]
    reached = Line.REACHED in below
    if (
        Line.LOW in below
        and not reached
        and not (kind is Line.CLOSING and below == [Line.LOW] and _is_word(rows[-1][1]))
    ):
        return False
    if kind is Line.SIGNED:
        return True
    if kind is Line.CLOSING:
        signed = [one for one in below if one is not Line.CLOSING and one is not Line.RULE]
        if not above and lines.next_written(0) < first and signed == [Line.NAMELIKE]:
            return False  # all that answers what is quoted: "Thanks", and then "Monday"
        return bool(signed) and (signed[0] in _SIGNING or below == [Line.LOW])
    if above.endswith((":", "：")):  # what was announced: somebody's address, a list of names
        return False
    if kind is Line.NAME:
        return apart or not above or above[-1] in ".!?)," or reached
    if not apart and above[-1:] not in _ENDS:
        return False
    if text[-1] == "," and len(text.split()) <= _MOST_WORDS and below[:1] == [Line.NAME]:
        return True  # "Your friend,": a closing by where it stands
    if kind is Line.RULE:
        return reached and below[0] in {Line.NAME, Line.NAMELIKE}
    if kind is Line.NAMELIKE and not below:
        return not author.is_given_known and text.isalpha() and not text.isupper() and _is_letter(lines, first, number)
    if kind is Line.NAMELIKE:
        full = (
            text[-1].isalpha() and not {Line.RULE, Line.LOW} & set(below) and (" " in text or not author.is_given_known)
        )
        answers = not above and lines.next_written(0) < first  # somebody's address was asked for
        return (
            not answers
            and above[-1:] in _ENDS
            and full
            and apart
            and reached
            and len(below) <= _MOST_BELOW
            and (len(below) > 1 or not _is_site(rows[-1][1]))
        )
    return kind is Line.SHORT and apart and reached and below[0] is Line.NAME  # a company above its people


def _is_letter(lines: TextLines, first: int, number: int) -> bool:
    """Does a mail begin with "Tom:" or "Dear Tom," and go on in sentences up to line `number`?

    Then a lone word may be who signs; below a quote, a question, a greeting or half a sentence it is the answer.
    """
    salutation = lines.next_written(0)
    text = lines.seen(salutation)
    words = text[:-1].split()
    if not first <= salutation < number or text[-1] not in ",:!" or not 0 < len(words) <= _MOST_IN_SALUTATION:
        return False
    above = _above(lines, salutation + 1, number)[-1:]
    return above in {".", "!"} and words[-1].isalpha() and words[-1][0].isupper()


def _is_word(text: str) -> bool:
    """Of who signs in lower case: "bo"."""
    return " " not in text and len(text) <= _LONGEST_WORD


def _is_site(text: str) -> bool:
    return "://" in text or "www." in text


def _above(lines: TextLines, first: int, number: int) -> str:
    """How the line above that says something ends."""
    number -= 1
    while number >= first and lines.is_blank(number):
        number -= 1
    return lines.raw[number].rstrip()[-2:] if number >= first else ""
