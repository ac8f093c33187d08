"""What programs append to a mail: "Sent from my phone", a company's disclaimer, the footer of a list."""

import re

from services.mime.device_lines import device_line
from services.mime.disclaimers import disclaimer
from services.mime.signature_lines import Author, Line, kind_of
from services.mime.signature_words import FIRST_PERSON, SERVICES, UNSUBSCRIBE
from services.mime.text_lines import TextLines, last_written

_GAP = 2  # empty lines, at most, between a colon and what it leads to
_MOST = 6  # things that were appended to one mail
_MOST_FOOTER = 12  # lines
_LONGEST_LINE = 100  # characters, of a footer
_RULES = frozenset("-_=*~#+—–─")
_LIST_SITE = re.compile(r"https?://\S{3,200}/(?:listinfo|mailman|unsubscribe)/\S{0,200}", re.IGNORECASE)
_RULED = re.compile(r"[-_=*~]{5,80} {0,3}[^\W\d_][^\n]{3,60}[-_=*~]{5}[^\n]{0,5}\Z")  # words between two rules
_MAILMAN = re.compile(r"_{20,}\Z")
_RULE = re.compile(r"[-_=*~#+—–─]{2,}\Z")
_REACHED = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.|https?://|\bwww\.", re.IGNORECASE)


def appended(lines: TextLines, first: int, end: int, author: Author) -> int:
    """Where what was appended to lines [first, end) begins; `end` where nothing was."""
    for _ in range(_MOST):
        written = last_written(lines, first, end)
        if written == first:
            break
        start = min(
            device_line(lines, first, written, author),
            _footer(lines, first, written, author),
            disclaimer(lines, first, written, author),
        )
        above = last_written(lines, first, start)
        shown = first < above >= start - _GAP and lines.ends_in_colon(above - 1)  # "Put this below our mails:"
        if start == written or shown:
            break
        end = _with_rule(lines, first, start)
    return end


def _footer(lines: TextLines, first: int, end: int, author: Author) -> int:
    """A rule, and below it a few lines with an address or a site: of a list, of a scanner, of a service."""
    if _LIST_SITE.fullmatch(lines.seen(end - 1)) and not _is_introduced(lines, first, end - 1, author):
        return end - 1
    last = max(first, end - 2 * _MOST_FOOTER)
    if not any(line[:1] in _RULES for line in lines.raw[last:end]):
        return end
    written = 0
    reached = False
    said = ""
    for number in range(end - 1, last - 1, -1):
        text = lines.seen(number)
        if not text:
            continue
        if text[0] in _RULES:
            if reached and _RULED.match(text) and UNSUBSCRIBE.within(said.casefold()):
                return number
            if _RULE.match(text) and len(text) > 2:
                if not reached or _is_somebodys(said):
                    return end
                return number if _MAILMAN.match(text) or _tells(lines, first, number, said.casefold(), author) else end
        written += 1
        if written > _MOST_FOOTER or len(text) > _LONGEST_LINE:
            break
        said = f"{said} {text}"
        reached = reached or bool(_REACHED.search(text))
    return end


def _tells(lines: TextLines, first: int, number: int, said: str, author: Author) -> bool:
    """Does what is said below the rule in line `number` tell how to leave, or which service speaks?"""
    if number > first and not lines.is_blank(number - 1):
        return False
    return UNSUBSCRIBE.within(said) or (SERVICES.within(said) and not _is_introduced(lines, first, number, author))


def _is_somebodys(text: str) -> bool:
    """Does somebody speak of themselves?"""
    words = {word.strip('.,;:!?()"').split("'")[0].split("’")[0] for word in text.split()}
    return "I" in words or not FIRST_PERSON.isdisjoint(map(str.casefold, words))


def _is_introduced(lines: TextLines, first: int, begin: int, author: Author) -> bool:
    """Does what stands above lead to it: a colon, or a sentence that does not end?"""
    above = last_written(lines, first, begin)
    if above == first:
        return False
    text = lines.seen(above - 1)
    last = text.split()[-1]
    return lines.ends_in_colon(above - 1) or (
        last.isalpha() and last.islower() and kind_of(text, author) in {Line.PROSE, Line.LOW}
    )


def _with_rule(lines: TextLines, first: int, start: int) -> int:
    """With the rule above, if there is one."""
    above = last_written(lines, first, start)
    return above - 1 if above > first and _RULE.match(lines.seen(above - 1)) else start
