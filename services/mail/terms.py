"""The words of a text, stemmed, with their positions: what the blind word index is made of. Needs no key."""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from services.mail.stemming import forms

# What PostgreSQL keeps of a tsvector ("Limitations" of text search): positions up to 16,383, 256 a lexeme, less than
# 1 MB in all. Two forms of 16 characters at each position make 0.7 MB: so the positions alone decide what is cut.
_LAST_POSITION = 16_383
_LAST_OF_HEADERS = 8_191  # a mail to thousands keeps room for its text
_MOST_POSITIONS = 256
_NUMBERS = [str(number) for number in range(_LAST_POSITION + 1)]
_LONGEST_TEXT = 2_000_000  # characters of a text that are looked at
_LOOKS = (40_000, 200_000, _LONGEST_TEXT)  # of them, one after the other: one letter may be eighteen when it is read
_LONGEST = 40  # characters; what is longer counts as several words in a row


def _ranges(codes: Iterator[int]) -> str:
    """A regular expression's character class of these code points."""
    runs = itertools.groupby(enumerate(codes), lambda pair: pair[1] - pair[0])
    found = [[code for _, code in run] for _, run in runs]
    return "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in found)


# Python's \w leaves out combining marks, without which most scripts of India and Thai fall into pieces.
_MARK_CODES = {code for code in range(0x300, 0x20000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}}
_MARKS = _ranges(iter(sorted(_MARK_CODES)))
# Scripts without spaces between words, or with words that grow at their end (Korean), are indexed character by
# character; a search matches them in sequence.
_DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"  # kana, Han, Hangul
)
_PLAIN = re.compile(rf"[0-9A-Za-z]{{1,{_LONGEST}}}")
# One table for what is in the basic plane, in which nearly all text is: of \w beside ranges Python would ask each.
_BASIC = _ranges(code for code in range(0x10000) if chr(code).isalnum() or code in _MARK_CODES)
_WORD = re.compile(rf"[\w{_MARKS}]{{1,{_LONGEST}}}")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_BASIC_WORD = re.compile(rf"[{_BASIC}]{{1,{_LONGEST}}}")
_DENSE_WORD = re.compile(rf"[{_DENSE}]|[^{_DENSE}]+")
_IS_DENSE = re.compile(rf"[{_DENSE}]")
# No letter has more marks (UAX #15, "Stream-Safe Text Format"): to order them takes the square of their number.
_PILED = re.compile(rf"([{_MARKS}]{{30}})[{_MARKS}]+")
_POSSESSIVE = re.compile(r"['’]s\b")


def words(text: str, most: int | None = None) -> list[str]:
    """The words of a text as they are written, in order, the first `most` of them; of dense scripts, the characters."""
    for longest in _LOOKS:
        found = _words(text[:longest])
        if len(text) <= longest or (most is not None and len(found) > most):
            break  # whole, or cut behind what is asked for
    return found if most is None else found[:most]


def _words(text: str) -> list[str]:
    if "'s" in text or "’s" in text:
        text = _POSSESSIVE.sub("", text)
    if text.isascii():
        return _PLAIN.findall(text)
    text = unicodedata.normalize("NFKC", _PILED.sub(r"\1", text))
    found = (_WORD if _BEYOND.search(text) else _BASIC_WORD).findall(text.replace("_", " "))
    if _IS_DENSE.search(text):
        return [part for word in found for part in _DENSE_WORD.findall(word)]
    return found


def positions(texts: Sequence[str]) -> dict[str, str]:
    """Each stemmed word of `texts`, and where it stands ("1,5,9"). Texts have a gap between, so no phrase spans two.

    All but the last are headers, which get at most half of the positions. What is beyond the last position, and
    what repeats a word more than 256 times, is not indexed.
    """
    written: defaultdict[str, list[int]] = defaultdict(list)
    place = 0
    for number, text in enumerate(texts, 1):
        last = _LAST_POSITION if number == len(texts) else _LAST_OF_HEADERS
        for place, word in enumerate(words(text, max(last - place, 0)), place + 1):  # noqa: B020
            written[word].append(place)
        place += 2
    found: dict[str, list[int]] = {}
    mixed: set[str] = set()
    for word, places in written.items():
        for form in forms(word):
            if form in found:
                found[form] = found[form] + places
                mixed.add(form)
            else:
                found[form] = places
    for form in mixed:
        found[form].sort()
    return {
        form: _NUMBERS[places[0]] if len(places) == 1 else ",".join([_NUMBERS[one] for one in places[:_MOST_POSITIONS]])
        for form, places in found.items()
    }
