"""The tags of HTML, found as browsers find them (HTML Standard, section 13.2.5), in one pass and without a tree.

Any text takes time in proportion to its length: each character is looked at once, for what is never closed ends with
the text.
"""

import re

_BLANK = r"[\t\n\f\r ]"
# A name, which may begin with "=", and its value. A quote that is not closed reaches to the end.
_ONE = (
    r"(?:=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)"
    rf"(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+)?+"
)
_ATTRIBUTE = re.compile(_ONE.replace("(?:", "(", 1))
_COMMENT = r"!--(?:-?>|.*?(?:--!?>|\Z))|(?:[!?]|/(?![A-Za-z]))[^>]*+>?"  # behind its "<"
_END = rf"(?:[\t\n\f\r /]++|{_ONE})*+>?"
# A tag: whether it closes, its name, its attributes. A comment, or what counts as one, has no name.
TOKEN = re.compile(
    rf"<(?=[A-Za-z!?/])(?:(?P<closes>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)(?P<attributes>{_END})|{_COMMENT})",
    re.DOTALL,
)
# What stands in these is no markup.
RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"})
_UNSEEN = r"script|style|title|template|iframe|noembed|noframes|datalist"
_HIDDEN = re.compile(
    rf"<(?=[a-z!?/])(?:(?P<hidden>{_UNSEEN})(?=[\t\n\f\r />]){_END}.*?"
    rf"(?:</(?P=hidden)(?=[\t\n\f\r />]){_END}|\Z)|{_COMMENT})",
    re.DOTALL | re.IGNORECASE,
)
_WITHIN_LINES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_INLINE = re.compile(
    rf"</?(?=[abcdefiklmnoqstuvw])(?:{'|'.join(_WITHIN_LINES.split())})(?=[\t\n\f\r />]){_END}", re.IGNORECASE
)


def end_of_raw(html: str, name: str, place: int) -> int:
    """Where the element of that name ends whose content, which is no markup, begins at `place`."""
    ends = re.compile(rf"</{re.escape(name)}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, place)
    return ends.start() if ends else len(html)


def attributes_in(text: str) -> list[str]:
    """The names of a tag's attributes, as they are written."""
    return [one[1] for one in _ATTRIBUTE.finditer(text)]


def text_between(html: str, apart: str) -> str:
    """What is written between the tags, with `apart` for a tag that is not within a line. References stay."""
    return TOKEN.sub(apart, _INLINE.sub("", _HIDDEN.sub("", html)))
