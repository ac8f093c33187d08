"""Where a signature begins: at its delimiter, or where the last lines look like one. In doubt it does not.

A signature by its looks begins with a closing or a name, and all below are short lines of a name, a title, a company or
a way to reach somebody (features as in V. R. Carvalho, W. W. Cohen: Learning to Extract Signature and Reply Lines from
Email, CEAS 2004; no weights are learned). What a program or a company appends belongs to it: "Sent from my phone",
disclaimers, footers of lists.
"""

from services.mime.appended_lines import appended
from services.mime.sign_offs import sign_off
from services.mime.signature_lines import Author
from services.mime.text_lines import TextLines, last_written

_MOST_AFTER = {"-- ": 60, "--": 16}  # lines below a delimiter, exact (RFC 3676, section 4.3) or without its space


def signatures_in(lines: TextLines, own: list[tuple[int, int]], author: Author) -> list[tuple[int, int]]:
    """The signatures among the author's lines `own`, as (first, end)."""
    found: list[tuple[int, int, int]] = []  # where it begins, where it begins without a sign-off, its end
    is_last = True  # nothing of the author's own follows
    for first, end in reversed(own):
        written = last_written(lines, first, end)
        if written == first:
            continue
        start, bare = _start(lines, first, written, author, is_last)
        found += [(start, bare, end)] if start < written else []
        is_last &= lines.next_written(first, start) == start
    # Where "Thanks, Bo" is all that was written, it is what was to be said.
    begins = [(bare if is_last else start, end) for start, bare, end in found]
    return [(start, end) for start, end in reversed(begins) if lines.next_written(start, end) < end]


def _start(lines: TextLines, first: int, end: int, author: Author, is_last: bool) -> tuple[int, int]:
    """Where the signature of lines [first, end) begins, and where without the sign-off; `end` where there is none."""
    place = _delimiter(lines, first, end)
    if not is_last and place == end:
        return end, end
    place = appended(lines, first, place, author)
    written = last_written(lines, first, place)
    found = sign_off(lines, first, written, author, is_above=place < end)
    if found is None:
        return place, place
    start, bare = found
    return start, bare if bare < written else place


def _delimiter(lines: TextLines, first: int, end: int) -> int:
    for number in range(max(first, end - max(_MOST_AFTER.values())), end):
        line = lines.raw[number]
        if line.startswith("--") and end - number <= _MOST_AFTER.get(line.rstrip("\r"), 0):
            below = lines.next_written(number + 1, end)
            # Without its space it may be a rule: above all that was written, or between the parts of it.
            parts = below > number + 1 and any(map(_is_bare_rule, lines.raw[below:end]))
            is_rule = _is_bare_rule(line) and (lines.next_written(0) == number or parts)
            return number if below < end and not is_rule else end
    return end


def _is_bare_rule(line: str) -> bool:
    return line.rstrip("\r") == "--"
