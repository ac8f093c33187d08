"""Titles and companies among the pieces that are neither name nor address."""

import re
from dataclasses import dataclass

from services.mime.signature_fields.address_forms import is_beside_place, is_country
from services.mime.signature_fields.companies import TRADE, evidence, is_evident
from services.mime.signature_fields.company_words import has_legal_form
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.folding import folded, squeezed
from services.mime.signature_fields.notes import is_note
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import (
    MOST_WORDS,
    begins_with_role,
    has_role,
    is_function,
    is_unit,
    leads_all,
)
from services.mime.signature_lines import is_closing
from services.mime.word_lists import words

_FARTHEST = 4  # pieces between a name and a title
_LONGEST = 90
_LONGEST_ABBREVIATION = 6  # characters, with its mark: "Assoc."
_MOST_UNKNOWN = 6  # words of a company that nothing tells but its place
_CUT = re.compile(r",\s{0,2}|\s(?:at|@|bei|chez|presso|hos|w|в|-|–|—|/)\s|:\s")
_SPACE = re.compile(r"\s+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SLOGAN = words(
    "your our the we you ihr ihre unser unsere wir votre notre nous su tu nuestro nuestra il vostro nostro uw ons "
    "onze din var a an"
)
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w ]{1,18})\s?[:：]\s{0,3}")
_LABELS = {
    "title": words(
        "title position role job funktion fonction cargo puesto ruolo funzione functie stanowisko tittel befattning "
        "titel должность 职位 役職 jobtitle"
    ),
    "company": words(
        "company organisation organization firma societe empresa azienda bedrijf firm employer foretag компания "
        "организация 公司 会社名"
    ),
}


@dataclass(frozen=True)
class _Said:
    index: int
    kind: str  # title, function, company, unknown
    piece: Piece
    confidence: float


def organisations(pieces: list[Piece], signed: int | None, sender: Sender, addressed: set[int]) -> list[Field]:
    """`signed`: the index of the name among the pieces; `addressed`: the lines in which an address begins."""
    said: list[_Said] = []
    for index, piece in enumerate(pieces):
        if index != signed:
            said += _said(index, piece, sender)
    companies = [one for one in said if one.kind == "company"]
    titles = [one for one in said if one.kind == "title" and _is_near(one.index, signed, pieces)]
    unknown = [one for one in said if one.kind == "unknown"]
    if not titles and signed is not None:
        titles = [one for one in said if one.kind == "function" and signed < one.index <= signed + 2][:1]
    if not titles and signed is not None and companies:
        titles = [
            _Said(one.index, "title", one.piece, 0.6)
            for one in unknown
            if one.index == signed + 1 and companies[0].index in {one.index, one.index + 1}
        ]
    if not companies and signed is not None:
        companies = _by_place(unknown, titles, signed, addressed)[:1]
    return [
        _field(kind, one) for kind, found in (("title", titles), ("company", _distinct(companies))) for one in found
    ]


def _field(kind: str, one: _Said) -> Field:
    piece = one.piece
    if piece.text[-1] == "." and len(piece.text.split()[-1]) > _LONGEST_ABBREVIATION:
        piece = piece.part(0, len(piece.text) - 1)
    return Field(kind, " ".join(piece.text.split()), piece.number, piece.start, piece.end, one.confidence)


def _said(index: int, piece: Piece, sender: Sender) -> list[_Said]:
    label = _LABEL.match(piece.text)
    if label is not None:
        for kind, known in _LABELS.items():
            if folded(label["label"]).replace(" ", "") in known:
                return [_Said(index, kind, piece.part(label.end(), len(piece.text)), 0.95)]
    text = piece.text
    letters = sum(map(str.isalpha, text))
    if (
        letters < 2
        or len(text) > _LONGEST
        or len(text.split()) > MOST_WORDS
        or text[-1] in ":："
        or is_closing(text)
        or is_note(text)
    ):
        return []
    if "!" in text or "?" in text or sum(map(str.isdigit, text)) > max(4, letters):
        return []
    parts = _parts(piece, sender)
    if parts:
        return [_Said(index, kind, part, confidence) for kind, part, confidence in parts]
    if folded(text).split()[0] in _SLOGAN and not has_legal_form(text) and not is_evident(text, sender):
        return []
    if has_legal_form(text):
        return [_Said(index, "company", piece, 0.95)]
    if has_role(text):
        return [_Said(index, "title", piece, 0.9)]
    confidence = evidence(text, sender)
    if confidence:
        return [_Said(index, "company", _without_country(piece), confidence)]
    if is_function(text):
        return [_Said(index, "function", piece, 0.6)]
    return [_Said(index, "unknown", piece, 0.6)] if _is_unknown(text) and text[-1] not in ".;" else []


def _parts(piece: Piece, sender: Sender) -> list[tuple[str, Piece, float]]:
    """A title and a company beside each other: "Vice President, Harbour Ltd.", "Harbour Ltd. - Sales Manager"."""
    for cut in (_SPACE if _UNSPACED.search(piece.text) else _CUT).finditer(piece.text):
        front, behind = piece.part(0, cut.start()), piece.part(cut.end(), len(piece.text))
        if not front.text or not behind.text:
            continue
        sure, other = _sure(behind.text, sender), _sure(front.text, sender)
        sure = sure or (0.7 if leads_all(front.text) and _is_unknown(behind.text) else 0)
        if has_role(front.text) and not has_legal_form(front.text) and sure and not has_role(behind.text):
            return [("title", front, 0.9), ("company", behind, sure)]
        if other and not has_role(front.text) and has_role(behind.text) and not has_legal_form(behind.text):
            return [("company", front, other), ("title", behind, 0.9)]
        if (
            has_role(front.text)
            and cut[0].strip() in {"at", "@", "bei", "chez", "presso", "hos", "w", "в"}
            and behind.text[0].isupper()
        ):
            return [("title", front, 0.9), ("company", behind, 0.8)]
        if other and is_unit(behind.text) and not is_unit(front.text) and cut[0].strip() in {"-", "–", "—", ","}:
            return [("company", front, other)]
        if is_unit(front.text) and sure and not has_role(front.text):
            return [("company", _without_country(behind), sure)]
    return []


def _sure(text: str, sender: Sender) -> float:
    """Evidence of an organisation that holds beside a title, too."""
    found = evidence(text, sender)
    return found if found > TRADE else 0


def _is_unknown(text: str) -> bool:
    """May it be an organisation that nothing tells but its place?"""
    found = text.split()
    return (
        0 < len(found) <= _MOST_UNKNOWN
        and text[0].isalnum()
        and not text[0].islower()
        and not has_role(text)
        and not is_function(text)
        and not is_unit(text)
        and not is_beside_place(text)
    )


def _is_near(index: int, signed: int | None, pieces: list[Piece]) -> bool:
    if signed is None:
        return index <= 1 and begins_with_role(pieces[index].text)
    return index - signed <= _FARTHEST and signed - index <= 2


def _by_place(unknown: list[_Said], titles: list[_Said], signed: int, addressed: set[int]) -> list[_Said]:
    """A company that nothing tells but where it stands: beside the title, or above the address."""
    beside = {title.index + 1 for title in titles} | {title.index - 1 for title in titles}
    found = [one for one in unknown if one.index > signed and one.index in beside]
    found += [one for one in unknown if one.index > signed and one.piece.number + 1 in addressed]
    return [_Said(one.index, "company", one.piece, 0.6) for one in found]


def _without_country(piece: Piece) -> Piece:
    """ "Harbour University, Norway" is called without the last."""
    front, comma, _ = piece.text.rpartition(",")
    return piece.part(0, len(front)) if comma and is_country(piece.text) else piece


def _distinct(companies: list[_Said]) -> list[_Said]:
    """Each once, in its surest form; those that only a noun tells give way to surer ones."""
    kept: list[_Said] = []
    for one in sorted(companies, key=lambda said: -said.confidence):
        name = squeezed(one.piece.text)
        if any(
            name.startswith(other[: len(name)]) for other in (squeezed(k.piece.text) for k in kept) if other and name
        ):
            continue
        if kept and one.confidence < kept[0].confidence:
            continue
        kept.append(one)
    return sorted(kept, key=lambda said: said.index)
