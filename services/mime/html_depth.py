"""Is HTML nested to keep a computer busy? The time that parsing it takes grows with the square of the depth.

A megabyte of <div> is a minute and a half. No program writes mail like that; it is shown as text.
"""

import re
from collections import Counter

_DEEPEST = 1_000  # elements inside each other
# Elements without content, or that another of their kind closes: no depth comes of them alone.
_FLAT = (
    "area|base|body|br|caption|col|colgroup|dd|dt|embed|head|hr|html|img|input|li|link|meta|option|p|param|"
    "path|rect|source|tbody|td|tfoot|th|thead|tr|track|wbr"
)
_TAG = re.compile(rf"<(/?)(?!(?:{_FLAT})[\s/>])([a-z][^\s/>]*)", re.IGNORECASE)


def is_too_deep(html: str) -> bool:
    """Are more elements open at once than any program writes? Counted by tags, roughly."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if not tag[1]:
            opened[name] += 1
            depth += 1
        elif opened[name]:  # a tag that closes nothing must not hide one that stays open
            opened[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False
