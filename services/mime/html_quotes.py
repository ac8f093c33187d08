"""What HTML itself says is quoted or a signature, told in the text by the marks of plain text: "> " and "-- "."""

import re
from collections.abc import Iterable
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from services.mime.attributions import attribution_at
from services.mime.text_lines import TextLines

# An element that is a quote: of Gmail, Apple Mail, Thunderbird, Fastmail, Proton, Roundcube; of Spark; of NetEase.
_QUOTES = (
    "blockquote[type=cite], blockquote[class*=quote], .gmail_quote blockquote, blockquote[cite], "
    "blockquote[id*=ReplyContent]"
)
# An element with all of an earlier mail, also its heading: of Yahoo, Outlook for phones and Mac, Zoho, GMX and web.de,
# Zimbra, QQ. Quotes inside of it are no deeper for it.
_CONTAINERS = (
    "div.yahoo_quoted, div[id*=yahoo_quoted], #mail-editor-reference-message-container, #OLK_SRC_BODY_SECTION, "
    "div.zmail_extra, div[name=quote], [data-marker=__QUOTED_TEXT__], includetail"
)
_HEADINGS = "div.gmail_attr, div.moz-cite-prefix"
# After it everything is quoted: Outlook. The last is how Word writes it; its text must look like header lines.
_DIVIDERS = '#divRplyFwdMsg, #appendonsend, div.OutlookMessageHeader, div[style*="border-top" i]'
_WORDS_DIVIDER = re.compile(r"border\s*:\s*none\s*;\s*border-top\s*:\s*solid", re.IGNORECASE)
_LONGEST_HEADER = 2_000  # characters
_FEWEST_LABELS = 3
_SIGNATURES = (
    ".gmail_signature, .moz-signature, .protonmail_signature_block, #Signature, #signature, "
    "[id*=outlook-mobile-signature], "
    "[id^=ymail_][id$=signature], #AppleMailSignature, .AppleMailSignature, #lineBreakAtBeginningOfSignature, "
    "[data-marker^=__SIG]"
)
_INDENTED = "blockquote"  # alone it only indents; below a heading it quotes
_HINT = re.compile(
    "quote|cite|rplyfwd|appendonsend|signature|border-top|includetail|olk_src|reference-message|zmail|__sig|header"
)
# Names and ids that tell whoever shows the HTML what is quoted, and nothing else.
TELLS = re.compile(
    r"(?:^|[\s_])(?:gmail_quote|gmail_quote_container|[\w-]{0,40}yahoo_quoted\w{0,40}|protonmail_quote|zmail_extra|quote|"
    r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)(?=\s|$)"
)

# Private to us, as in `html_text`: where each begins and ends.
_OPEN, _CLOSE, _WITHIN, _WITHOUT, _REST = "\ue010", "\ue011", "\ue012", "\ue013", "\ue014"
_SIGNED, _UNSIGNED, _INDENT, _UNINDENT = "\ue015", "\ue016", "\ue017", "\ue018"
MARKS = "\ue000-\ue01f"
_BEGINS = {_OPEN, _WITHIN, _REST}
_DEEPEST = 30  # marks: nobody answered more often, and each line repeats them
_DELIMITER = "-- "
_MOST_WITHIN = 300  # elements and texts: header lines are few
_MOST = 2_000  # elements of a kind: no mail that was typed has more
_MOST_LINES = 4  # above an indented paragraph in which a heading is looked for
_LONGEST_LINE = 400  # characters


def mark(tree: LexborHTMLParser, lowered: str, edge: str) -> None:
    """Put marks into the tree, each on a line of its own by `edge`. `lowered`: the HTML in lower case."""
    if not _HINT.search(lowered):
        return
    quotes = {node.mem_id for node in _all(tree, _QUOTES)}
    for node in _all(tree, _INDENTED) if "<blockquote" in lowered else ():
        opening, closing = (_OPEN, _CLOSE) if node.mem_id in quotes else (_INDENT, _UNINDENT)
        _surround(node, opening, closing, edge)
    for node in _all(tree, _CONTAINERS):
        _surround(node, _WITHIN, _WITHOUT, edge)
    for node in _all(tree, _HEADINGS):
        if "--" not in _beginning(node, 20):  # a rule tells what was forwarded, and is read as such
            _surround(node, _WITHIN, _WITHOUT, edge)
    for node in _all(tree, _DIVIDERS):
        if _divides(node):
            node.insert_before(f"{edge}{_REST}{edge}")
    for node in _all(tree, _SIGNATURES) if "sig" in lowered else ():
        _surround(node, _SIGNED, _UNSIGNED, edge)


def told(lines: Iterable[str]) -> list[str]:
    """The lines, which have no spaces around them, with what the marks say in place of the marks."""
    reading = _Marks()
    for line in lines:
        reading.read(line)
    return reading.lines()


def _all(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    return tree.css(selector)[:_MOST]


def _surround(node: LexborNode, opening: str, closing: str, edge: str) -> None:
    node.insert_before(f"{edge}{opening}{edge}")
    node.insert_after(f"{edge}{closing}{edge}")


def _beginning(node: LexborNode, longest: int) -> str:
    """Of its text. All of it, for each of many elements in each other, would take long."""
    found = ""
    for inner in islice(node.traverse(include_text=True), _MOST_WITHIN):
        if inner.is_text_node:
            found += inner.text_content or ""
        if len(found) >= longest:
            break
    return found[:longest]


def _divides(node: LexborNode) -> bool:
    if node.attributes.get("id") or "OutlookMessageHeader" in (node.attributes.get("class") or ""):
        return True
    if not _WORDS_DIVIDER.search(node.attributes.get("style") or ""):
        return False
    text = _beginning(node, _LONGEST_HEADER + 1)
    labels = text.count(":") + text.count("：")
    return len(text) <= _LONGEST_HEADER and labels >= _FEWEST_LABELS and any(letter.isdigit() for letter in text)


class _Marks:
    """Where the reading is: in how many quotes, in a container, behind a divider, in a signature."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = self._within = self._rest = self._signed = 0
        self._indents: list[bool] = []  # of the blockquotes that are open: does it quote?
        self._signature: int | None = None  # where it begins; None where something else follows it

    def read(self, line: str) -> None:
        if line in _BEGINS and not self._quoted:
            self._lines.append("")
        if line == _OPEN:
            self._depth += 1
        elif line == _CLOSE:
            self._depth -= 1
        elif line == _WITHIN:
            self._within += 1
        elif line == _WITHOUT:
            self._within -= 1
        elif line == _REST:
            self._rest = 1
        elif line == _SIGNED:
            self._begin_signature()
        elif line == _UNSIGNED:
            self._signed -= 1
        elif line == _INDENT:
            self._indents.append(not self._quoted and self._is_headed())
            self._depth += self._indents[-1]
        elif line == _UNINDENT:
            self._depth -= self._indents.pop() if self._indents else 0
        else:
            self._write(line)

    def lines(self) -> list[str]:
        if self._signature is None:
            return self._lines
        before, signature = self._lines[: self._signature], self._lines[self._signature :]
        written = next((line for line in signature if line), "")
        above = next((line for line in reversed(before) if line), "")
        if not written or written.startswith((">", "--")) or above == "--":
            return self._lines
        return [*before, _DELIMITER, *signature]

    @property
    def _quoted(self) -> int:
        return max(self._depth, self._rest, 1 if self._within > 0 else 0)

    def _begin_signature(self) -> None:
        self._signed += 1
        if not self._quoted and self._signature is None:
            self._signature = len(self._lines)

    def _write(self, line: str) -> None:
        if self._quoted and line:
            self._lines.append(f"{'>' * min(self._quoted, _DEEPEST)} {line}")
            return
        self._lines.append(line)
        if line and self._signed <= 0:
            self._signature = None

    def _is_headed(self) -> bool:
        """Does the line above say who wrote what follows?"""
        few = TextLines("\n".join(line[-_LONGEST_LINE:] for line in self._lines[-_MOST_LINES:]).rstrip())
        return bool(few.text) and attribution_at(few, len(few) - 1, 0) is not None
