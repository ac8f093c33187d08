"""Placeholders for what a model is not told, and what each stands for. One request's: never kept, never shared."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a placeholder stands for: a model answers better if it knows that much."""

    PERSON = "PERSON"
    ADDRESS = "ADDRESS"  # of mail
    PHONE = "PHONE"
    ACCOUNT = "ACCOUNT"  # a bank's
    CARD = "CARD"
    NUMBER = "NUMBER"  # of anything else that is named by one: a customer, an order
    LINK = "LINK"  # the parts of one that may let somebody in
    PRIVATE = "PRIVATE"  # a term that its person listed
    TEXT = "TEXT"  # what looks like a placeholder, and is none


# Of a number that was never given: a model made it up, or somebody who wrote the mail did.
_UNKNOWN = {
    Kind.PERSON: "somebody",
    Kind.ADDRESS: "an address",
    Kind.PHONE: "a phone number",
    Kind.ACCOUNT: "an account",
    Kind.CARD: "a card",
    Kind.NUMBER: "a number",
    Kind.LINK: "a link",
    Kind.PRIVATE: "something private",
    Kind.TEXT: "a text",
}
_KINDS = "|".join(Kind)
# As it was given, or as a model bends it: in small letters, its underscore escaped as Markdown does, a blank or a dash
# for the underscore. Without brackets only where an underscore or capitals still tell it from "person 1".
_GIVEN = re.compile(
    rf"(?P<escaped>\\)?\[\s?(?P<kind>{_KINDS})(?:\\?_|[\s-])\s?(?P<number>\d{{1,6}})(?P<form>[a-z]{{0,2}})\s?"
    r"(?(escaped)\\)\]"
    rf"|(?<![^\W_])(?P<bare>(?:{_KINDS})(?=\\?_)|(?-i:{_KINDS})(?=[\s-]\d))(?:\\?_|[\s-])"
    rf"(?P<bare_number>\d{{1,6}})(?P<bare_form>[a-z]{{0,2}})(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)
# What such a one may begin with, at the end of what has come so far.
_TAIL = r"[a-z]{1,7}(?:\\?_?\s?|[\s-]\s?)(?:\d{1,6}[a-z]{0,2}\s?)?\\?"
_BEGUN = re.compile(rf"(?:\\?\[\s?(?:{_TAIL})?|(?<![^\W_]){_TAIL}|\\)\Z", re.IGNORECASE | re.ASCII)

# The same where nothing follows any more: whom it would have meant, nobody knows ("[PERSON_1" may have become 12).
_BROKEN_OFF = re.compile(
    rf"(?:\\?\[\s?[A-Z]{{1,7}}(?:\\?_\d{{0,6}}[a-z]{{0,2}})?|(?<![^\W_])(?:{_KINDS})\\?_\d{{0,6}}[a-z]{{0,2}})\\?\Z",
    re.ASCII,
)


class Placeholders:
    """What stands for what, in one request. The same text has the same placeholder everywhere in it."""

    def __init__(self) -> None:
        self._given: dict[tuple[Kind, str], str] = {}
        self._meant: dict[str, str] = {}
        self._things: dict[tuple[Kind, str], int] = {}
        self._forms: dict[tuple[Kind, str], int] = {}
        self._counts: dict[Kind, int] = {}

    def of(self, kind: Kind, text: str, thing: str) -> str:
        """The placeholder for `text`, such as "[PERSON_2]".

        What says the same `thing` in other words has its number and another letter ("[PERSON_2b]"): a model sees that
        they are one, and each is undone to its own words.
        """
        if given := self._given.get((kind, text)):
            return given
        key = (kind, thing)
        if key not in self._things:
            self._things[key] = self._counts[kind] = self._counts.get(kind, 0) + 1
        form = self._forms[key] = self._forms.get(key, -1) + 1
        name = f"{kind}_{self._things[key]}{_letters(form)}"
        self._meant[name.upper()] = text
        self._given[kind, text] = f"[{name}]"
        return f"[{name}]"

    def restore(self, text: str, start: int = 0) -> str:
        """`text` from `start` on, with what its placeholders stand for; those that were never given in words."""
        pieces, at = [], start
        for found in _GIVEN.finditer(text, start):
            pieces += [text[at : found.start()], self._undone(found)]
            at = found.end()
        return "".join([*pieces, text[at:]])

    def _undone(self, found: re.Match[str]) -> str:
        kind = Kind((found["kind"] or found["bare"]).upper())
        number = int(found["number"] or found["bare_number"])
        form = (found["form"] or found["bare_form"] or "").upper()
        if (meant := self._meant.get(f"{kind}_{number}{form}")) is not None:
            return meant
        if (meant := self._meant.get(f"{kind}_{number}")) is not None:
            return meant + (found["form"] or found["bare_form"] or "")  # "[PERSON_1s]": a plural
        return _UNKNOWN[kind]


def without_broken_off(text: str) -> str:
    """The text of an answer that was cut, without half a placeholder at its end."""
    return _BROKEN_OFF.sub("", text)


def literal(text: str) -> list[tuple[int, int]]:
    """Where a text has what would be taken for a placeholder."""
    return [found.span() for found in _GIVEN.finditer(text)]


class Restoring:
    """A text that comes in pieces, restored: what may be the beginning of a placeholder waits for the rest of it."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._held = ""
        self._seen = 0  # characters of it that were shown: whether a word begins behind them depends on them

    def piece(self, text: str) -> str:
        """What can be shown now that `text` has come."""
        held = self._held + text
        begun = _BEGUN.search(held, self._seen)
        return self._shown(held, begun.start() if begun else len(held))

    def end(self) -> str:
        """What was still held."""
        return self._shown(self._held, len(self._held))

    def cut(self) -> str:
        """The same of a text that broke off."""
        self._held = without_broken_off(self._held)
        return self.end()

    def _shown(self, held: str, end: int) -> str:
        restored = self._placeholders.restore(held[:end], self._seen)
        kept = max(end - 1, 0)
        self._held, self._seen = held[kept:], end - kept
        return restored


def _letters(form: int) -> str:
    """Nothing for the first, then b, c, … z, aa, ab, …"""
    if form == 0:
        return ""
    letters, form = "", form + 1
    while form > 0:
        form, letter = divmod(form - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters
