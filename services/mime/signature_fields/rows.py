"""The lines of a signature that may say something: without what others wrote, programs append, and sentences."""

import re
from dataclasses import dataclass
from itertools import islice

from services.mime.appended_lines import appended
from services.mime.disclaimers import disclaims
from services.mime.earlier_mail import earlier_mail
from services.mime.signature_fields.folding import folded
from services.mime.signature_fields.footers import footer_lines
from services.mime.signature_fields.title_words import PARTICLES, has_role
from services.mime.signature_lines import Author, Line, kind_of
from services.mime.signature_words import PROGRAMS, SENT, THIS_MAIL
from services.mime.text_lines import TextLines

_MOST = 12_000  # characters of a signature
_MOST_LINES = 120
_SHORTEST_WRAPPED = 40  # characters of a line whose sentence goes on below
_MOST_ABOVE_NAME = 4  # lines, with the name
_LONGEST = 400  # characters of a line
# One character for one, so that places stay: wide ASCII, spaces of other widths, what has no width.
_AS_READ = (
    {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys([0xA0, 0x202F, 0x2007, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")
    | {0xFEFF: " ", 0x0D: " "}
    | {0x3000: " ", 0x2010: "-", 0x2011: "-", 0x2212: "-", 0x2024: "."}
    | {first + digit: str(digit) for first in (0x660, 0x6F0, 0x966) for digit in range(10)}
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTES = "\"'“”„«»‘’「『‹›"
_DASHES = "-–—~("
_FEWEST_WORDS = 7  # of a line of a sentence
_FEWEST_ENDED = 4  # of one that ends as a sentence does
_MOST_OF_ROLE = 10  # words of a line that begins with what somebody is
_LOW = 0.4  # of a sentence's words have no capital
_STRUCTURED = re.compile(
    r"[^\W\d_][\w .-]{0,14}[:.]\s?[+(\d@\w]|[+(]?\d[\d ().-]{6,}\Z|\S{1,80}@\S{1,80}\Z|(?:https?:|www\.)\S{1,300}\Z"
)
_ENDS = re.compile(r"[.!?。！？…]['\"”»)]?\Z|['\"”»]\Z")
_SHORT_END = re.compile(r"\b[^\W\d_]{1,5}\.\Z")  # "Inc.", "Ltda.", "S.A."
_LINK = re.compile(r"\S{0,100}(?:@|://|www\.)\S{1,300}")
_ROW = re.compile(r"[|•·●▪■│∙⋅]|\s[*/~]\s|\s{3}|\t")


@dataclass(frozen=True)
class Row:
    """A line: its number, where it begins in the signature, and as it reads, character for character."""

    number: int
    start: int
    text: str
    is_apart: bool  # an empty line is above


def rows(signature: str, author: Author) -> list[Row]:
    """The lines in which fields are looked for, in order."""
    lines = TextLines(signature[:_MOST])
    end = min(len(lines), _MOST_LINES)
    begin = appended(lines, 0, end, author)
    # A rule with a site below it may be a list's footer; below who signs, it is theirs.
    if begin > lines.next_written(0, end) or not _is_signed(lines, end, author):
        end = begin
    others = {n for stretch in earlier_mail(lines, "", ()) for n in range(stretch.first, min(stretch.end, end))}
    others |= footer_lines(lines, end, author)
    found: list[Row] = []
    apart = in_sentence = quotes = False
    for number in range(end):
        text = lines.raw[number][:_LONGEST].translate(_AS_READ)
        if not text.strip():
            apart, in_sentence = True, False
            continue
        bare = text.strip()
        in_sentence = (in_sentence and not _STRUCTURED.match(bare)) or _is_sentence(bare)
        in_sentence |= quotes and bare[0] in _DASHES  # whose words those are
        quotes = bare[-1] in _QUOTES
        if number not in others and not in_sentence:
            found.append(Row(number, lines.starts[number], text, apart))
            apart = False
        in_sentence &= len(bare) >= _SHORTEST_WRAPPED and not _ENDS.search(bare)
    return found


def _is_signed(lines: TextLines, end: int, author: Author) -> bool:
    seen = filter(None, map(lines.seen, range(end)))
    return any(kind_of(text, author) in {Line.NAME, Line.SIGNED} for text in islice(seen, _MOST_ABOVE_NAME))


def _is_sentence(text: str) -> bool:
    if text[0] in _QUOTES and (text[-1] in _QUOTES or len(text) > 40):
        return True
    if text[-1] in ":：" and not any(map(str.isdigit, text)):  # what is announced is below
        return True
    if text[-1] in "?!？！。" or "。" in text or text[0] == ">":
        return True
    low = text.casefold()
    if THIS_MAIL.within(low) or (SENT.begins(low) and PROGRAMS.within(low)) or disclaims([text]):
        return True
    if _ROW.search(text):
        return False
    words = _WORD.findall(_LINK.sub(" ", text))
    plain = [word for word in words if word[0].islower() and word.casefold() not in PARTICLES]
    if has_role(folded(text[:40])) and len(words) <= _MOST_OF_ROLE and text[-1] != ".":
        return False
    ended = text[-1] == "." and not _SHORT_END.search(text)
    if ended and len(words) >= _FEWEST_ENDED and len(plain) >= 2:
        return True
    digits = sum(map(str.isdigit, text))
    return len(words) >= _FEWEST_WORDS and len(plain) >= _LOW * len(words) and digits < len(text) / 6
