"""Names in the words of a mail, and whose each is: of those the mail is addressed to, or of whoever has an address."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.mime.introduction_words import ADDRESS, END, GAP, NEXT_ADDRESS, SMALL, WORD
from services.mime.signature_fields.folding import romanised, squeezed, words_of

FARTHEST = 80  # characters between the words that introduce and a name, or from a name to its address


@dataclass(frozen=True)
class Reader:
    """Somebody whom the mail is addressed to, or who wrote it, by their header; or who is named in it beside theirs."""

    name: str
    address: str
    is_addressed: bool = True

    def is_called(self, said: Sequence[str]) -> bool:
        """Are these words, in Latin letters, their whole name? By the address where the header has none."""
        known = _latin(self.name) if "@" not in self.name else []
        if len(known) > 1:
            return set(said) == set(known) or (said[0], said[-1]) in {(known[0], known[-1]), (known[-1], known[0])}
        local = _latin(self.address.partition("@")[0])
        first, last = squeezed(said[0]), squeezed(said[-1])
        whole = squeezed("".join(said))
        return "".join(local) in {whole, last + first, first[:1] + last} or local == [last, first]

    def goes_by(self, word: str) -> bool:
        """Is this word, in Latin letters, what they are called by?"""
        known = _latin(self.name if "@" not in self.name else self.address.partition("@")[0])
        return len(known) > 1 and (known[-1 if "," in self.name else 0] == word)


def _latin(text: str) -> list[str]:
    """Its words as they are compared: "Боб Линд" is "Bob Lind"."""
    return [plain for word in words_of(text) if (plain := romanised(word).replace(" ", ""))]


@dataclass(frozen=True)
class FoundName:
    start: int
    end: int
    said: tuple[str, ...]
    reader: Reader


def names_in(text: str, readers: Sequence[Reader], author: Reader) -> Iterator[FoundName]:
    """Capitalised words that are the name of one reader, each as long as it goes."""
    found_words = list(WORD.finditer(text))
    first = 0
    while first < len(found_words):
        run = _run(text, found_words, first)
        found = None
        for size in range(run, 0, -1):
            span = found_words[first : first + size]
            said = tuple(word for one in span for word in _latin(one[0]))
            reader = said and (
                _one(said, readers, author, ADDRESS.match(text, span[-1].end()))
                or _stranger(text, said, span[-1].end(), [*readers, author])
            )
            if reader:
                found = FoundName(span[0].start(), span[-1].end(), said, reader)
                break
        if found:
            yield found
        first += size if found else 1


def _run(text: str, words: Sequence[re.Match[str]], first: int) -> int:
    """How many of these words in a row may be one name."""
    if not words[first][0][0].isupper():
        return 0
    size = 1
    while (
        size < 5
        and first + size < len(words)
        and GAP.fullmatch(text, words[first + size - 1].end(), words[first + size].start())
        and (words[first + size][0][0].isupper() or words[first + size][0] in SMALL)
    ):
        size += 1
    return size


def _one(said: Sequence[str], readers: Sequence[Reader], author: Reader, beside: re.Match[str] | None) -> Reader | None:
    """The only one who is called so; by the address beside the name whoever has it."""
    if beside is not None and len(said) > 1:
        return next((one for one in readers if one.address.casefold() == beside["address"].casefold()), None)
    if len(said) > 1:
        called = [one for one in (*readers, author) if one.is_called(said)]
    else:
        called = [one for one in (*readers, author) if one.goes_by(said[0])]
    return called[0] if len(called) == 1 and called[0] is not author else None


def _stranger(text: str, said: Sequence[str], end: int, known: Sequence[Reader]) -> Reader | None:
    """Who is called so and has the next address in the sentence, made of their name, and is nobody of the mail's."""
    if len(said) < 2 or any(one.is_called(said) for one in known):
        return None
    found = NEXT_ADDRESS.search(text, end, min(sentence_end(text, end), end + FARTHEST))
    if found is None or any(one.address.casefold() == found["address"].casefold() for one in known):
        return None
    local = "".join(_latin(found["address"].partition("@")[0]))
    first, last = squeezed(said[0]), squeezed(said[-1])
    whole = squeezed("".join(said))
    made = {first, last, whole, first + last, last + first, first[:1] + last, first + last[:1], last + first[:1]}
    return Reader(" ".join(said), found["address"].lower(), is_addressed=False) if local in made else None


def sentence_end(text: str, start: int) -> int:
    found = END.search(text, start)
    return found.start() if found else len(text)
