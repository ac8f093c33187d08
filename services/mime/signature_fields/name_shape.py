"""A name at the beginning of a piece: its words, without what goes before a name and behind it."""

import re

from services.mime.letter_forms import LETTERS, is_small
from services.mime.signature_fields.companies import is_evident
from services.mime.signature_fields.folding import folded
from services.mime.signature_fields.pieces import Piece
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import PARTICLES, has_role
from services.mime.signature_words import FACULTIES, HONORIFICS
from services.mime.word_lists import words

_MOST_WORDS = 5
_WORD = re.compile(rf"{LETTERS}(?:(?:\.?-|['’.·]){LETTERS})*\.?")  # "J.-B." too
_GAP = re.compile(r"\s{1,3}(?:[\"“(][^\W\d_]{2,20}[\"”)]\s{1,3})?")
_BEFORE = re.compile(r"[\s/~–—*_.-]{0,4}(?:i\.\s?[VA]\.|ppa\.?|gez\.)?\s{0,2}", re.IGNORECASE)
_ARTICLES = words("a an the of for and in at on to und et y as this")
_CREDENTIALS = re.compile(
    r"(?:[A-Z][\w.-]{0,6}|[(]?(?:he|she|they|her|him|them|Mr|Mrs|Ms|Mx)[\w/.]{0,12}[)]?|Jr|Sr)[.,]?"
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_NAME = re.compile(
    r"[\u3400-\u9fff々]{1,3}\s[\u3400-\u9fff\u3040-\u30ff]{1,3}|[\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}"
)
_AND = re.compile(r"\s(?:and|&|und|et|y|e|en|och|og|i|и)\s")
_SIGNS_BEHIND = re.compile(r"\s{0,2}(?:드림|올림|拝|より|敬上|님)\s{0,2}\Z")
_MOST_INITIALS = 4

Named = tuple[Piece, tuple[Piece, ...]]  # the name, and what else is in the piece


def leading_name(piece: Piece, sender: Sender) -> Named | None:
    """The name that the piece begins with; None where it does not begin with one."""
    text = _SIGNS_BEHIND.sub("", piece.text)
    spans = _words(text, sender)
    if (
        spans and _is_unspaced(text[spans[0][0]]) and sender.names_in(text[slice(*spans[0])])
    ):  # "张敏 总经理": a title behind the name
        titled = next((n for n, (a, b) in enumerate(spans) if n and has_role(text[a:b])), len(spans))
        spans = spans[:titled]
    credited = spans[-1][1] if spans else 0
    spans = _without_credentials(text, spans)
    if not 0 < len(spans) <= _MOST_WORDS:
        return None
    start, end = spans[0][0], spans[-1][1]
    both = _AND.search(text, start, end)
    if both is not None and len(spans) == 3:  # two who sign: the sender is one of them
        parts = ((start, both.start()), (both.end(), end))
        return piece.part(*next(((a, b) for a, b in parts if sender.names_in(text[a:b])), (start, end))), ()
    said = [text[first:last] for first, last in spans]
    if not _are_name(said, text, end, sender):
        return None
    behind = text[max(end, credited) :]
    follows = behind.lstrip()[:1].isalpha() and behind[0] == " " and not _is_unspaced(said[-1][:1])
    if behind and (behind[0] not in ",(-–—:/ .!;)" or follows):
        return None
    if behind.lstrip()[:1].isdigit() and sender.names_in(text[start:end]) < 2:
        return None
    rest = piece.part(max(end, credited), len(piece.text))
    rest = rest.part(len(rest.text) - len(rest.text.lstrip(" ,-–—:/.)(")), len(rest.text))
    rests = () if not rest.text or not _says_more(rest.text, sender) else (rest,)
    for first, _ in spans[1:]:  # "主任 佐藤 花子", "Director Jane Doe"
        front, own = text[start:first], text[first:end]
        known = sender.names_in(own) > 1 or _UNSPACED_NAME.fullmatch(own)
        if known and has_role(front) and not sender.names_in(front):
            return piece.part(first, end), (piece.part(start, first), *rests)
    return piece.part(start, end if _ends_short(said[-1]) else len(text[:end].rstrip("."))), rests


def _words(text: str, sender: Sender) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    before = _BEFORE.match(text)
    place = before.end() if before else 0
    honoured = False
    while len(spans) <= _MOST_WORDS and (word := _WORD.match(text, place)):
        known = folded(word[0]).replace(".", "")
        honours = known in HONORIFICS or known.startswith("dipl-") or (honoured and known in FACULTIES)
        own = sender.has_word(word[0]) and word[0][-1] != "."
        if honours and not spans and not own and word.end() < len(text):
            honoured = True
            place = len(text) - len(text[word.end() :].lstrip(" .,"))
            continue
        spans.append(word.span())
        gap = _GAP.match(text, word.end())
        if gap is None or _is_unspaced(word[0]) != _is_unspaced(text[gap.end() : gap.end() + 1] or word[0]):
            break  # "陳美玲 Mei-Ling Chen": the same name in two scripts
        place = gap.end()
    return spans


def _are_name(said: list[str], text: str, end: int, sender: Sender) -> bool:
    known = sender.names_in(" ".join(said))
    if said[0].casefold() in _ARTICLES and not sender.has_word(said[0]):
        return False
    if len(said) == 1 and (said[0].isupper() or said[0].islower()) and len(said[0]) <= _MOST_INITIALS:
        return sender.has_word(said[0])  # else initials: they name nobody
    if all(not is_small(word[0]) or word.casefold() in PARTICLES for word in said):
        return len("".join(said).replace(".", "")) > 1
    return len(said) <= 2 and known == len(said) and len(text) == end  # "ida": many sign in lower case


def _is_unspaced(text: str) -> bool:
    """Is its script one that writes names without a space between, or with one?"""
    return bool(_UNSPACED.match(text))


def _ends_short(word: str) -> bool:
    return len(word) <= 3  # "Jr.", "M."


def _without_credentials(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without "MRICS" behind a name that is not all in capitals."""
    said = [text[start:end] for start, end in spans]
    if any(word.istitle() for word in said[:2]):
        while len(said) > 2 and said[-1].replace(".", "").isupper() and len(said[-1]) > 2:
            said.pop()
    return spans[: len(said)]


def _says_more(text: str, sender: Sender) -> bool:
    """Is it more than credentials or the town behind a name?"""
    found = re.split(r"[\s,]+", text.strip(" ,.-–()"))
    if has_role(text) or is_evident(text, sender) or any(map(str.isdigit, text)):
        return True
    return (
        not all(
            _CREDENTIALS.fullmatch(word) and (sum(map(str.isupper, word)) > 1 or len(word) <= 4)
            for word in found
            if word
        )
        and len(found) > 1
    )
