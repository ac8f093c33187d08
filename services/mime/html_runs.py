"""Long stretches of text in pieces: writing one takes time that grows with its length times the number of characters
in it that HTML writes as references (nh3 0.3.8: 8 s for a megabyte of `&`), or whose UTF-8 begins with the byte that a
no-break space's begins with.
"""

import re

_SLOW = re.compile(r"[&>\x80-\xbf]")
_MOST = 1_000  # of them in one piece: a megabyte of text in front of them then costs 1 ms
# So many of them, with the references that they begin.
_PIECE = re.compile(rf"(?:[^&>\x80-\xbf]*+(?:&[^<>&;\s]{{0,32}}+;?|[>\x80-\xbf]|\Z)){{1,{_MOST}}}+")
_EMPTY = "<!---->"  # ends a piece; comments are not shown


def in_short_runs(html: str) -> str:
    """HTML that shows the same, without a stretch of text that has many characters to be escaped."""
    first, *stretches = html.split("<")
    return "<".join([_broken("", first), *(_after_tag(one) if len(one) > _MOST else one for one in stretches)])


def _after_tag(stretch: str) -> str:
    """A tag but for its `<`, and the text that follows it."""
    end = stretch.find(">") + 1 if stretch[0].isalpha() or stretch[0] in "/!?" else 0
    return _broken(stretch[:end], stretch[end:])


def _broken(tag: str, text: str) -> str:
    if len(text) <= _MOST or len(_SLOW.findall(text)) <= _MOST:
        return tag + text
    return tag + _PIECE.sub(rf"\g<0>{_EMPTY}", text)
