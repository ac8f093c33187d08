"""The filter of an addressbook-query (RFC 6352, 10.5), asked of a card."""

from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import vobject

from api.dav.names import carddav
from base.errors import KithError

Test = Callable[[bytes], bool]
_COLLATIONS = ("i;unicode-casemap", "i;ascii-casemap")
_MATCHES: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "equals": lambda text, part: text == part,
    "starts-with": str.startswith,
    "ends-with": str.endswith,
}


class UnsupportedFilter(KithError):
    """This filter asks for what an address book of Kith does not know."""


def test_of(query: Element) -> Test | None:
    """Which cards are asked for; None: all. Raises UnsupportedFilter."""
    wish = query.find(carddav("filter"))
    parts = [] if wish is None else [_of_property(one) for one in wish.findall(carddav("prop-filter"))]
    if wish is None or not parts:
        return None
    joined = _joined(wish)
    return lambda content: joined([part(_read(content)) for part in parts])


def _read(content: bytes) -> dict[str, list[str]]:
    contents: dict[str, list[Any]] = vobject.readOne(content.decode()).contents
    return {name: [_text(line.value) for line in lines] for name, lines in contents.items()}


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _of_property(wish: Element) -> Callable[[dict[str, list[str]]], bool]:
    name = wish.get("name", "").rpartition(".")[2].lower()
    if wish.find(carddav("param-filter")) is not None:
        raise UnsupportedFilter
    if wish.find(carddav("is-not-defined")) is not None:
        return lambda card: name not in card
    texts = [_of_text(one) for one in wish.findall(carddav("text-match"))]
    if not texts:
        return lambda card: name in card
    joined = _joined(wish)
    return lambda card: joined([any(text(value) for value in card.get(name, ())) for text in texts])


def _of_text(wish: Element) -> Callable[[str], bool]:
    kind, part = wish.get("match-type", "contains"), (wish.text or "").casefold()
    if kind not in _MATCHES or wish.get("collation", _COLLATIONS[0]) not in _COLLATIONS:
        raise UnsupportedFilter
    negated = wish.get("negate-condition") == "yes"
    return lambda text: _MATCHES[kind](text.casefold(), part) != negated


def _joined(wish: Element) -> Callable[[Sequence[bool]], bool]:
    return all if wish.get("test") == "allof" else any
