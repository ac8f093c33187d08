"""A display name as what is compared: words, initials, generation."""

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from base.folding import fold
from services.people.display_names import split_brackets, visible
from services.people.given_names import GIVEN
from services.people.names import FULL, GUESS, best_name
from services.people.resolution.romanization import skeleton
from services.people.resolution.short_names import whole_names

_GENERATIONS = {"jr": "jr", "jun": "jr", "junior": "jr", "sr": "sr", "sen": "sr", "senior": "sr"} | {
    number: number for number in ("ii", "iii", "iv")
}
# They belong to the word behind them: "van der Hoeven" is one name, and "El Sherbini" one way to write it.
_WORDS = "van von der den de del della la le di da do dos das du des el al bin ibn ben abu ter ten zu zur st san mac mc"
_PARTICLES = frozenset(_WORDS.split())
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]{2,}")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0002ffff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
# How Koreans write their family names, by the romanization of the standard (2000).
_KOREAN = {
    "gim": "kim", "i": "lee", "bak": "park", "choe": "choi", "jeong": "jung", "gang": "kang", "jo": "cho",
    "yun": "yoon", "im": "lim", "sin": "shin", "gwon": "kwon", "o": "oh", "no": "noh", "u": "woo", "yu": "yoo",
}  # fmt: skip
_ABJAD = re.compile("[\u0590-\u06ff]")  # no vowels: compared with its like only
_GREEK = re.compile("[\u0370-\u03ff]")
# What stands before a name that somebody had: "Ida Okafor (née Lind)".
_FORMER = re.compile(
    r"^(?:n[ée]e|geb\.?|geborene|born|formerly|nata|nacida|z domu|rozen[áa]|født|född)\s+", re.IGNORECASE
)
_SYLLABLE = re.compile("[A-Z][^A-Z]*")
_MOST_WORDS = 6
_SPOKEN = "dr prof mr mrs ms miss mme mlle herr frau dipl ing eng mag ir sir don doña señor sra pan pani"
_TITLES = frozenset(_SPOKEN.split())
_INITIALS = re.compile(r"(?:[^\W\d_][.-]+){2,}|(?:[^\W\d_][.-]+)+[^\W\d_]|[BCDFGHJ-NP-TV-Z]{2}")  # "J.-B.", "J.P", "JB"
_BRACKET = re.compile(r"[(\[{（【]")


@dataclass(frozen=True)
class PersonName:
    """`words` folded, in their order, of two letters or more; `initials` of one; `rank` as `names.best_name` has it."""

    text: str
    words: tuple[str, ...]
    initials: tuple[str, ...] = ()
    generation: str = ""
    rank: int = FULL
    readable: bool = True  # do Latin letters say how it is spoken? Not of Han, which Japanese reads in its own way
    parts: tuple[str, ...] = ()  # of words with a hyphen or a particle, and a former name in brackets

    @property
    def skeletons(self) -> tuple[str, ...]:
        """The words' one form."""
        return tuple(skeleton(word) for word in self.words)


@lru_cache(maxsize=200_000)
def read_name(display: str, address: str) -> PersonName:
    """The parts of a display name, as `best_name` makes a name of it. What the address alone suggests ranks GUESS."""
    shown, rank = best_name(display, address)
    if _UNSPACED.fullmatch(shown):
        return _unspaced(shown, rank)
    words: list[str] = []
    initials: list[str] = []
    parts: list[str] = []
    generation = held = ""
    spoken = shown.split()[:_MOST_WORDS]
    while len(spoken) > 2 and fold(spoken[0]).strip(".") in _TITLES:
        spoken = spoken[1:]
    for written in spoken:
        word = re.sub(r"[^a-z\d-]", "", fold(written)).strip("-")
        if _GREEK.search(written):
            word = word.replace("oy", "ou")
        whole = word.replace("-", "")
        if words and (told := _GENERATIONS.get(whole)):
            generation = told
        elif len(whole) == 1 or _INITIALS.fullmatch(written):
            initials += list(whole)
        elif whole in _PARTICLES and rank != GUESS and (words or initials or _is_no_given_name(whole, len(spoken))):
            held += whole
        elif whole:
            words.append(held + whole)
            parts += [part for part in word.split("-") if len(part) > 2] if "-" in word else [whole] if held else []
            held = ""
    inside = split_brackets(visible(display))[1] if _BRACKET.search(display) else []
    former = [fold(one) for it in inside if (one := _FORMER.sub("", it)).isalpha() and one.istitle()]
    readable = not (_HAN.search(shown) or _ABJAD.search(shown))
    if held:
        words.append(held)
    return PersonName(shown, tuple(words), tuple(initials), generation, rank, readable, (*parts, *former))


def _is_no_given_name(particle: str, words: int) -> bool:
    """At the beginning: "van der Hoeven Anneliese"; but "Ben Okafor", "Al van Dam"."""
    return words > 2 and particle not in GIVEN and not whole_names(particle)


def _unspaced(shown: str, rank: int) -> PersonName:
    """Chinese and Korean: the first syllable is the family name."""
    syllables = _SYLLABLE.findall(anyascii(shown))
    if _KANA.search(shown) or len(syllables) < 2:
        return PersonName(shown, (fold(shown).replace(" ", ""),), rank=rank, readable=not _HAN.search(shown))
    family = syllables[0].lower()
    words = (_KOREAN.get(family, family) if _HANGUL.search(shown) else family, "".join(syllables[1:]).lower())
    return PersonName(shown, words, rank=rank, readable=len(syllables) < 4)
