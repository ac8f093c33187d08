"""Whom the writer of a mail introduces to its other readers: "Anna, meet Bob Lind (cc), head of sales at Northwind".

By structure, in eight languages: words that introduce somebody, or a mark that they get a copy, beside a name; the
name is that of exactly one of those to whom the mail is addressed, and of nobody else, or has its address in the same
sentence; directly behind it what they are, and where. What a name stands for is the reader's of signatures to say. In
doubt nothing: of whom neither header nor words have an address nothing is told, and neither are offices that are
somebody's no more, or those of somebody ("my boss", "Anna's manager").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from models.contracts.mail.messages import Address, Role
from services.mime.introduced_names import FARTHEST, FoundName, Reader, names_in, sentence_end
from services.mime.introduction_words import (
    ADDRESS,
    END,
    FROM,
    GOES_ON,
    HALF,
    LEAD,
    MARKED,
    NOT_NOW,
    OF,
    OF_SENTENCES,
    OPENS,
    TIES,
    WHOSE,
    WORD,
)
from services.mime.signature_fields.companies import evidence, is_of_domain
from services.mime.signature_fields.company_words import has_legal_form
from services.mime.signature_fields.folding import folded, words_of
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.said import said
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import PARTICLES, has_role, is_function, leads_all

BEFORE, AFTER = 90, 260  # characters around words that introduce, which are looked at
MOST_READERS = 50
_LONGEST_TITLE = 9  # words


@dataclass(frozen=True)
class Introduced:
    """What is said of who has an address: a field's value, and its place in the text."""

    address: str
    field: str  # "name", "title" or "company"
    value: str
    start: int
    end: int


def may_introduce(own: Iterable[str], recipients: Sequence[Address]) -> bool:
    """Are there such words in what its author wrote, and two whom the mail is addressed to, or an address in them?"""
    several = sum(one.role in {Role.TO, Role.CC} for one in recipients) > 1
    return any((several or "@" in text) and (LEAD.search(text) or (several and MARKED.search(text))) for text in own)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where words introduce somebody, or say that somebody gets a copy: (start, end) of them."""
    for pattern in (LEAD, MARKED):
        yield from (found.span() for found in pattern.finditer(text))


def introductions(text: str, readers: Sequence[Reader], author: Reader) -> list[Introduced]:
    """Of a stretch of what the author wrote themselves."""
    found: dict[tuple[str, str], Introduced] = {}
    for name in _introduced(text, readers[:MOST_READERS], author):
        for one in _told(text, name):
            found.setdefault((one.address, one.field), one)
    return list(found.values())


def _introduced(text: str, readers: Sequence[Reader], author: Reader) -> Iterator[FoundName]:
    """The names behind words that introduce, in their sentence, and those before a mark."""
    seen: set[int] = set()
    leads = [found.end() for found in LEAD.finditer(text)]
    marks = {found.start() for found in MARKED.finditer(text)}
    for name in names_in(text, readers, author):
        led = any(
            end <= name.start <= end + FARTHEST and not END.search(text, end, name.start) for end in leads
        ) or HALF.match(text, name.end)
        marked = name.reader.is_addressed and (name.end in marks or (_with_address(text, name) and leads))
        if (led or marked) and name.start not in seen:
            seen.add(name.start)
            yield name


def _with_address(text: str, name: FoundName) -> bool:
    found = ADDRESS.match(text, name.end)
    return found is not None and found["address"].casefold() == name.reader.address.casefold()


def _told(text: str, name: FoundName) -> Iterator[Introduced]:
    address = name.reader.address
    if len(name.said) > 1:
        yield Introduced(address, "name", " ".join(text[name.start : name.end].split()), name.start, name.end)
    end = name.end
    for pattern in (ADDRESS, MARKED, HALF, MARKED):
        if (passed := pattern.match(text, end)) is not None:
            end = passed.end()
    sender = Sender(name.reader.name, address)
    opened = OPENS.match(text, end)
    if opened is not None:
        parts = list(_is_what(text, opened.end(), sender))
    elif (placed := FROM.match(text, end)) is not None:
        parts = [("company", *part) for part in _firm(text, placed.end(), sentence_end(text, placed.end()), sender)]
    else:
        return
    for field, start, stop in parts:
        yield Introduced(address, field, " ".join(text[start:stop].split()), start, stop)


def _is_what(text: str, start: int, sender: Sender) -> Iterator[tuple[str, int, int]]:
    """Title and company of what stands behind a name, up to where something else begins."""
    mine = False
    while (whose := WHOSE.match(text, start)) is not None:
        mine, start = mine or bool(whose["mine"]), whose.end()
    stop = sentence_end(text, start)
    cut = re.compile(r"[,)]|\s[–—-]\s|:").search(text, start, stop)
    first = cut.start() if cut else stop
    behind = cut.end() if cut and cut[0] == "," else stop
    if NOT_NOW.search(text, start, first) or re.search(r"\w['’]s\s", text[start:first]):
        yield from _possessed(text, start, first, sender)
        return
    goes_on = GOES_ON.search(text, start, first)
    first = goes_on.start() if goes_on else first
    parts = list(_office(text, start, first, sender))
    if [part[0] for part in parts] == ["title"] and not goes_on and behind < stop:
        second = re.compile(r"[,)]").search(text, behind, stop)
        space = len(text[behind:stop]) - len(text[behind:stop].lstrip())
        parts += [
            ("company", *part)
            for part in _firm(text, behind + space, second.start() if second else stop, sender, whole=True)
        ]
    if not mine or any(part[0] == "company" for part in parts):
        yield from parts


def _possessed(text: str, start: int, stop: int, sender: Sender) -> Iterator[tuple[str, int, int]]:
    """ "Northwind's head of sales", of somebody at northwind.example: else it is of somebody."""
    owned = re.compile(r"['’]s\s").search(text, start, stop)
    if owned is None or NOT_NOW.search(text, start, stop) or not is_of_domain(text[start : owned.start()], sender):
        return
    yield "company", start, owned.start()
    yield from (part for part in _office(text, owned.end(), stop, sender) if part[0] == "title")


def _office(text: str, start: int, stop: int, sender: Sender) -> Iterator[tuple[str, int, int]]:
    """A title, with a company behind it or without; a company alone only where its name says so."""
    phrase = text[start:stop]
    if any(mark in phrase for mark in "@\x00") or sum(map(str.isdigit, phrase)) > 2:
        return
    piece = Piece(0, start, phrase.replace("\n", " "), True, False).part(0, len(phrase))
    if not piece.text:
        return
    for tie in OF.finditer(piece.text):
        front, behind = piece.text[: tie.start()], piece.start + tie.end()
        firm = list(_firm(text, behind, piece.end, sender, sure=leads_all(front) or tie[0].strip() not in {"of", "de"}))
        if firm and has_role(front) and _may_be_title(front):
            yield "title", piece.start, piece.start + tie.start()
            yield "company", *firm[0]
            return
    for one in said(0, piece, sender):
        if one.kind == "title" and _may_be_title(one.piece.text):
            yield "title", one.piece.start, one.piece.end
        elif one.kind == "company":
            yield from (("company", *part) for part in _firm(text, one.piece.start, one.piece.end, sender, sure=True))


def _may_be_title(text: str) -> bool:
    found = words_of(text)
    before = takewhile(lambda word: not has_role(word), found)
    if not OF_SENTENCES.isdisjoint(before):
        return False
    # "Bo Reuter (head of design" is somebody else in a list.
    return 0 < len(found) <= _LONGEST_TITLE and text[0].isalpha() and "(" not in text and not is_function(text)


def _firm(
    text: str, start: int, stop: int, sender: Sender, *, sure: bool = False, whole: bool = False
) -> Iterator[tuple[int, int]]:
    """The capitalised words here, where they are a firm's name. `sure`: their place says that they are one.

    `whole`: nothing else may stand beside them.
    """
    end, place = start, start
    while (word := WORD.match(text, place, stop)) is not None:
        if word[0][0].isupper() or (word[0] in sender.domain and len(word[0]) > 3):
            end = word.end()
        elif word[0].casefold() not in TIES:
            break
        gap = re.compile(r"[\s&+./]{1,3}").match(text, word.end(), stop)
        if gap is None:
            break
        place = gap.end()
    name = text[start:end]
    if not name or not name[0].isalnum() or sender.names_in(name) == len(words_of(name)) or folded(name) in PARTICLES:
        return
    if whole and text[end:stop].strip(" ."):
        return
    if (sure and not is_function(name)) or evidence(name, sender) > 0 or has_legal_form(name):
        yield start, end
