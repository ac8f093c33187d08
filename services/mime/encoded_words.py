"""What encoded words that follow each other hold, as bytes (RFC 2047, section 2): each by itself, unless it was cut."""

import binascii
import re
from collections.abc import Iterable, Iterator

from services.mime.transfer_encoding import base64_decoded

# The end of a word and the beginning of the next, cut within a byte; "=" alone at an end is a line break to some.
_CUT_Q = re.compile(r"=(?:[0-9A-F] [0-9A-F]| [89A-F][0-9A-F])")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]+")
# The last letters of a run that is whole: the bits that are left over are zero (RFC 4648, 3.5).
_LAST = {2: frozenset("AQgw"), 3: frozenset("AEIMQUYcgkosw048")}


def bytes_of(encoding: str, words: Iterable[str]) -> bytes:
    """The bytes of words with the same encoding ("b" or "q") and nothing between them."""
    if encoding in "qQ":
        return b"".join(binascii.a2b_qp(text.encode("utf-8", "replace"), header=True) for text in _quoted(words))
    return b"".join(base64_decoded(text.encode("ascii", "replace")) for text in _base64(words))


def _quoted(words: Iterable[str]) -> Iterator[str]:
    """The words, those joined of which one ends within an escaped byte."""
    pieces = list(words)
    cut: list[str] = []
    for word, after in zip(pieces, [*pieces[1:], ""], strict=True):
        cut.append(word)
        if not _CUT_Q.search(f"{word[-2:]} {after[:2]}"):
            yield "".join(cut)
            cut = []


def _base64(words: Iterable[str]) -> Iterator[str]:
    """The words, those joined that were one before some program cut it within a group of four letters."""
    run: list[str] = []
    for word in words:
        run.append(_NOT_BASE64.sub("", word))
        if "=" in word:
            yield from _joined(run)
            run = []
    yield from _joined(run)


def _joined(run: list[str]) -> Iterator[str]:
    """The same, of words of which only the last may be padded."""
    if all(_is_whole(word, len(word)) for word in run):
        yield from run
        return
    cut: list[str] = []
    letters = 0
    for word in run:
        cut.append(word)
        letters += len(word)
        if letters % 4 == 0:
            yield "".join(cut)
            cut, letters = [], 0
    if cut:
        yield from ["".join(cut)] if _is_whole(cut[-1], letters) else cut


def _is_whole(word: str, letters: int) -> bool:
    """Can a run of so many letters end with this word, if its padding may be left off?"""
    return letters % 4 == 0 or word[-1:] in _LAST.get(letters % 4, ())
