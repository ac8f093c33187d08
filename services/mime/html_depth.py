"""Is HTML nested to keep a computer busy? The time that parsing it takes grows with the square of the depth.

A megabyte of <div> is a minute and a half. No program writes mail like that; it is shown as text. What is open is
counted as the HTML Standard says (section 13.2.6, "Tree construction"), roughly: tables keep their insides to
themselves, and much is closed by what follows it. What stands in a table beside its cells is moved in front of it,
which takes as long as nesting does.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

_DEEPEST = 1_000  # elements inside each other, or moved out of tables; also choices, of which a mail has few
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*+)", re.IGNORECASE)
_NEAR = 10  # elements within which one that is closed by what follows is looked for


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
# What an element closes where that is the innermost, or where it is near by.
_CLOSES_INNERMOST = {"option": frozenset({"option"}), **dict.fromkeys(_HEADINGS, _HEADINGS)}
_CLOSES_NEAR = {
    **{name: frozenset({name}) for name in ("button", "li")},
    **dict.fromkeys(_names("dd dt"), _names("dd dt")),
}
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")  # opened anew behind what closes them
# Nothing within these is closed from without ("special" elements, but for those that lists look through).
_KEEPS = (_ENDS_PARAGRAPH | _CELLS | _names("applet button iframe marquee object select template svg math ruby")) - {
    "address", "div", "p",
}  # fmt: skip


@dataclass
class _Inside:
    """What is open within one table, or outside of all."""

    stack: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)

    def open(self, name: str) -> None:
        self.stack.append(name)
        self.opened[name] += 1

    def close(self, name: str) -> None:
        """The last of that name; what stands in it stays open, as emphasis does."""
        if not self.opened[name]:  # a tag that closes nothing must not hide one that stays open
            return
        self.opened[name] -= 1
        place = len(self.stack) - 1
        while self.stack[place] != name:
            place -= 1
        del self.stack[place]

    def close_near(self, names: frozenset[str]) -> None:
        """Close one of these, with what stands in it, where it is near."""
        for place in range(len(self.stack) - 1, max(len(self.stack) - 1 - _NEAR, -1), -1):
            if self.stack[place] in names:
                again = [one for one in self.stack[place:] if one in _FORMATTING]
                self.cut(place)
                for one in again:
                    self.open(one)
                return
            if self.stack[place] in _KEEPS:
                return

    def cut(self, length: int) -> None:
        """Close all but so many."""
        while len(self.stack) > length:
            self.opened[self.stack.pop()] -= 1

    def back_to(self, names: frozenset[str]) -> None:
        """Close all that is in the last of these."""
        while self.stack and self.stack[-1] not in names:
            self.opened[self.stack.pop()] -= 1


def is_too_deep(html: str) -> bool:
    """Are more elements open at once than any program writes, or moved?"""
    if html.count("<") <= _DEEPEST:
        return False
    tables, outside, odd = [_Inside()], 0, 0
    for tag in _TAG.finditer(html):
        inside, name = tables[-1], tag[2].lower()
        if tag[1]:
            if name != "table":
                inside.close(name)
            elif len(tables) > 1:
                tables.pop()
                outside -= len(tables[-1].stack) + 1
            continue
        odd += (
            name in _OUTER
            or (name == "option" and inside.opened["select"] > 0)
            or (len(tables) > 1 and name not in _MAY_STAND and _is_between(inside))
        )
        if name == "table":
            inside.close_near(frozenset({"p"}))
            outside += len(inside.stack) + 1
            tables.append(_Inside())
        elif name in _OF_TABLES and not (inside.opened["svg"] or inside.opened["math"]):
            if len(tables) > 1:  # elsewhere it is left out
                _begin(inside, name)
        elif name not in _OUTER:
            if name in _ENDS_PARAGRAPH and inside.opened["p"]:
                inside.close_near(frozenset({"p"}))
            if (closed := _CLOSES_NEAR.get(name)) and any(inside.opened[one] for one in closed):
                inside.close_near(closed)
            elif inside.stack and inside.stack[-1] in _CLOSES_INNERMOST.get(name, ()):
                inside.cut(len(inside.stack) - 1)
            if name not in _EMPTY:
                inside.open(name)
        if outside + len(tables[-1].stack) > _DEEPEST or odd > _DEEPEST:
            return True
    return False


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
        inside.open(name)
