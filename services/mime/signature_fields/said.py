"""What a piece beside a name says by its own words: a title, a company, both, what is done, or nobody knows."""

import re
from dataclasses import dataclass

from services.mime.letter_forms import is_small
from services.mime.signature_fields.address_forms import is_beside_place, is_country
from services.mime.signature_fields.companies import DOMAIN, NOUN, TRADE, evidence, is_of_domain
from services.mime.signature_fields.company_words import has_legal_form, is_pair, is_university
from services.mime.signature_fields.folding import folded, squeezed, words_of
from services.mime.signature_fields.notes import is_note
from services.mime.signature_fields.phone_words import BESIDE, FAX, HOME, MOBILE, WORK
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import (
    MOST_WORDS,
    PARTICLES,
    begins_with_unit,
    has_role,
    is_function,
    is_unit,
    leads_all,
)
from services.mime.signature_lines import is_closing
from services.mime.word_lists import words

_LONGEST = 90
_MOST_UNKNOWN = 6  # words of a company that nothing tells but its place
_ROLE, _LABELLED, _BESIDE_ROLE, _LED, _FUNCTION, _UNKNOWN = 0.9, 0.95, 0.8, 0.7, 0.6, 0.6
_AT = frozenset(["at", "@", "bei", "chez", "presso", "hos", "w", "в"])
_CUT = re.compile(r",\s{0,2}|\s(?:at|@|bei|chez|presso|hos|w|в|-|–|—|/)\s|:\s")
_SPACE = re.compile(r"\s+")
_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_DONE = 3  # words of what somebody does
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_QUOTES = frozenset('"“”„«»')
_CLOCK = re.compile(r"\d:\d\d")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SLOGAN = words(
    "your our the we you ihr ihre unser unsere wir votre notre nous su tu nuestro nuestra il vostro nostro uw ons "
    "onze din var a an"
)
_PHONE_LABELS = WORK | MOBILE | FAX | HOME | BESIDE
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
class Said:
    """Part of a piece, which is the `index`th, and what it is: title, function, company, or unknown."""

    index: int
    kind: str
    piece: Piece
    confidence: float


def said(index: int, piece: Piece, sender: Sender) -> list[Said]:
    """What the piece says, none, one or two things."""
    label = _LABEL.match(piece.text)
    for kind, known in _LABELS.items():
        if label is not None and folded(label["label"]).replace(" ", "") in known:
            return [Said(index, kind, piece.part(label.end(), len(piece.text)), _LABELLED)]
    if not _may_say(piece.text):
        return []
    return [Said(index, *found) for found in _two(piece, sender) or _one(piece, sender)]


def is_unknown(text: str) -> bool:
    """May it be a title or an organisation, though nothing tells but its place?"""
    found = text.split()
    if not 0 < len(found) <= _MOST_UNKNOWN or not text[0].isalpha() or is_small(text[0]):
        return False
    # A machine; "Boats and more since 1990"; "Advanced filtering software"
    if _HOST.fullmatch(text) or _YEAR.search(text) or _is_described(found):
        return False
    return not (has_role(text) or is_function(text) or is_unit(text) or is_beside_place(text))


def _is_described(found: list[str]) -> bool:
    """Does it end in a small word? A firm's name does not; "Biuro rachunkowe Nowak" is one."""
    return len(found) > 2 and found[-1].islower() and len(found[-1]) > 3


def _may_say(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    if letters < 2 or len(text) > _LONGEST or len(text.split()) > MOST_WORDS or text[-1] in ":：":
        return False
    if "!" in text or "?" in text or _CLOCK.search(text) or sum(map(str.isdigit, text)) > max(4, letters):
        return False
    return not (is_closing(text) or is_note(text) or _PHONE_LABELS.issuperset(words_of(text)))


def _one(piece: Piece, sender: Sender) -> list[tuple[str, Piece, float]]:
    text = piece.text
    sure = evidence(text, sender)
    if has_legal_form(text):
        return [("company", piece, sure)]
    if folded(text).split()[0] in _SLOGAN and not sure:
        return []
    if begins_with_unit(text) and not sure:
        return []
    if is_pair(text):
        return [("company", piece, sure)]
    if has_role(text):
        cut = _firm_in_front(text, sender)
        firm = [("company", piece.part(0, cut), DOMAIN)] if cut else []
        return [*firm, ("title", piece.part(cut, len(text)), _ROLE)]
    if sure:
        return [("company", _without_country(piece), sure)]
    if is_function(text):
        return [("function", piece, _FUNCTION)]
    return [("unknown", piece, _UNKNOWN)] if is_unknown(text) and text[-1] not in ".;" else []


def _firm_in_front(text: str, sender: Sender) -> int:
    """Where the title begins in "Harbour Sails Systems Engineer", by somebody of harboursails.example; else 0."""
    for gap in _SPACE.finditer(text):
        front, behind = text[: gap.start()], text[gap.end() :]
        if squeezed(front) == sender.domain and not has_role(front) and has_role(behind) and not sender.names_in(front):
            return gap.end()
    return 0


def _two(piece: Piece, sender: Sender) -> list[tuple[str, Piece, float]]:
    """A title and a company beside each other, or one of them beside a department.

    "Vice President, Harbour Ltd.", "Harbour Ltd. - Sales Manager", "Manager / Boats Team".
    """
    for cut in (_SPACE if _UNSPACED.search(piece.text) else _CUT).finditer(piece.text):
        front, behind = piece.part(0, cut.start()), piece.part(cut.end(), len(piece.text))
        if not front.text or not behind.text:
            continue
        between = cut[0].strip() or ("," if piece.text[cut.start() - 1] in ",，、" else "")
        if between == "at" and behind.text == "Law":
            continue
        is_role = has_role(front.text) and not has_legal_form(front.text)
        sure, other = _sure(behind.text, sender), _sure(front.text, sender)
        if is_role and not has_role(behind.text):
            if not sure and between in _AT and behind.text[0].isupper():
                sure = _BESIDE_ROLE
            if not sure and leads_all(front.text) and is_unknown(behind.text):
                sure = _LED  # whose founder one is, is a firm
            if not sure and between == "," and _is_firm_behind_role(behind.text):
                sure = _LED
            if sure:
                return [("title", front, _ROLE), ("company", _without_country(behind), sure)]
            if between == "/" and is_unit(behind.text):
                return [("title", front, _ROLE)]
        elif not is_role and other and has_role(behind.text) and not has_legal_form(behind.text):
            return [("company", front, other), ("title", behind, _ROLE)]
        elif between == "," and is_university(behind.text) and other and not has_legal_form(front.text):
            return [("company", _without_country(behind), sure)]  # "Centre for Boats, University of Marlow"
        elif is_unit(front.text) and sure and (not other or begins_with_unit(front.text)):
            return [("company", _without_country(behind), sure)]
        elif between == "," and not is_role and not other and _is_done_for(front.text, behind.text, sender):
            return [("title", front, _FUNCTION), ("company", _without_country(behind), sure)]
        elif other and not is_role and between in {"-", "–", "—", ","} and _is_part_of_it(behind.text, between, sender):
            return [("company", front, other)]
    return []


def _is_firm_behind_role(text: str) -> bool:
    """Behind "Юрист," and "部長,": departments are written small there, or stand in front."""
    if _UNSPACED.search(text):
        return not is_unit(text)
    found = text.split()
    return not _LATIN.search(text) and len(found) > 1 and all(word[0].isupper() for word in found)


def _is_done_for(front: str, behind: str, sender: Sender) -> bool:
    """ "Sailmaker, Harbour Sails", by somebody of harboursails.example: what is no word for a role here still is one.

    "Swaine, Moore & Co." is one firm: a legal form alone does not tell.
    """
    firm = is_of_domain(behind, sender) or (evidence(behind, sender) >= NOUN and not has_legal_form(behind))
    if not firm or is_of_domain(front, sender) or sender.names_in(front) or is_beside_place(front) or is_unit(front):
        return False
    if is_beside_place(behind):  # "Fotan, Shatin. N.T. Hong Kong"
        return False
    found = front.split()  # "adiunkt": one word is written small in many tongues
    may_be = not is_small(front[0]) or (len(found) == 1 and front.isalpha() and front not in PARTICLES)
    return len(found) <= _MOST_DONE and may_be and not any(map(str.isdigit, front))


def _is_part_of_it(text: str, between: str, sender: Sender) -> bool:
    """Does it name a department, or what stands behind a dash?"""
    if has_legal_form(text):
        return False
    return is_unit(text) or (between != "," and not _sure(text, sender))


def _sure(text: str, sender: Sender) -> float:
    """Evidence of an organisation that holds beside a title, too."""
    found = evidence(text, sender)
    return found if found > TRADE else 0


def _without_country(piece: Piece) -> Piece:
    """ "Harbour University, Norway" is called without the last."""
    front, comma, _ = piece.text.rpartition(",")
    return piece.part(0, len(front)) if comma and is_country(piece.text) else piece
