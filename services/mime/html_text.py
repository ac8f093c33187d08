"""The readable text of HTML mail. What it quotes from an earlier mail keeps its mark, "> "."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from services.mime.html_depth import is_too_deep

_UNSEEN = "script, style, head, title, template"
_BLOCKS = "p, div, br, li, tr, h1, h2, h3, h4, h5, h6, blockquote, table, ul, ol, hr, pre"
# How Gmail, Apple Mail, Thunderbird and Yahoo say that a stretch is quoted; a bare blockquote only indents.
_QUOTED = "blockquote[type=cite], blockquote.gmail_quote, .gmail_quote blockquote, blockquote.yahoo_quoted"
_OPEN, _CLOSE = "\ue000", "\ue001"  # private to us: stripped from the mail first
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 30  # marks: nobody answered more often, and each line repeats them
_BLANKS = re.compile(r"\n{3,}")
_LONGEST = 2_000_000  # characters of markup that are read: no person wrote what is beyond


def text_of_html(html: str) -> str:
    """The text, a line a block."""
    html = html[:_LONGEST]
    if is_too_deep(html):
        return _BLANKS.sub("\n\n", unescape(_TAG.sub("\n", html))).strip()
    tree = LexborHTMLParser(_MARKS.sub("", html) if _MARKS.search(html) else html)
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
    for node in tree.css(_QUOTED) if "<blockquote" in html.lower() else ():
        node.insert_before(f"\n{_OPEN}\n")
        node.insert_after(f"\n{_CLOSE}\n")
    text = tree.body.text(separator="") if tree.body else ""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(_quoted(lines) if _OPEN in text else lines)).strip()


def _quoted(lines: Iterable[str]) -> Iterator[str]:
    depth = 0
    for line in lines:
        if line == _OPEN:
            depth += 1
        elif line == _CLOSE:
            depth -= 1
        elif depth:
            yield f"{'>' * min(depth, _DEEPEST)} {line}" if line else ""
        else:
            yield line
