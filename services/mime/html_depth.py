"""Is HTML made to keep a computer busy? The time and the memory that parsing it takes can grow with its square.

A megabyte of <div> is a minute and a half; 35 KB of <font> and <p> are two gigabytes, since each paragraph opens anew
what was left open; of one element with many attributes each is compared with all. No program writes mail like that:
its text is read without a tree, and is what is shown. What is open is counted as the HTML Standard says (section
13.2.6, "Tree construction"), roughly: tables keep their insides to themselves, and much is closed by what follows it.
What stands in a table beside its cells is moved in front of it, which takes as long as nesting does.
"""

from collections import Counter
from dataclasses import dataclass, field

from services.mime.html_tokens import RAW, TOKEN, attributes_in, end_of_raw

_FEW = 400  # tags: whatever they are, they keep nothing busy
_DEEPEST = 1_000  # elements inside each other, or moved out of tables; also choices, of which a mail has few
_MOST_WORK = 400_000  # elements that are passed in looking for one to be closed, or
_ANEW = 4  # times as many that are opened anew: each takes half a kilobyte
_MOST_NAMES = 5_000  # of elements, and of attributes: lexbor's table of names is for a few
_SHORT = 10_000  # characters that have few attributes
_LONG = 1_000  # characters of attributes: less are few
_MOST_COMPARED = 10_000_000  # attributes with each other
_AT_ONCE = 100  # tags
_MOST_ALIKE = 3  # elements of emphasis that are opened anew, of those that are the same ("Noah's Ark clause")
_MOST_CLONED = 8  # blocks within emphasis that are closed with it ("adoption agency", outer loop)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_EMPTY = _names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
_OUTER = _names("html body head")  # of which there is one: their attributes are added to it
_GROUPS = _names("tbody thead tfoot caption colgroup")
_ROWS, _CELLS = _names("tr"), _names("td th")
_OF_TABLES = _GROUPS | _ROWS | _CELLS | {"col"}
_MAY_STAND = _OF_TABLES | {"table", "style", "script", "template", "form"}
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_ENDS_PARAGRAPH = _HEADINGS | _names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp"
)
# What an element closes where that is the innermost, or where it is not kept by another.
_CLOSES_INNERMOST = {"option": frozenset({"option"}), **dict.fromkeys(_HEADINGS, _HEADINGS)}
_CLOSES = {
    **{name: frozenset({name}) for name in ("button", "li")},
    **dict.fromkeys(_names("dd dt"), _names("dd dt")),
}
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")  # opened anew behind what closes them
_ALONE = _names("a nobr")  # within another, they close it
_MARKERS = _names("applet marquee object template svg math")  # nothing within is closed from without
# Nothing within these is closed from without, either, but by what closes them ("special" elements).
_SPECIAL = _ENDS_PARAGRAPH | _CELLS | _MARKERS | _names("button iframe select ruby")
_CLOSES_ALL = _SPECIAL | _FORMATTING  # their end tags close what is within, special or not
_KEEPS = _SPECIAL - {"address", "div", "p"}  # but for those that lists look through


@dataclass
class _Inside:
    """What is open within one table, or outside of all. An element of emphasis stands with its attributes."""

    stack: list[tuple[str, str]] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    again: list[tuple[str, str]] = field(default_factory=list)  # emphasis that what is written next opens anew
    work: int = 0

    def open(self, name: str, whole: str) -> None:
        self.stack.append((name, whole))
        self.opened[name] += 1

    def close(self, name: str) -> None:
        """The last of that name, with what stands in it; emphasis is opened anew."""
        if name in _FORMATTING and (left := [at for at, one in enumerate(self.again) if one[0] == name]):
            del self.again[left[-1]]
            return
        if not self.opened[name]:  # a tag that closes nothing must not hide one that stays open
            return
        place = len(self.stack) - 1
        special: list[int] = []
        while self.stack[place][0] != name:
            above = self.stack[place][0]
            self.work += 1
            if above in _SPECIAL:
                if above in _MARKERS or name not in _CLOSES_ALL:
                    return
                special.append(place)
            place -= 1
        if name not in _FORMATTING or not special:
            self.cut(place, but_last=True)
            return
        self.work += _MOST_CLONED * (len(self.stack) - place)
        closed = self.stack.pop(place)
        if len(special) > _MOST_CLONED:
            self.stack.insert(special[-_MOST_CLONED], closed)
        else:
            self.opened[name] -= 1

    def close_last(self, names: frozenset[str], keeps: frozenset[str] = _KEEPS) -> None:
        """Close one of these, with what stands in it, where nothing keeps it."""
        for place in range(len(self.stack) - 1, -1, -1):
            name = self.stack[place][0]
            if name in names:
                self.cut(place, but_last=True)
                return
            if name in keeps:
                return
            self.work += 1

    def cut(self, length: int, *, but_last: bool = False) -> None:
        """Close all but so many. `but_last`: emphasis in the last of them is opened anew."""
        closed = self.stack[length:]
        del self.stack[length:]
        for name, _ in closed:
            self.opened[name] -= 1
        if not but_last:
            self.again.clear()
        elif len(closed) > 1:
            alike = Counter(self.again)
            for one in closed[1:]:
                if one[0] in _FORMATTING and alike[one] < _MOST_ALIKE:
                    alike[one] += 1
                    self.again.append(one)

    def write(self) -> None:
        """Something is written here, so that what was left open is opened anew."""
        self.work += _ANEW * len(self.again)
        for one in self.again:
            self.open(*one)
        self.again.clear()

    def back_to(self, names: frozenset[str]) -> None:
        """Close all that is in the last of these."""
        place = len(self.stack)
        while place and self.stack[place - 1][0] not in names:
            place -= 1
        self.cut(place)


def keeps_busy(html: str) -> bool:
    """Would a parser of HTML open more elements than any program writes, or compare more attributes?"""
    if html.count("<") <= _FEW and len(html) <= _SHORT:
        return False
    return _Reading().is_too_much(html)


class _Reading:
    def __init__(self) -> None:
        self._tables = [_Inside()]
        self._outside = self._odd = self._compared = self._work = 0
        self._elements: set[str] = set()
        self._written: set[str] = set()  # attributes
        self._maybe_raw = ""  # an element whose content may be no markup: then nothing in it closes anything

    def is_too_much(self, html: str) -> bool:
        nests = html.count("<") > _FEW
        place = 0
        while place < len(html):
            place = self._read(html, place, nests=nests)
            if self._is_beyond():
                return True
        if len(self._elements) > _MOST_NAMES:
            return True
        if len(self._written) <= _MOST_NAMES:
            return False
        return len({name for one in self._written for name in attributes_in(one)}) > _MOST_NAMES

    def _read(self, html: str, place: int, *, nests: bool) -> int:
        """Some tags. Returns where the next ones are."""
        for number, tag in enumerate(TOKEN.finditer(html, place)):
            if tag.start() > place and self._tables[-1].again:
                self._tables[-1].write()
            place = tag.end()
            closes, name, attributes = tag.groups()
            if name is None:
                if self._is_foreign and tag[0].startswith("<![CDATA["):  # no comment there
                    self._odd += _DEEPEST + 1
                continue
            if len(attributes) > 1:
                self._written.add(attributes)
                if len(attributes) > _LONG:
                    self._compared += len(attributes_in(attributes)) ** 2
            if nests:
                name = name.lower()
                if closes:
                    self._close(name)
                else:
                    self._open(name, attributes)
                    self._elements.add(name)
                    if name in RAW and not self._maybe_raw:
                        return end_of_raw(html, name, place)
            if number == _AT_ONCE:
                return place
        return len(html)

    @property
    def _is_foreign(self) -> bool:
        opened = self._tables[-1].opened
        return opened["svg"] > 0 or opened["math"] > 0

    def _is_beyond(self) -> bool:
        inside = self._tables[-1]
        return (
            self._outside + len(inside.stack) > _DEEPEST
            or self._odd > _DEEPEST
            or self._work + inside.work > _MOST_WORK
            or self._compared > _MOST_COMPARED
        )

    def _close(self, name: str) -> None:
        if self._maybe_raw:
            if name != self._maybe_raw:
                return
            self._maybe_raw = ""
        if name != "table":
            self._tables[-1].close(name)
        elif len(self._tables) > 1:
            self._work += self._tables.pop().work
            self._outside -= len(self._tables[-1].stack) + 1

    def _open(self, name: str, attributes: str) -> None:
        inside = self._tables[-1]
        foreign = self._is_foreign
        if name == "noscript" or (name in RAW and (foreign or inside.opened["select"])):
            self._maybe_raw = name
        self._odd += (
            name in _OUTER
            or (name == "option" and inside.opened["select"] > 0)
            or (len(self._tables) > 1 and name not in _MAY_STAND and _is_between(inside))
        )
        if name == "table":
            inside.close_last(frozenset({"p"}), _MARKERS)
            self._outside += len(inside.stack) + 1
            self._tables.append(_Inside())
        elif name in _OF_TABLES and not foreign:
            if len(self._tables) > 1:  # elsewhere it is left out
                _begin(inside, name)
        elif name not in _OUTER:
            if name in _ENDS_PARAGRAPH and inside.opened["p"]:
                inside.close_last(frozenset({"p"}), _MARKERS | {"button"})
            if (closed := _CLOSES.get(name)) and any(inside.opened[one] for one in closed):
                inside.close_last(closed)
            elif inside.stack and inside.stack[-1][0] in _CLOSES_INNERMOST.get(name, ()):
                inside.cut(len(inside.stack) - 1, but_last=True)
            if name not in _ENDS_PARAGRAPH:
                inside.write()
            if name in _ALONE:
                inside.close(name)
            if name not in _EMPTY and (name not in RAW or foreign):
                inside.open(name, attributes if name in _FORMATTING else "")


def _is_between(inside: _Inside) -> bool:
    """In a table, and in none of its cells."""
    return not (inside.opened["td"] or inside.opened["th"] or inside.opened["caption"])


def _begin(inside: _Inside, name: str) -> None:
    """A part of a table ends those that cannot hold it."""
    if name in _CELLS:
        inside.back_to(_ROWS | _GROUPS)
    elif name in _ROWS:
        inside.back_to(_GROUPS)
    else:
        inside.cut(0)
    if name != "col":
        inside.open(name, "")
