"""Postal addresses among the pieces of a signature: consecutive parts that look so."""

import re

from services.mime.signature_fields.address_forms import (
    begins_as_street,
    is_beside_place,
    is_country,
    is_district,
    is_named_street,
    is_numbered,
    is_place,
    is_postal,
    is_street,
    is_town,
)
from services.mime.signature_fields.companies import DOMAIN, evidence, is_evident
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.notes import is_note
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import has_role
from services.mime.signature_lines import is_closing

_LABEL = re.compile(r"[^\W\d_][^\d:：.]{1,24}\.?[:：]\s{0,3}(?=\S)|[aA]\s?[:：.]\s{1,2}")
_PARTS = re.compile(r",\s{0,2}|\s[-–—·/]\s|\s[|]\s")
_GAP = re.compile(r"\s*[|•·●▪■│∙⋅\n\r*]+\s*|\s+[-–]\s+(?=\d)|\t")
_COMMAS = re.compile(r"(?:\s{0,3},){2,9}\s{0,3}")
_LONGEST = 160
_MOST_WORDS_BETWEEN = 4


def addresses(pieces: list[Piece], sender: Sender, signature: str) -> tuple[list[Field], list[Piece]]:
    """The addresses, and the pieces that are left, with companies that stand in front of one."""
    fields: list[Field] = []
    left: list[Piece] = []
    index = 0
    while index < len(pieces):
        begins = _begins(pieces, index, sender)
        if not begins:
            left.append(pieces[index])
            index += 1
            continue
        company, first = _without_company(pieces[index], sender)
        left += [company] if company else []
        last = index
        while last + 1 < len(pieces) and _goes_on(pieces, last):
            last += 1
        start = first.start
        end = start + len(signature[start : pieces[last].end].rstrip(" .,;"))
        written = signature[start:end]
        if first.is_beside:  # what is in the other column stands between its lines
            written = ", ".join([first.text, *(piece.text for piece in pieces[index + 1 : last + 1])]).rstrip(" .,;")
        value = _COMMAS.sub(", ", _GAP.sub(", ", written))
        sure = any(is_place(piece.text) for piece in pieces[index : last + 1])
        fields.append(Field("address", " ".join(value.split()), first.number, start, end, 0.9 if sure else 0.5))
        index = last + 1
    return fields, left


def _begins(pieces: list[Piece], index: int, sender: Sender) -> bool:
    piece = pieces[index]
    if not _may_be(piece):
        return False
    if is_place(piece.text) or is_town(piece.text):
        return True
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    if below is not None and is_numbered(piece.text) and below.is_below(piece):
        return is_postal(below.text) and not is_street(below.text) and not is_evident(piece.text, sender)
    if below is None or not is_beside_place(piece.text) or not _follows(piece, below):
        return False
    if is_place(below.text):
        return True
    # "Strand Road", and its town below
    return is_named_street(piece.text) and (is_country(below.text) or _goes_on(pieces, index))


def _goes_on(pieces: list[Piece], last: int) -> bool:
    """Does the piece behind `last` belong to the same address?"""
    following = pieces[last + 1]
    if not _follows(pieces[last], following) or not _may_be(following):
        return False
    text = following.text
    if (
        is_street(text)
        and is_street(pieces[last].text)
        and following.number != pieces[last].number
        and _PARTS.search(text)
    ):
        return False  # another address in full
    if is_place(text) or is_town(text) or is_beside_place(text):
        return True
    between = last + 2 < len(pieces) and _follows(following, pieces[last + 2])
    between = between and any(form(pieces[last + 2].text) for form in (is_place, is_country, is_district))
    return (
        between
        and len(text.split()) <= _MOST_WORDS_BETWEEN
        and text[0].isupper()
        and not is_street(pieces[last + 2].text)
    )


def _follows(piece: Piece, following: Piece) -> bool:
    return following.is_below(piece) or (following.number == piece.number and not piece.is_beside)


def _may_be(piece: Piece) -> bool:
    return (
        len(piece.text) <= _LONGEST
        and not is_closing(piece.text.partition(",")[0] or "?")
        and not is_note(piece.text)
        and not (has_role(piece.text) and not is_place(piece.text))
    )


def _without_company(piece: Piece, sender: Sender) -> tuple[Piece | None, Piece]:
    """A company in front of the address, and the address."""
    label = _LABEL.match(piece.text)
    if label:
        piece = piece.part(label.end(), len(piece.text))
    place = 0
    for gap in _PARTS.finditer(piece.text):
        front = piece.text[place : gap.start()]
        behind = piece.text[gap.end() :]
        sure = evidence(front, sender)
        evident = sure >= DOMAIN or (sure and is_street(behind)) or has_role(front)
        if (
            not evident
            or is_street(front)
            or begins_as_street(front)
            or any(map(str.isdigit, front))
            or not is_place(behind)
        ):
            break
        place = gap.end()
    if not place:
        return None, piece
    return piece.part(0, place), piece.part(place, len(piece.text))
