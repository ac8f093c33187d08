"""Which stretches of a text are quoted from an earlier mail, and which are the signature."""

import re

from mailparser_reply.parser import EmailReplyParser

from models.contracts.mail.messages import Span

_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs"]
# What the library looks at: some of its expressions take the square of a line's length, or of a run of blank lines.
# What is quoted by ">" is found in any length.
_MOST = 50_000  # characters
_LONGEST_LINE = 300  # characters
_BLANKS = re.compile(r"\n{3,}")
# Lines that start with ">", together with the line or two before them that say who wrote.
_WROTE = (
    r"^(?!>)(?:[^\n]{1,200}"  # may name an <address>
    # One that was wrapped: a date, then the address or the rest of the name. Any other line before is one's own.
    r"|(?=[^\n]*\d)[^\n]{1,200}\n(?:<[^\n]{0,120}|[^\n>\d]{0,60})):[ \t]*\n\s{0,2}"
)
_QUOTED = re.compile(rf"(?:{_WROTE})?(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_DELIMITER = re.compile(r"^-- ?\n", re.MULTILINE)  # RFC 3676, section 4.3; many lose the space

# What any heading of an earlier mail has, in whatever language: "… wrote:", "From: …", or a ruled line.
_HEADING = re.compile(r":[ \t]*$|^\W*[^\W\d_]+[^\n:]{0,30}:|[-_]{5}", re.MULTILINE)

_parser = EmailReplyParser(languages=_LANGUAGES)


def spans(text: str) -> list[Span]:
    """Quoted stretches and at most one signature, in order, as character offsets. They do not overlap."""
    quoted = [Span(kind="quoted", start=match.start(), end=match.end()) for match in _QUOTED.finditer(text)]
    delimiter = next((m.start() for m in _DELIMITER.finditer(text) if not _inside(m.start(), quoted)), None)
    closing = ""
    # The library is asked only for what is not known yet: it takes longer than everything else about a mail.
    if delimiter is None or (not quoted and _HEADING.search(text)):
        replies = _parser.read(_prepared(text)).replies
        if not quoted and len(replies) > 1:
            start = _find(text, replies[1].content, 0)
            if start is not None:
                quoted = [Span(kind="quoted", start=start, end=len(text))]
        closing = (replies[0].signatures or "") if replies else ""
    signature = _signature(text, _find(text, closing, 0) if delimiter is None else delimiter, quoted)
    return sorted([*quoted, *signature], key=lambda span: span.start)


def _prepared(text: str) -> str:
    """The beginning of a text, no line longer than a sender's line gets. What is found in it stands in `text`."""
    lines = (line.strip()[:_LONGEST_LINE].rstrip() for line in text[:_MOST].split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines))


def _signature(text: str, start: int | None, quoted: list[Span]) -> list[Span]:
    if start is None or _inside(start, quoted):
        return []
    end = min((span.start for span in quoted if span.start > start), default=len(text))
    return [Span(kind="signature", start=start, end=end)]


def _find(text: str, stretch: str, after: int) -> int | None:
    """Where the first line of `stretch` stands: the library trims what it returns."""
    line = next((line.strip() for line in stretch.splitlines() if line.strip()), "")
    place = text.rfind(line, after) if line else -1
    return place if place >= 0 else None


def _inside(place: int, stretches: list[Span]) -> bool:
    return any(span.start <= place < span.end for span in stretches)
