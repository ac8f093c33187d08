"""The sender's titles and companies among what the pieces beside the name say, and by where they stand."""

import re

from services.mime.signature_fields.companies import LEGAL
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.folding import squeezed
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.said import Said, said
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import PARTICLES, begins_with_role, has_function

_FARTHEST = 4  # pieces between a name and a title
_BY_PLACE = 0.6
_WIDEST_GAP = 6  # characters between two parts of a line
_BRACKETED = re.compile(r"(?<=[\w.])\s{1,2}\([^()]{2,40}\)?\W{0,2}\Z")
_MOST_BELOW = 5  # words of a line that goes on
_LONGEST_ABBREVIATION = 6  # characters, with its mark: "Assoc."


def organisations(pieces: list[Piece], signed: int | None, sender: Sender, addressed: set[int]) -> list[Field]:
    """`signed`: the index of the name among the pieces; `addressed`: the lines in which an address begins."""
    found = [one for index, piece in enumerate(pieces) if index != signed for one in said(index, piece, sender)]
    companies = [one for one in found if one.kind == "company"]
    titles = [one for one in found if one.kind == "title" and _is_near(one, signed)]
    if signed is None:
        titles = titles if companies else []
    else:
        unknown = [one for one in found if one.kind == "unknown" and one.index > signed]
        titles = titles or _titles_by_place(found, unknown, companies, signed)
        companies = companies or _companies_by_place(unknown, titles, addressed)
    return [
        *(_field("title", one, pieces) for one in titles),
        *(_field("company", one, pieces) for one in _distinct(companies)),
    ]


def _is_near(one: Said, signed: int | None) -> bool:
    if signed is None:
        return one.index <= 1 and begins_with_role(one.piece.text)
    return -2 <= one.index - signed <= _FARTHEST


def _titles_by_place(found: list[Said], unknown: list[Said], companies: list[Said], signed: int) -> list[Said]:
    """What is done, in place of who does it; or what stands between the name and the company."""
    functions = [one for one in found if one.kind == "function" and signed < one.index <= signed + 2]
    if functions:
        return functions[:1]
    firm = min((one.index for one in companies), default=-1)
    return [
        one
        for one in unknown
        if one.index == signed + 1 and firm in {one.index, one.index + 1} and not has_function(one.piece.text)
    ]


def _companies_by_place(unknown: list[Said], titles: list[Said], addressed: set[int]) -> list[Said]:
    """What stands beside the title, or above the address."""
    found = [one for one in unknown if any(_is_beside(one, title) for title in titles)]
    found += [one for one in unknown if one.piece.number + 1 in addressed]
    return [one for one in found if one not in titles][:1]


def _is_beside(one: Said, title: Said) -> bool:
    """Next to each other: nothing, not even a phone, between them in their line."""
    first, last = sorted((one, title), key=lambda said: said.index)
    gap = last.piece.start - first.piece.end
    return last.index - first.index == 1 and (one.piece.number != title.piece.number or gap <= _WIDEST_GAP)


def _distinct(companies: list[Said]) -> list[Said]:
    """The surest one, and what else has a legal form."""
    kept: list[Said] = []
    for one in sorted(companies, key=lambda company: -company.confidence):
        name = squeezed(one.piece.text)
        known = any(name.startswith(squeezed(other.piece.text)[: len(name)]) for other in kept)
        if not kept or (one.confidence >= LEGAL and not (name and known)):
            kept.append(one)
    return sorted(kept, key=lambda company: company.index)


def _field(kind: str, one: Said, pieces: list[Piece]) -> Field:
    piece = one.piece
    below = pieces[one.index + 1] if one.index + 1 < len(pieces) else None
    if piece.text[-1] == "." and len(piece.text.split()[-1]) > _LONGEST_ABBREVIATION:
        piece = piece.part(0, len(piece.text) - 1)
    confidence = _BY_PLACE if one.kind in {"unknown", "function"} else one.confidence
    text, end = piece.text, piece.end
    bracket = _BRACKETED.search(text) if kind == "company" else None
    if bracket is not None:  # its town, or what it was called
        piece = piece.part(0, bracket.start())
        text, end = piece.text, piece.end
    if below is not None and end == pieces[one.index].end and _goes_on(below, pieces[one.index]):
        text, end = f"{text} {below.text}", below.end
    return Field(kind, " ".join(text.split()), piece.number, piece.start, end, confidence)


def _goes_on(below: Piece, above: Piece) -> bool:
    """ "Harbour Institute", and in the next line "of Physics"; "Director of", and below it "Physics"."""
    words = below.text.split()
    if len(words) > _MOST_BELOW or not below.is_below(above) or any(map(str.isdigit, below.text)):
        return False
    return (words[0] in PARTICLES and len(words) > 1) or above.text.split()[-1] in PARTICLES
