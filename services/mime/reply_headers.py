"""Header lines of an earlier mail that a program wrote into the text ("From: …, Sent: …"), and ruled lines above them.

A block is known by its lines: a label and a value each, an address or a subject among them, and a date. In which
language the labels are matters only where the values do not decide.
What somebody pasted of a raw mail is their own text.
"""

import re
from dataclasses import dataclass

from services.mime.attributions import has_address, has_date_and_time, has_moment, is_sender_and_date
from services.mime.reply_words import END_WORDS, FORWARDED, FROM_LABELS, MESSAGE, ORIGINAL, SUBJECT_LABELS
from services.mime.text_lines import TextLines

_GAP = 3  # lines, at most, from a rule to the header lines below it
_LONGEST_WORDS = 100  # characters between two rules
_LONGEST_DATE = 40
_LONGEST_NAME = 60
_MOST_LINES = 40  # of a block: recipients can be many
_LABEL = re.compile(
    r"[*_]{0,2}(?P<label>[^\W\d_][^:：*_@<>/]{0,28}?)[*_]{0,2}\s?[:：][*_]{0,2}"
    r"(?:[ \t]+|$|(?<=：)|(?=[^\s/\\\d]))(?P<value>.*)"
)
_RAW = re.compile(
    r"(?:received|return-path|message-id|mime-version|x-[a-z-]+|content-[a-z-]+|delivered-to)\Z", re.IGNORECASE
)
_RULE = re.compile(r"[-_=*~#—–─\s]{4,}\Z")
_RULED = re.compile(r"[-_=*~#—–─]{2,60}[> ]{0,3}(?P<words>[^\s-].*?[^\s-])[ <]{0,3}[-_=*~#—–─]{2,60}>?\Z")
_RULED_BEFORE = re.compile(r"[-_=*~#—–─]{2,60} (?P<words>[^\s-].*)\Z")
_RULES = frozenset("-_=*~#—–─")
_CASE = re.compile(r"^\W*(?:[\w.]{1,12}:\s*){1,8}")


@dataclass(frozen=True)
class ReplyHeader:
    """Lines [first, end) that say which mail follows. Where they are not `certain`, they are no such lines."""

    first: int
    end: int
    certain: bool
    forwarded: bool = False


@dataclass(frozen=True)
class _Block:
    first: int
    end: int
    lines: int
    certain: bool
    to_whom: bool = False  # a recipient and a subject, and no sender
    moment: bool = False


def header_at(lines: TextLines, first: int, after: int, subject: str = "") -> ReplyHeader:
    """The heading at line `first`, with the rule or introduction above it that begins no earlier than in `after`."""
    text = lines.seen(first)
    ruled = _ruled(text)
    if ruled:
        return _below_rule(lines, first, ruled, subject)
    ruled = _ruled_before(text)
    if ruled and FORWARDED.within(ruled.casefold()):
        header = _below_rule(lines, first, ruled, subject)
        if header.end > first + 1:
            return header
    block = _block(lines, first, subject)
    if not block.certain:
        start = _notes(lines, first, after) if block.lines > 1 and block.to_whom else first
        return ReplyHeader(start, block.end, certain=start < first)
    start, introduced = _above(lines, first, after)
    # Without a date, and nothing above that says what it is, it may be how a mail is to be written.
    return ReplyHeader(start, block.end, certain=block.moment or start < first, forwarded=introduced)


def ends_forward(text: str) -> bool:
    """Does a line say that what was forwarded ends here: "--- end forwarded text"?"""
    words = (_ruled(text) or _ruled_before(text)).casefold()
    return bool(words) and FORWARDED.within(words) and any(w in END_WORDS for w in words.split())


def _ruled(text: str) -> str:
    found = _RULED.match(text) if text and text[0] in _RULES else None
    return found["words"] if found else ""


def _ruled_before(text: str) -> str:
    found = _RULED_BEFORE.match(text) if text and text[0] in _RULES else None
    return found["words"] if found else ""


def _below_rule(lines: TextLines, first: int, words: str, subject: str) -> ReplyHeader:
    folded = words.casefold()
    forwarded = FORWARDED.within(folded)
    below = lines.next_written(first + 1)
    near = below < len(lines) and below - first <= _GAP
    block = _block(lines, below, subject) if near else _Block(first, first, 0, certain=False)
    # Words between rules head many things; a mail's they are if header lines follow or they say so themselves.
    # QQ writes "Original" alone between two rules.
    said = ORIGINAL.within(folded) and (MESSAGE.within(folded) or folded.strip() == "original")
    if block.certain or ((said or forwarded) and block.lines):
        return ReplyHeader(first, block.end, certain=True, forwarded=forwarded)
    told = MESSAGE.within(folded) or has_moment(words) or has_address(words)
    certain = said or (forwarded and told and len(words) < _LONGEST_WORDS) or is_sender_and_date(words)
    return ReplyHeader(first, first + 1, certain, forwarded)


def _block(lines: TextLines, first: int, subject: str) -> _Block:
    """The run of header lines from `first` on, if it is one of a mail."""
    if not _LABEL.match(lines.seen(first)):
        return _Block(first, first, 0, certain=False)
    labels: list[str] = []
    raw = False
    signs = dict.fromkeys(("from", "subject", "moment", "address", "own"), False)
    number = first
    last = min(len(lines), first + _MOST_LINES)
    longest = ""
    while number < last:
        text = lines.seen(number)
        found = _LABEL.match(text) if ":" in text or "：" in text else None
        if found is None:
            blank = not text
            if blank and labels and number + 1 < last and _goes_on(lines.seen(number + 1), labels):
                number += 1
                continue
            if blank or not _is_continued(longest, text, lines.raw[number]):
                break
            longest = text
            number += 1
            continue
        label, value = found["label"].strip().casefold(), found["value"].strip()
        raw |= bool(_RAW.match(label))
        labels.append(label)
        signs["from"] |= label in FROM_LABELS
        signs["subject"] |= label in SUBJECT_LABELS
        signs["moment"] |= has_moment(value)
        signs["address"] |= has_address(value)
        signs["own"] |= bool(subject) and _bare(value) == _bare(subject)
        longest = text
        number += 1
    if len(labels) < 2:
        return _Block(first, number, len(labels), certain=False)
    known = signs["from"] and (signs["subject"] or signs["address"]) and (signs["moment"] or len(labels) > 2)
    built = signs["moment"] and len(labels) > 2 and (signs["address"] or signs["subject"]) and signs["own"]
    told = signs["moment"] and signs["address"] and signs["subject"] and len(labels) > 2
    shaped = signs["moment"] and signs["address"] and len(labels) > 3 and has_address(lines.seen(first))
    to_whom = signs["subject"] and signs["address"] and not signs["from"]
    return _Block(first, number, len(labels), not raw and (known or built or told or shaped), to_whom, signs["moment"])


def _goes_on(text: str, labels: list[str]) -> bool:
    """Is this, below an empty line, one more header line?"""
    found = _LABEL.match(text)
    if found is None or labels[0] not in FROM_LABELS or len(labels) > 5:
        return False
    label = found["label"].strip().casefold()
    return label not in labels and (
        label in SUBJECT_LABELS or has_moment(found["value"]) or has_address(found["value"])
    )


def _is_continued(above: str, text: str, raw: str) -> bool:
    """Did the line above not fit?"""
    if not above:
        return False
    return (
        above[-1] in ",;"
        or text[0] == "<"
        or (raw[0] in " \t" and len(above) > 40)
        or (has_address(above) and has_address(text))
    )


def _above(lines: TextLines, first: int, after: int) -> tuple[int, bool]:
    """(where the rule or the introduction above header lines begins, is it an introduction of something forwarded?)."""
    number = first - 1
    while number >= after and number >= first - 3 and lines.is_blank(number):
        number -= 1
    if number < after or lines.is_blank(number):
        return first, False
    text = lines.seen(number)
    if _RULE.match(text):
        return number, False
    return (number, True) if introduces_forward(text) else (first, False)


def introduces_forward(text: str) -> bool:
    """Is it what Apple Mail writes above header lines: "Begin forwarded message:"?"""
    return text[-1:] in {":", "："} and len(text) < _LONGEST_WORDS and FORWARDED.within(text.casefold())


def _notes(lines: TextLines, first: int, after: int) -> int:
    """Where the name and the date above begin that Lotus Notes writes without labels, or `first`."""
    if first - 2 < after:
        return first
    date, name = lines.seen(first - 1), lines.seen(first - 2)
    dated = len(date) <= _LONGEST_DATE and has_date_and_time(date)
    return first - 2 if dated and name and len(name) <= _LONGEST_NAME and name[-1] not in ".!?:" else first


def _bare(subject: str) -> str:
    """Without "Re:" and its like."""
    return " ".join(_CASE.sub("", subject[:400]).split()).casefold()
