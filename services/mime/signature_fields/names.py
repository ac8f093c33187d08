"""Who signs: the line that is a name, the best one that the sender has; else the first, if it looks like a person's."""

import re
from dataclasses import dataclass

from services.mime.signature_fields.companies import evidence, is_of_domain
from services.mime.signature_fields.company_words import has_legal_form, is_legal_form
from services.mime.signature_fields.name_shape import Named, leading_name
from services.mime.signature_fields.notes import is_note
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import has_role, is_function, is_office, is_unit
from services.mime.signature_lines import is_closing

_MOST = 16  # pieces that are looked at
_MOST_WORDS = 4  # of a name that the sender does not have
_FULL, _PART, _OTHER = 0.95, 0.85, 0.6  # how sure: both names of the sender's, one, none
_SIGNED = re.compile(r"(?P<closing>[^,.!:–—-]{2,40})[,.!–—-]+\s{0,4}(?P<name>[^,!?:;]{2,40})\Z")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_NAME = re.compile(r"[\u3400-\u9fff々]{1,3}\s?[\u3400-\u9fff\u3040-\u30ff]{1,4}|[\uac00-\ud7af]{2,4}")


@dataclass(frozen=True)
class Signed:
    """A name: which piece holds it, the name itself, and what else is in the piece."""

    index: int
    name: Piece
    rest: tuple[Piece, ...]
    confidence: float


def signed_name(pieces: list[Piece], sender: Sender) -> Signed | None:
    """The name of who signs, None where nobody does."""
    best: tuple[float, Signed] | None = None
    others: list[Signed] = []
    closed, is_first = False, True
    for index, piece in enumerate(pieces[:_MOST]):
        found = _name_in(piece, sender)
        if is_closing(piece.text) and not (found and sender.names_in(found[0].text)):
            closed = True
            continue
        if found is not None and not is_note(piece.text) and not _is_called_so(piece.text, found[0].text):
            name, rest = found
            rank = _rank(name.text, sender)
            if rank and (best is None or rank > best[0] or name.text == best[1].name.text):
                best = rank, Signed(index, name, rest, _FULL if rank >= 2 else _PART)
            alone = " " in name.text or closed or len(pieces) == 1 or bool(_UNSPACED.search(name.text))
            titled = bool(_UNSPACED.search(name.text)) and any(has_role(one.text) for one in rest)
            if (is_first or titled) and alone and _is_somebodys(name.text, sender):  # who signs stands above all else
                others.append(Signed(index, name, rest, _OTHER))
        is_first = False
    return best[1] if best is not None else next(iter(others), None)


def _is_called_so(whole: str, name: str) -> bool:
    """Is it a firm or an office, after which the sender's address may be called? "Quay Boats Ltd.", "Sales Manager"."""
    _, _, behind = whole.partition(name)
    return has_legal_form(name) or is_legal_form(behind) or is_office(name)


def _rank(text: str, sender: Sender) -> float:
    """0 where it is not the sender's, 1 with a name of theirs, 1.5 with their last one behind another, 2 with two."""
    known = sender.names_in(text)
    if known >= 2 or not known:
        return min(known, 2)
    if evidence(text, sender) and not is_of_domain(text, sender):
        return 0
    found = text.split()
    return 1.5 if len(found) in {2, 3} and sender.names_in(found[-1]) and found[0].isalpha() else 1


def _is_somebodys(text: str, sender: Sender) -> bool:
    """Does a name that is not the sender's look like a person's?"""
    if _UNSPACED.search(text):
        return bool(_UNSPACED_NAME.fullmatch(text))
    if evidence(text, sender) or has_role(text) or is_function(text) or is_unit(text) or is_of_domain(text, sender):
        return False
    return len(text.split()) <= _MOST_WORDS and not (text.isupper() and len(text) <= 5)


def _name_in(piece: Piece, sender: Sender) -> Named | None:
    """A name at the beginning of a piece, or behind a closing: "Thanks, Bo", "Love Bo"."""
    closing, _, last = piece.text.rpartition(" ")
    closing = closing.rstrip(",.! ")
    if closing and is_closing(closing) and sender.names_in(last) and last[0].isupper():
        return leading_name(piece.part(len(piece.text) - len(last), len(piece.text)), sender)
    found = leading_name(piece, sender)
    signed = _SIGNED.match(piece.text)
    if signed is None or (found is not None and sender.names_in(found[0].text)):
        return found
    closes = is_closing(signed["closing"])
    behind = leading_name(piece.part(signed.start("name"), len(piece.text)), sender)
    if behind is None or behind[1] or not (closes or sender.names_in(behind[0].text)):
        return None if closes else found
    return behind
