"""Lines in a signature that a list's server or a sponsor has put there, and not who signs."""

import re

from services.mime.signature_lines import Author, Line, kind_of
from services.mime.signature_words import UNSUBSCRIBE
from services.mime.text_lines import TextLines

_TOLD = re.compile(r"/(?:listinfo|mailman)\b|\(un\)subscri|mailing[ -]?list|sponsored by|groups sponsor", re.IGNORECASE)
_RULE = re.compile(r"[-_=*~#+—–─]{2,}[^\n]{0,40}[-_=*~#+—–─>]{0,80}\s*\Z")


def footer_lines(lines: TextLines, end: int, author: Author) -> set[int]:
    """The numbers of such lines among the first `end`.

    A line that tells of a list takes along what stands with it between rules, or else between empty lines, unless the
    sender signs there.
    """
    found: set[int] = set()
    rules = [number for number in range(end) if _is_rule(lines.seen(number))]
    blanks = [number for number in range(end) if lines.is_blank(number)]
    for number in range(end):
        text = lines.seen(number)
        if number in found or not text or not (_TOLD.search(text) or UNSUBSCRIBE.within(text.casefold())):
            continue
        for edges in (rules, sorted({*rules, *blanks})):
            first = max((edge + 1 for edge in edges if edge < number), default=0)
            last = min((edge for edge in edges if edge > number), default=end)
            if not any(
                kind_of(lines.seen(n), author) in {Line.NAME, Line.SIGNED} for n in range(first, last) if lines.seen(n)
            ):
                found.update(range(first, last))
                break
        found.add(number)
    return found


def _is_rule(text: str) -> bool:
    return text[:2] in {"--", "__", "==", "**", "~~", "——", "──"} and bool(_RULE.match(text))
