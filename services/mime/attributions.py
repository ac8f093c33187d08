"""The line, or the few it was wrapped into, that says who wrote what is quoted below: "On Monday Ida Okafor wrote:".

It is known by what it holds (a date, an address, few other words), in any language; a verb is asked for only where that
is not enough. A sentence of the author's own that ends in a colon has more words of its own than dates and names.
"""

import re
from dataclasses import dataclass

from services.mime.reply_words import CLAUSE_WORDS, VERBS, VERBS_WITHIN
from services.mime.text_lines import TextLines
from services.mime.word_lists import words

_MOST_LINES = 3  # into which one was wrapped
_LONGEST = 400  # characters
_IN_ADDRESS = r"[^\s<>()\[\]\"',;:@]"
_ADDRESS = re.compile(
    rf"(?P<open>[<(\[])?(?<!{_IN_ADDRESS}){_IN_ADDRESS}{{1,64}}@{_IN_ADDRESS}{{1,100}}(?P<close>[>)\]])?"
)
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")  # of the Persian and the Buddhist calendar, too
_DATE = re.compile(r"(?<!\d)\d{1,4}\s?[./年년-]\s?\d{1,2}\s?[./月월-]\s?\d{1,4}")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時时시]\s?\d{2}(?!\d)")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*|\d+")
_PARTICLES = words("de da do das dos del della di du la le van von der den bin ibn al el y e und and ten ter zu")
_DAY_AND_TIME = 3  # numbers
_NEAR = 2  # words: what stands that near a number belongs to the date


@dataclass(frozen=True)
class Attribution:
    """Lines [first, end). `strong`: certain enough to say that all below is quoted, though nothing marks it."""

    first: int
    end: int
    strong: bool


@dataclass(frozen=True)
class _Signs:
    """What a line holds. `others`: words in lower case that are of no date, name or verb."""

    colon: bool
    date: bool  # of a day and a year
    time: bool
    numbers: int
    address: bool
    bracketed: bool  # the address is in <>, () or []
    verb: bool
    last_is_verb: bool
    names: int  # words that may be of a name
    ends_in_name: bool  # begins with a date and ends with what may be a name
    others: int
    own: int  # those that do not stand beside a verb, as "has" does
    clause: bool  # "As I said:" is a sentence, not a heading

    @property
    def is_heading(self) -> bool:
        """Enough to belong to what is marked as quoted below."""
        if self.date and self.others <= 1:
            return self.verb or self.address or (self.time and self.colon and self.ends_in_name)
        if self.date and self.bracketed:
            return self.others <= 4 or self.verb
        if self.bracketed and self.colon:
            return self.verb or self.others <= 1
        if self.is_timed:
            return True
        if self.last_is_verb and self.colon and not self.clause and self.others <= (self.names > 1):
            return bool(self.numbers) or self.address or 0 < self.names <= 6
        return self.verb and (self.bracketed or (self.address and self.colon)) and self.others <= 1

    @property
    def is_timed(self) -> bool:
        """A day without its year, a time and a verb: "On Mon, Jun 1 at 10:00 AM, Ida wrote:"."""
        return self.verb and self.colon and self.time and self.numbers >= _DAY_AND_TIME and self.others <= 1

    @property
    def is_strong(self) -> bool:
        """Enough to say that all below is quoted."""
        if (
            not self.colon
            or not self.is_heading
            or self.own > 1
            or (self.clause and not (self.date and self.bracketed))
        ):
            return False
        if self.address:  # "Ask ida@north.example, who says:" is a sentence
            return (self.date and (self.verb or self.bracketed)) or (self.verb and (self.bracketed or not self.names))
        # "In the meeting of 1 June 2026 Bo said:" is a sentence; a program tells the time of the day, and nothing else.
        return self.verb and self.time and (self.date or self.is_timed) and not self.own


def attribution_at(lines: TextLines, last: int, after: int, names: frozenset[str] = frozenset()) -> Attribution | None:
    """The attribution that ends in line `last` and begins no earlier than in `after`, if there is one.

    `names`: casefolded words of the names that the mail's header has, for "Ida Okafor:".
    """
    text = lines.seen(last).lstrip("*-_• ")
    if not text:
        return None
    signs = _signs(text)
    # A line without its date, or that begins in the middle of a sentence, is the end of one that was wrapped.
    if not signs.date or text[0] in "<(" or text[0].islower():
        joined = text
        for first in range(last - 1, max(after, last - _MOST_LINES + 1) - 1, -1):
            above = lines.seen(first).lstrip("*-_• ")
            if not above or above[-1] in ":.!?：。" or above[0] == ">" or len(joined) + len(above) > _LONGEST:
                break
            joined = f"{above} {joined}"
            whole = _signs(joined)
            if whole.is_heading and whole.date and not (above[0].islower() or above[0] in "<("):
                return Attribution(first, last + 1, whole.is_strong)
    if signs.is_heading:
        return Attribution(last, last + 1, signs.is_strong)
    if signs.colon and _is_named(text, names):
        return Attribution(last, last + 1, False)
    return None


def _is_named(text: str, names: frozenset[str]) -> bool:
    """Nothing but a name that the header has, a date, or one word: "Ida Okafor:", "Ida Okafor joked:"."""
    found = [token for token in _TOKEN.findall(text) if not token[0].isdigit()]
    if not 0 < len(found) <= 4 or found[0].casefold() in CLAUSE_WORDS:
        return False
    named = [token for token in found if token.casefold() in names]
    if len(named) == len(found):
        return True
    return len(found) >= 3 and found[-1].islower() and all(t[0].isupper() for t in found[:-1]) and bool(named)


def _signs(text: str) -> _Signs:
    addresses = list(_ADDRESS.finditer(text)) if "@" in text else []
    bare = _ADDRESS.sub(" ", text) if addresses else text
    tokens = _TOKEN.findall(bare)
    numbers = [index for index, token in enumerate(tokens) if token[0].isdigit()]
    near = {index + step for index in numbers for step in range(-_NEAR, _NEAR + 1)}
    verbs = {index for index, token in enumerate(tokens) if token.casefold() in VERBS}
    within = VERBS_WITHIN.within(text)
    plain = [index for index in range(len(tokens)) if not tokens[index][0].isdigit() and index not in verbs]
    others = [
        index
        for index in plain
        if tokens[index][0].islower() and index not in near and tokens[index].casefold() not in _PARTICLES
    ]
    return _Signs(
        colon=text[-1] in ":：" or text.endswith((": ", ":*", ":_")),
        date=bool(_DATE.search(bare)) or (len(numbers) > 1 and bool(_YEAR.search(bare))),
        time=bool(_TIME.search(bare)),
        numbers=len(numbers),
        address=bool(addresses),
        bracketed=any(match["open"] or match["close"] for match in addresses),
        verb=bool(verbs) or within,
        last_is_verb=bool(tokens) and (len(tokens) - 1 in verbs or within),
        names=sum(1 for index in plain if not tokens[index][0].islower() and index not in near),
        ends_in_name=bool(numbers) and numbers[0] == 0 and _is_name(tokens[numbers[-1] + 1 :]),
        others=len(others),
        own=sum(1 for index in others if index - 1 not in verbs and index + 1 not in verbs),
        clause="I" in tokens or (bool(tokens) and tokens[0].casefold() in CLAUSE_WORDS),
    )


def _is_name(tokens: list[str]) -> bool:
    return 0 < len(tokens) <= 4 and not any(token[0].islower() and token not in _PARTICLES for token in tokens)


def has_moment(text: str) -> bool:
    """Is there a date, or a time of the day?"""
    return bool(_DATE.search(text) or _YEAR.search(text) or _TIME.search(text))


def has_date_and_time(text: str) -> bool:
    """Are there both?"""
    return bool(_DATE.search(text) and _TIME.search(text))


def has_address(text: str) -> bool:
    """Is there a mail address?"""
    return "@" in text and bool(_ADDRESS.search(text))


def is_sender_and_date(text: str) -> bool:
    """Is it what stands between two rules: "On 1 June 2026 Ida <ida@north.example> wrote"?"""
    signs = _signs(text) if text else None
    return bool(signs and signs.date and (signs.verb or signs.address) and signs.others <= 2)
