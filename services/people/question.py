"""What somebody looks for among people: its words, and the tsqueries that find whoever may match."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from base.errors import Invalid
from base.folding import fold
from base.trigrams import beginning, ending, inside, lexeme, named
from services.core.keyring import UserKeys
from services.mime.charsets import clean
from services.people.blind_terms import phone_terms, word_terms

_MOST_WORDS = 20
_ONE_TYPO, _TWO_TYPOS = 5, 12  # letters of a word from which on it may have them: enough is left to find it by
_AROUND = re.compile(r"^[,;<>()\"“”„]+|[,;<>()\"“”„]+$")


@dataclass(frozen=True)
class Word:
    """One word that is looked for. `blind` are tsqueries of what it is in notes and phones."""

    folded: str
    blind: frozenset[str]

    @property
    def typos(self) -> int:
        """How many letters may be wrong, missing, too many, or (two neighbours) the wrong way round."""
        return 0 if len(self.folded) < _ONE_TYPO else 1 if len(self.folded) < _TWO_TYPOS else 2


@dataclass(frozen=True)
class Question:
    """Words that all have to match."""

    user_id: UUID
    words: tuple[Word, ...]

    def named(self) -> str:
        """The tsquery of whoever has each as a whole word of a name."""
        return self._together({named(word.folded) for word in self.words})

    def begins(self) -> str:
        """The same, each as the beginning of a word, or as a word of a note, or a phone."""
        return self._all(self._any([beginning(word.folded)], word.blind) for word in self.words)

    def inside(self) -> str:
        """The same, each anywhere in a word."""
        return self._all(self._any([inside(word.folded)], word.blind) for word in self.words)

    def mistyped(self) -> str:
        """The same, each with as many typos as it may have; "" where none may have any."""
        if not any(word.typos for word in self.words):
            return ""
        return self._all(self._any(_spared(word), ()) for word in self.words)

    def distances(self, people: Mapping[UUID, str]) -> dict[UUID, int]:
        """The typos between this and the words of each of these people, without those with more than there may be."""
        split = {person: words.split() for person, words in people.items()}
        known = {word for words in split.values() for word in words}
        near = [_near(word, known) for word in self.words]
        found: dict[UUID, int] = {}
        for person, words in split.items():
            least = [min((one[word] for word in words if word in one), default=None) for one in near]
            if None not in least:
                found[person] = sum(one for one in least if one is not None)
        return found

    def _all(self, each: Iterable[str]) -> str:
        return " & ".join(each)

    def _any(self, alternatives: Iterable[set[str]], blind: Collection[str]) -> str:
        return f"({' | '.join([*map(self._together, alternatives), *sorted(blind)])})"

    def _together(self, trigrams: set[str]) -> str:
        return f"({' & '.join(sorted(lexeme(self.user_id, one) for one in trigrams))})"


def question(keys: UserKeys, user_id: UUID, asked: str) -> Question:
    """What was typed, which may be one phone number with blanks. Raises Invalid for more than 20 words."""
    typed = clean(asked).strip()
    if number := phone_terms(keys, typed):
        noted = word_terms(keys, typed) if len(typed.split()) == 1 else set()  # a member's number, in a note
        words = [Word(fold("".join(typed.split())), frozenset(number | noted))]
    else:
        bare = [(_AROUND.sub("", word) or word, word) for word in typed.split()]
        words = [Word(fold(one), frozenset(word_terms(keys, one))) for one, _ in bare if fold(one)]
    words = [Word(part, word.blind) for word in words for part in word.folded.split()]
    if len(words) > _MOST_WORDS:
        raise Invalid(f"Search for at most {_MOST_WORDS} words.", field="q")
    return Question(user_id, tuple(dict.fromkeys(words)))


def _spared(word: Word) -> list[set[str]]:
    """What typos leave whole: one of these at least.

    One typo leaves everything before it and behind it, or two neighbours that changed places; of two, two of four
    quarters know nothing.
    """
    text, length = word.folded, len(word.folded)
    if not word.typos:
        return [inside(text)]
    if word.typos > 1:
        cuts = [place * length // 4 for place in range(5)]
        first, *within, last = (text[start:end] for start, end in pairwise(cuts))
        quarters = [beginning(first), *map(inside, within), inside(last)]
        return [one | other for one, other in combinations(quarters, 2)]
    parts = [_before(text[:place]) | _behind(text[place + 1 :]) for place in range(length)]
    swapped = [text[:place] + text[place + 1] + text[place] + text[place + 2 :] for place in range(length - 1)]
    return parts + [beginning(one) for one in dict.fromkeys(swapped)]


def _before(text: str) -> set[str]:
    return beginning(text) if text else set()


def _behind(text: str) -> set[str]:
    return inside(text) if len(text) > 2 else ending(text)


def _near(asked: Word, known: Iterable[str]) -> dict[str, int]:
    """Of these words those that are meant, or begin with what is, each with its typos."""
    text, most = asked.folded, asked.typos
    found = {word: 0 for word in known if text in word}
    if not most:
        return found
    starts: defaultdict[str, set[str]] = defaultdict(set)
    for word in known:
        if len(word) >= len(text) - most:
            for length in range(len(text) - most, len(text) + most + 1):
                starts[word[:length]].add(word)
    for start, typos, _ in process.extract(text, list(starts), scorer=OSA.distance, score_cutoff=most, limit=None):
        for word in starts[start]:
            found[word] = min(typos, found.get(word, typos))
    return found
