"""What programs append to a mail: "Sent from my phone", a company's disclaimer, the footer of a list."""

import re

from services.mime.signature_words import DISCLAIMER, PROGRAMS, SENT, SERVICES, THIS_MAIL, UNSUBSCRIBE
from services.mime.text_lines import TextLines, last_written

_MOST = 6  # things that were appended to one mail
_MOST_WORDS = 14  # of "Sent from my phone"
_FEW_WORDS = 7  # where it is no paragraph of its own
_MOST_PARAGRAPHS = 4  # in which a disclaimer is looked for, and of which it consists
_SHORTEST_DISCLAIMER = 80  # characters
_LONGEST_DISCLAIMER = 4_000
_MOST_LINES = 60  # of a paragraph
_MOST_FOOTER = 12  # lines
_FAMILIES = 2  # of what disclaimers speak of
_LIST_SITE = re.compile(r"https?://\S{3,200}/(?:listinfo|mailman|unsubscribe)/\S{0,200}", re.IGNORECASE)
_RULED = re.compile(r"[-_=*~]{5,80} {0,3}[^\W\d_][^\n]{3,60}[-_=*~]{5}[^\n]{0,5}\Z")  # words between two rules
_MAILMAN = re.compile(r"_{20,}\Z")
_RULE = re.compile(r"[-_=*~#+—–─]{2,}\Z")
_REACHED = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.|https?://|\bwww\.", re.IGNORECASE)


def appended(lines: TextLines, first: int, end: int) -> int:
    """Where what was appended to lines [first, end) begins; `end` where nothing was."""
    for _ in range(_MOST):
        written = last_written(lines, first, end)
        if written == first:
            break
        start = min(
            _sent_from(lines, first, written), _footer(lines, first, written), _disclaimer(lines, first, written)
        )
        if start == written:
            break
        end = _with_rule(lines, first, start)
    return end


def _sent_from(lines: TextLines, first: int, end: int) -> int:
    """One line, or one that was wrapped."""
    for begin in (end - 1, end - 2):
        if begin < first:
            break
        text = " ".join(lines.seen(number) for number in range(begin, end)).strip().casefold()
        alone = begin == first or lines.is_blank(begin - 1) or bool(_RULE.match(lines.seen(begin - 1)))
        if not text or len(text) > 150 or len(text.split()) > _MOST_WORDS:
            break
        few = alone or len(text.split()) <= _FEW_WORDS
        named = any(name in text for name in PROGRAMS) or (alone and "http" in text)
        if few and named and any(stem in text for stem in SENT):
            return begin
    return end


def _footer(lines: TextLines, first: int, end: int) -> int:
    """A rule, and below it a few lines with an address or a site: of a list, of a scanner, of a service."""
    if _LIST_SITE.fullmatch(lines.seen(end - 1)):
        return end - 1
    written = 0
    reached = False
    said = ""
    for number in range(end - 1, max(first, end - 2 * _MOST_FOOTER) - 1, -1):
        text = lines.seen(number)
        if not text:
            continue
        if reached and _RULED.match(text) and any(word in said for word in UNSUBSCRIBE):
            return number
        if _RULE.match(text) and len(text) > 2:
            apart = number == first or lines.is_blank(number - 1)
            told = apart and any(word in said for word in (*UNSUBSCRIBE, *SERVICES))
            if reached and (told or _MAILMAN.match(text)):
                return number
            break
        written += 1
        said = f"{said} {text.casefold()}"
        if written > _MOST_FOOTER or len(text) > 100:
            break
        reached |= bool(_REACHED.search(text))
    return end


def _disclaimer(lines: TextLines, first: int, end: int) -> int:
    """The paragraphs at the end from the first on that speaks as disclaimers do."""
    found = end
    for _ in range(_MOST_PARAGRAPHS):
        end = last_written(lines, first, end)
        begin = end
        while begin > max(first, end - _MOST_LINES) and not lines.is_blank(begin - 1):
            begin -= 1
        if begin == end:
            break
        text = " ".join(lines.raw[number][:_LONGEST_DISCLAIMER] for number in range(begin, end))[:_LONGEST_DISCLAIMER]
        if _disclaims(text):
            found = begin
        elif len(text) > _SHORTEST_DISCLAIMER * 2 and found == end:
            break
        end = begin
    return found


def _disclaims(text: str) -> bool:
    if len(text) < _SHORTEST_DISCLAIMER:
        return False
    folded = text.casefold()
    if not any(mail in folded for mail in THIS_MAIL):
        return False
    return sum(any(stem in folded for stem in family) for family in DISCLAIMER) >= _FAMILIES


def _with_rule(lines: TextLines, first: int, start: int) -> int:
    """With the rule above, if there is one."""
    above = last_written(lines, first, start)
    return above - 1 if above > first and _RULE.match(lines.seen(above - 1)) else start
