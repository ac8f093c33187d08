"""The readable text of HTML mail. What it quotes from an earlier mail keeps its mark, "> "."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from services.mime import html_quotes
from services.mime.html_depth import keeps_busy
from services.mime.html_tokens import text_between
from services.mime.invisible import without_padding

_UNSEEN = "script, style, head, title, template, iframe, noframes, noembed, datalist"
# What browsers begin a line for, and end one after (HTML Standard, section 15.3: display is block, list-item, or a
# table's but its cells').
_BLOCKS = (
    "address, article, aside, blockquote, caption, center, dd, details, dialog, dir, div, dl, dt, fieldset, "
    "figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, legend, li, listing, main, menu, "
    "nav, ol, optgroup, option, p, plaintext, pre, search, section, summary, table, tbody, tfoot, thead, tr, ul, xmp"
)
_CELLS = "td, th, button, select, textarea"  # beside each other on a line
_KEEPS_LINES = 'pre, listing, xmp, plaintext, textarea, [style*="white-space" i]'
# Private to us, and stripped from the mail first: an edge of a block, a line's end, an edge of a cell.
_EDGE, _BREAK, _APART = "\ue002", "\ue003", "\ue004"
_MARKS = re.compile(f"[{html_quotes.MARKS}]")
_SPACES = re.compile(f"[ \\t\\r\\n\\f\\v\\xa0{_APART}]+")
_SPACES_OF_A_LINE = re.compile(_SPACES.pattern.replace("\\n", ""))
_EDGES = re.compile(f" ?([{_EDGE}{_BREAK}])[{_EDGE}{_BREAK} ]*")
_LOST_CELL = re.compile(r"</?t(?:d|h|r|body|head|foot)\b[^<>]*>", re.IGNORECASE)
_DISPLAY = re.compile(r"display\s*:\s*([\w-]+)", re.IGNORECASE)
_PRESERVES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_BESIDE = re.compile(r"inline-|table-cell")
_NO_EDGE = {"none", "inline", "contents", "inherit", "initial", "unset"}
_LONGEST_ALT = 500  # characters
_BLANKS = re.compile(r"\n{3,}")
MOST_TAGS = 40_000  # of a mail that are read as a tree: a megabyte of a newsletter has two thirds of that
_LONGEST = 2_000_000  # characters of markup that are read: no person wrote what is beyond


def text_of_html(html: str, most_tags: int = MOST_TAGS) -> str:
    """The text, a line a block, as it would be read: what is apart on the page is apart here.

    With more tags, or where it is made to keep a computer busy, its text is what is between them.

    What a style hides is kept: the line that a newsletter has for lists of mail is hidden so.
    """
    html = _MARKS.sub("", html[:_LONGEST])
    if "<" not in html:  # no markup: then its lines are its own
        return _trimmed(without_padding(unescape(html)))
    if html.count("<") > most_tags or keeps_busy(html):
        return _trimmed(without_padding(unescape(text_between(html, "\n"))))
    lowered = html.lower()
    if "<t" in lowered and "<table" not in lowered:  # cells without a table are dropped by parsers
        html = _LOST_CELL.sub(" ", html)
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return ""
    _mark(tree, lowered)
    text = _SPACES.sub(" ", without_padding(body.text(separator="")))
    lines = html_quotes.told(line.strip() for line in _EDGES.sub(_line_ends, text).split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


def _mark(tree: LexborHTMLParser, lowered: str) -> None:
    for node in tree.css(_UNSEEN):
        node.decompose()
    if "<pre" in lowered or "white-space" in lowered or "<textarea" in lowered:
        _keep_lines(tree)
    for node in tree.css(_BLOCKS):
        _surround(node, _EDGE)
    for node in tree.css(_CELLS):
        _surround(node, _APART)
    for node in tree.css("br"):
        node.insert_before(_BREAK)
    for node in tree.css("img[alt]") if "alt" in lowered else ():
        _describe(node)
    for node in tree.css("a + a"):
        if (before := node.prev) is not None and before.tag == "a":  # two links are two things, if nothing is between
            node.insert_before(_APART)
    for node in tree.css("[style*=display i]") if "display" in lowered else ():
        _display(node)
    html_quotes.mark(tree, lowered, _EDGE)


def _surround(node: LexborNode, mark: str) -> None:
    node.insert_before(mark)
    node.insert_after(mark)


def _keep_lines(tree: LexborHTMLParser) -> None:
    done: set[int] = set()
    for node in tree.css(_KEEPS_LINES):
        if node.mem_id in done or ((style := node.attributes.get("style")) and not _PRESERVES.search(style)):
            continue
        for inner in list(node.traverse(include_text=True)):  # each node once, however they are nested
            done.add(inner.mem_id)
            if inner.is_text_node and "\n" in (words := inner.text_content or ""):
                inner.replace_with(words.replace("\n", _BREAK))


def _describe(node: LexborNode) -> None:
    alt = (node.attributes.get("alt") or "")[:_LONGEST_ALT]
    if any(character.isalnum() for character in alt):
        node.insert_before(f"{_APART}{alt}{_APART}")
    elif alt:  # an emoji, as Gmail writes it: part of its line
        node.insert_before(alt)


def _display(node: LexborNode) -> None:
    found = _DISPLAY.search(node.attributes.get("style") or "")
    if found and (display := found[1].lower()) not in _NO_EDGE:
        _surround(node, _APART if _BESIDE.match(display) else _EDGE)


def _line_ends(run: re.Match[str]) -> str:
    """A block that begins or ends where a line does makes no further one; a <br> always ends a line."""
    return "\n" * (run[0].count(_BREAK) + (run[1] == _EDGE))


def _trimmed(text: str) -> str:
    return _BLANKS.sub("\n\n", "\n".join(map(str.strip, _SPACES_OF_A_LINE.sub(" ", text).split("\n")))).strip()
