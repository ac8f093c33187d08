"""What programs append to a mail: "Sent from my phone", a company's disclaimer, the footer of a list."""

import re

from services.mime.device_lines import device_line
from services.mime.signature_lines import Author
from services.mime.signature_words import DISCLAIMER, SERVICES, THIS_MAIL, UNSUBSCRIBE
from services.mime.text_lines import TextLines, last_written

_MOST = 6  # things that were appended to one mail
_MOST_PARAGRAPHS = 4  # in which a disclaimer is looked for, and of which it consists
_SHORTEST_DISCLAIMER = 80  # characters
_LONGEST_DISCLAIMER = 4_000
_MOST_LINES = 60  # of a paragraph
_MOST_FOOTER = 12  # lines
_LONGEST_LINE = 100  # characters, of a footer
_RULES = frozenset("-_=*~#+—–─")
_FAMILIES = 2  # of what disclaimers speak of
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
            _footer(lines, first, written),
            _disclaimer(lines, first, written),
        )
        if start == written:
            break
        end = _with_rule(lines, first, start)
    return end


def _footer(lines: TextLines, first: int, end: int) -> int:
    """A rule, and below it a few lines with an address or a site: of a list, of a scanner, of a service."""
    if _LIST_SITE.fullmatch(lines.seen(end - 1)):
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
            if reached and _RULED.match(text) and UNSUBSCRIBE.within(said):
                return number
            if _RULE.match(text) and len(text) > 2:
                apart = number == first or lines.is_blank(number - 1)
                told = apart and (UNSUBSCRIBE.within(said) or SERVICES.within(said))
                return number if reached and (told or _MAILMAN.match(text)) else end
        written += 1
        if written > _MOST_FOOTER or len(text) > _LONGEST_LINE:
            break
        said = f"{said} {text.casefold()}"
        reached = reached or bool(_REACHED.search(text))
    return end


def _disclaimer(lines: TextLines, first: int, end: int) -> int:
    """The paragraphs at the end from the first on that speaks as disclaimers do."""
    found = end
    raw = lines.raw
    for _ in range(_MOST_PARAGRAPHS):
        end = last_written(lines, first, end)
        begin, size = end, 0
        last = max(first, end - _MOST_LINES)
        while begin > last and raw[begin - 1] and not raw[begin - 1].isspace():
            begin -= 1
            size += len(raw[begin])
        if begin == end:
            break
        if size >= _SHORTEST_DISCLAIMER and _disclaims(raw[begin:end]):
            found = begin
        elif size > _SHORTEST_DISCLAIMER * 2 and found == end:
            break
        end = begin
    return found


def _disclaims(paragraph: list[str]) -> bool:
    text = " ".join(line[:_LONGEST_DISCLAIMER] for line in paragraph)[:_LONGEST_DISCLAIMER]
    folded = text.casefold()
    return THIS_MAIL.within(folded) and sum(family.within(folded) for family in DISCLAIMER) >= _FAMILIES


def _with_rule(lines: TextLines, first: int, start: int) -> int:
    """With the rule above, if there is one."""
    above = last_written(lines, first, start)
    return above - 1 if above > first and _RULE.match(lines.seen(above - 1)) else start
