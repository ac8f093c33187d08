"""The line that a device or a program writes below a mail: "Sent from my phone", in one line or wrapped into two.

It stands apart, begins with "Sent from" (or ends with it, where the verb comes last), and is nobody's sentence: it
asks, introduces and quotes nothing, and tells of no one.
"""

from services.mime.signature_lines import Author, Line, kind_of
from services.mime.signature_words import FIRST_WORDS, PROGRAMS, SENT, SENT_LAST, THIS_MAIL, VERBS_OF_SENTENCES
from services.mime.text_lines import TextLines

_LONGEST = 150  # characters
_MOST_WORDS = 14
_FEW_WORDS = 7  # where it is no paragraph of its own
_SHORTEST_WRAPPED = 30  # characters
_OPENING = " *_-–—~<([|"
_CLOSING = " *_-–—~>)]|"
_ENDS_NO_LINE = ("?", ":", "：", "？", '"', "'", "”", "“", "’", "»", "«", "」", ",")
_VOWEL_SIGNS = dict.fromkeys(range(0x64B, 0x653))  # of Arabic: written or not, it is the same word
_SETS_APART = {Line.NAME, Line.CLOSING, Line.SIGNED, Line.REACHED}
_ENDS_SENTENCE = tuple(".!?。！？…)")
_MARKS = ".,;!"


def device_line(lines: TextLines, first: int, end: int, author: Author) -> int:
    """Where the one that ends lines [first, end) begins; `end` where there is none."""
    for begin in (end - 1, end - 2):
        if begin < first:
            break
        told = " ".join(lines.seen(number) for number in range(begin, end)).strip()
        text = told.casefold().translate(_VOWEL_SIGNS)
        if not text or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
            break
        if not SENT.within(text):
            continue
        alone = begin == first or lines.is_blank(begin - 1) or kind_of(lines.seen(begin - 1), author) is Line.RULE
        if not alone and (len(text.split()) > _FEW_WORDS or not _is_apart(lines, begin, author)):
            continue
        known = PROGRAMS.within(text) or (alone and "http" in text)
        if known and _is_said(text, is_below=begin > first and alone) and _is_whole(lines, begin, end):
            return begin
    return end


def _is_apart(lines: TextLines, begin: int, author: Author) -> bool:
    """Is it set apart from the line right above, though nothing is between?"""
    above, text = lines.seen(begin - 1), lines.seen(begin).lstrip(_OPENING)
    if text[:1].islower():
        return False
    kind = kind_of(above, author)
    return above.endswith(_ENDS_SENTENCE) or kind in _SETS_APART or (kind is Line.NAMELIKE and above.istitle())


def _is_whole(lines: TextLines, begin: int, end: int) -> bool:
    """One line, or two of which the first is full or names no device yet."""
    first = lines.seen(begin).casefold().translate(_VOWEL_SIGNS)
    return end - begin == 1 or (
        SENT.begins(first.lstrip(_OPENING)) and (len(first) >= _SHORTEST_WRAPPED or not PROGRAMS.within(first))
    )


def _is_said(text: str, *, is_below: bool) -> bool:
    """Does a program speak so?"""
    if text.endswith(_ENDS_NO_LINE) or text[0] in _ENDS_NO_LINE:
        return False
    text = text.strip(_OPENING + _CLOSING + ".!。")
    found = [word.strip(_MARKS) for word in text.split()]
    if not found or any(word in VERBS_OF_SENTENCES for word in found):
        return is_below and THIS_MAIL.begins(text) and SENT_LAST.ends(text)
    if SENT.begins(text):
        return True
    return SENT_LAST.ends(text) and (found[0] in FIRST_WORDS or PROGRAMS.within(found[0]))
