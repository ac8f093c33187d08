"""Whom a text may name: people as Kith knows them, and terms that somebody keeps to themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 6  # words of a name that are looked for together
_APART = 3  # characters between two of them: a blank, a dot, an apostrophe, the end of a line
_SHORTEST = 3  # letters of a word that names somebody by itself
# Written without blanks between words: a name stands anywhere in such a text.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class KnownPerson:
    """Somebody by all the names that are known for them. `id` tells them from others, within one request."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """Whom a text may name, and which terms it may have that are nobody else's business."""

    people: tuple[KnownPerson, ...] = ()
    private_terms: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # ISO 3166: where phone numbers without a country's code may be from

    def named(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where it names whom: begin, end, and an id. The whole name, or one word of it with a capital."""
        words = list(_WORD.finditer(text))
        at = 0
        while at < len(words):
            length, who = self._whole_name(words, at)
            if not who and not words[at][0].islower():
                who = self._single.get(words[at][0].casefold(), "")
            if who:
                yield words[at].start(), words[at + length - 1].end(), who
            at += length
        for name, who in self._unspaced:
            yield from ((found.start(), found.end(), who) for found in re.finditer(re.escape(name), text))

    def private(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it has a private term, as a word of its own."""
        if self._private is not None:
            yield from (found.span() for found in self._private.finditer(text))

    def _whole_name(self, words: list[re.Match[str]], at: int) -> tuple[int, str]:
        """How many words from there are a name, and whose; one, and nobody's, where none is."""
        together = 1
        while (
            together < min(_LONGEST, len(words) - at)
            and words[at + together].start() - words[at + together - 1].end() <= _APART
        ):
            together += 1
        for length in range(together, 1, -1):
            if who := self._whole.get(tuple(word[0].casefold() for word in words[at : at + length])):
                return length, who
        return 1, ""

    @cached_property
    def _whole(self) -> dict[tuple[str, ...], str]:
        return {tuple(word.casefold() for word in words): one.id for one, words in self._names() if len(words) > 1}

    @cached_property
    def _single(self) -> dict[str, str]:
        """Words of names: whose, or that more than one has it ("~ida": what they share is one thing, and nobody's).

        A word that a name itself has in small letters ("van der") begins sentences, too.
        """
        found: dict[str, str] = {}
        for one, words in self._names():
            for word in words:
                if len(word) >= _SHORTEST and not word.islower() and not word.isdecimal():
                    key = word.casefold()
                    found[key] = one.id if found.get(key, one.id) == one.id else f"~{key}"
        return found

    @cached_property
    def _unspaced(self) -> list[tuple[str, str]]:
        names = {name: one.id for one in self.people for name in one.names if len(name) > 1 and _UNSPACED.search(name)}
        return sorted(names.items(), key=lambda one: -len(one[0]))

    @cached_property
    def _private(self) -> re.Pattern[str] | None:
        terms = sorted({term.strip() for term in self.private_terms if term.strip()}, key=len, reverse=True)
        if not terms:
            return None
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, terms))})(?!\w)", re.IGNORECASE)

    def _names(self) -> Iterator[tuple[KnownPerson, tuple[str, ...]]]:
        for one in self.people:
            for name in one.names:
                yield one, tuple(_WORD.findall(name))


NOBODY = Known()
