"""Who signs: the line that is a name, best one that the sender has."""

import re
from dataclasses import dataclass

from services.mime.signature_fields.companies import is_of_domain
from services.mime.signature_fields.company_words import has_legal_form, is_organisation
from services.mime.signature_fields.folding import folded
from services.mime.signature_fields.notes import is_note
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import PARTICLES, has_role, is_function, is_unit
from services.mime.signature_lines import is_closing
from services.mime.word_lists import words

_MOST = 16  # pieces that are looked at
_MOST_WORDS = 5
_WORD = re.compile(r"(?:[^\W\d_]+(?:['’.·-][^\W\d_]+)*\.?)")
_GAP = re.compile(r"\s{1,3}(?:[\"“(][^\W\d_]{2,20}[\"”)]\s{1,3})?")
_BEFORE = re.compile(r"[\s/~–—*_.-]{0,4}(?:i\.\s?[VA]\.|ppa\.?|gez\.)?\s{0,2}", re.IGNORECASE)
_HONORIFICS = words(
    "dr med rer nat phil jur hc habil prof ing mag dipl mr mrs ms miss mx eng engr avv dott dottssa ir drs phdr "
    "mudr mgr bc judr arch geom rag lic sr sra capt rev hon sir dame lord lady herr frau mme m. monsieur madame "
    "univ don doc rndr paeddr bsc msc"
)
_SIGNED = re.compile(r"(?P<closing>[^,.!:–—-]{2,40})[,.!–—-]+\s{0,4}(?P<name>[^,!?:;]{2,40})\Z")
_CREDENTIALS = re.compile(
    r"(?:[A-Z][\w.-]{0,6}|[(]?(?:he|she|they|her|him|them|Mr|Mrs|Ms|Mx)[\w/.]{0,12}[)]?|Jr|Sr)[.,]?"
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_NAME = re.compile(r"[\u3400-\u9fff々]{1,3}[\s\u3000]?[\u3400-\u9fff\u3040-\u30ff]{1,4}|[\uac00-\ud7af]{2,4}")
_BEHIND = re.compile(r"\s{0,2}(?:드림|올림|拝|より|敬上|님)\s{0,2}\Z")
_AND = re.compile(r"\s(?:and|&|und|et|y|e|en|och|og|i|и)\s")


@dataclass(frozen=True)
class Signed:
    """A name: which piece holds it, the name itself, and what else is in the piece."""

    index: int
    name: Piece
    rest: tuple[Piece, ...]
    confidence: float


def signed_name(pieces: list[Piece], sender: Sender) -> Signed | None:
    """The name of who signs, None where nobody does."""
    best: tuple[int, Signed] | None = None
    closed = False
    first: Signed | None = None
    for index, piece in enumerate(pieces[:_MOST]):
        found = _name_in(piece, sender)
        if is_closing(piece.text) and not (found and sender.names_in(found[0].text)):
            closed = True
            continue
        if found is not None and not is_note(piece.text):
            name, rest = found
            known = min(sender.names_in(name.text), 2)
            if (
                known
                and (known == 2 or not _is_other(name.text))
                and (best is None or known > best[0] or name.text == best[1].name.text)
            ):
                best = known, Signed(index, name, rest, 0.95 if known == 2 else 0.85)
            alone = len(name.text.split()) > 1 or closed or len(pieces) == 1 or bool(_UNSPACED.search(name.text))
            if first is None and alone and _is_somebodys(name, sender):
                first = Signed(index, name, rest, 0.6)
        if first is None:
            first = Signed(-1, piece, (), 0)  # who signs stands above all else
    if best is not None:
        return best[1]
    return first if first is not None and first.index >= 0 else None


def _is_other(text: str) -> bool:
    return has_legal_form(text) or is_organisation(text)


def _is_somebodys(name: Piece, sender: Sender) -> bool:
    """Does a name that is not the sender's look like a person's?"""
    text = name.text
    if _UNSPACED.search(text):
        return bool(_UNSPACED_NAME.fullmatch(text))
    said = _is_other(text) or has_role(text) or is_function(text) or is_unit(text) or is_of_domain(text, sender)
    return not said and len(text.split()) <= 4 and not (text.isupper() and len(text) <= 5)


def _name_in(piece: Piece, sender: Sender) -> tuple[Piece, tuple[Piece, ...]] | None:
    """A name at the beginning of a piece, and what is behind; or behind a closing: "Thanks, Bo"."""
    found = _leading(piece, sender)
    if found is not None and not (sender.names_in(found[0].text) == 0 and _SIGNED.match(piece.text)):
        return found
    signed = _SIGNED.match(piece.text)
    if signed is not None and (is_closing(signed["closing"]) or len(signed["closing"].split()) <= 3):
        behind = _leading(piece.part(signed.start("name"), len(piece.text)), sender)
        if behind is not None and (sender.names_in(behind[0].text) or is_closing(signed["closing"])) and not behind[1]:
            return None if behind[0].text.isupper() and len(behind[0].text) <= 3 else behind
    closing, _, last = piece.text.rpartition(" ")
    if closing and is_closing(closing) and sender.names_in(last) and last[0].isupper():
        return piece.part(len(closing) + 1, len(piece.text)), ()
    return found


def _leading(piece: Piece, sender: Sender) -> tuple[Piece, tuple[Piece, ...]] | None:
    text = piece.text
    place = _BEFORE.match(text).end()  # type: ignore[union-attr]  # it may be empty
    unspaced = _BEHIND.search(text)
    if unspaced:
        text = text[: unspaced.start()]
    spans: list[tuple[int, int]] = []
    while len(spans) <= _MOST_WORDS:
        word = _WORD.match(text, place)
        if word is None:
            break
        if not spans and folded(word[0]).strip(".").replace(".", "") in _HONORIFICS and word.end() < len(text):
            place = word.end() + len(text[word.end() :]) - len(text[word.end() :].lstrip(" .,"))
            continue
        spans.append(word.span())
        gap = _GAP.match(text, word.end())
        place = gap.end() if gap else word.end()
        if gap is None:
            break
    credited = spans[-1][1] if spans else 0
    spans = _without_credentials(text, spans)
    if not 0 < len(spans) <= _MOST_WORDS:
        return None
    start, end = spans[0][0], spans[-1][1]
    said = [text[first:last] for first, last in spans]
    both = _AND.search(text, start, end)
    if both is not None and len(said) == 3:  # two who sign: the sender is one of them
        parts = ((start, both.start()), (both.end(), end))
        start, end = next(((a, b) for a, b in parts if sender.names_in(text[a:b])), (start, end))
        return piece.part(start, end), ()
    if not all(word[0].isupper() or not word[0].islower() or word.casefold() in PARTICLES for word in said) and not (
        len(said) <= 2 and sender.names_in(text[start:end]) == len(said) and len(text) == end
    ):
        return None
    if len(text[start:end].replace(".", "")) < 2 or said[0].casefold() in PARTICLES - {
        "de",
        "di",
        "van",
        "von",
        "la",
        "le",
        "du",
        "da",
        "do",
    }:
        return None
    behind = text[max(end, credited) :]
    if behind and behind[0] not in ",(-–—:/ .!;)":
        return None
    rest = piece.part(end, len(piece.text)) if behind.strip(" ,.;:-–—/()!") else None
    if rest is not None and behind.lstrip()[:1].isalnum():
        return None
    rests = () if rest is None or _is_credentials(rest.text) else (rest.part(_edge(rest.text), len(rest.text)),)
    for first, _ in spans[1:]:  # "主任 佐藤 花子", "Director Jane Doe"
        if (
            has_role(text[start:first])
            and not sender.names_in(text[start:first])
            and sender.names_in(text[first:end]) > 1
        ):
            return piece.part(first, end), (piece.part(start, first), *rests)
    return piece.part(start, end), rests


def _edge(text: str) -> int:
    return len(text) - len(text.lstrip(" ,-–—:/.)"))


def _without_credentials(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without "MRICS" behind a name that is not all in capitals, and without more words than a name has."""
    said = [text[start:end] for start, end in spans]
    if len(said) > 2 and any(word.islower() or word.istitle() for word in said[:2]):
        while len(said) > 2 and said[-1].replace(".", "").isupper() and len(said[-1]) > 2:
            said.pop()
            spans = spans[:-1]
    return spans


def _is_credentials(text: str) -> bool:
    found = re.split(r"[\s,]+", text.strip(" ,.-–()"))
    return not has_role(text) and all(
        _CREDENTIALS.fullmatch(word) and (sum(map(str.isupper, word)) > 1 or len(word) <= 4) for word in found if word
    )
