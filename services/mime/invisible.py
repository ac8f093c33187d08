"""Characters that nobody sees: newsletters fill with them what a list would show after their first line."""

import re

# Default-ignorable characters of Unicode (DerivedCoreProperties) and blanks that are wider than nothing. Variation
# selectors and tags are not among them: they change what an emoji before them shows.
_IGNORABLE = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200c-\u200f\u202a-\u202e\u2061-\u206f\u2800\u3164\uffa0"
)
_BLANK = "\\s\u00a0"
_UNSEEN = re.compile(f"[{_IGNORABLE}]")
_RUN = re.compile(f"[{_BLANK}]?[{_IGNORABLE}][{_IGNORABLE}{_BLANK}]*")
# Where a word may be broken, and nothing else: a word that has one is found without it.
_BREAKS = {ord(character): None for character in "\u00ad\u200b\u2060\ufeff"}
_MOST = 2  # of them in a row have a meaning: a joiner within Persian or an emoji, a mark of direction beside a blank


def without_padding(text: str) -> str:
    """`text` without places where a word may be broken, and with one blank for a run of what is not seen."""
    if text.isascii():
        return text
    text = text.translate(_BREAKS)
    return _RUN.sub(_shortened, text) if _UNSEEN.search(text) else text


def _shortened(run: re.Match[str]) -> str:
    if len(_UNSEEN.findall(run[0])) <= _MOST:
        return run[0]
    return "\n" if "\n" in run[0] else " "
