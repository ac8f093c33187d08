"""What a line near the end of a mail is: a name, a closing, a way to reach somebody, part of a signature, or prose."""

import re
import unicodedata
from enum import Enum, auto

from services.mime.letter_forms import LETTERS, is_small
from services.mime.signature_words import ANSWERS, CLOSING_FILLERS, CLOSING_WITHIN, CLOSING_WORDS, FACULTIES, HONORIFICS
from services.mime.word_lists import words

_LONGEST = 90  # characters
_LONGEST_NAME = 300
_WORDS = re.compile(LETTERS)
_WORD = re.compile(rf"{LETTERS}(?:(?:\.?-|['’.]){LETTERS})*\.?")  # "J.-B." too
_PHONE = re.compile(r"\+?\(?\d(?:[\d().\s/–-]{4,22})\d")
_FEWEST_DIGITS = 7
_FEWEST_LABELLED = 4  # digits of a phone that says so
_EXTENSION = re.compile(r"\b(?:ext|extension|x|durchwahl|poste)[.:\s-]{0,3}\d[\d-]{2,8}\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"^\W{0,3}(?:tel|tél|fon|ph|phone|telephone|telefon|teléfono|telefone|telefono|téléphone|fax|mob|mobil|mobile|móvil|cell|"
    r"cellular|handy|direct|office|gsm|pager|voice|e-?mail|mail|web|www|url|skype|icq|aim|msn|whatsapp|wechat|twitter|linkedin|"
    r"тел|моб|факс|[tmfpewcd])\W{1,3}(?=[\w+(])",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"(?:<?mailto:)?[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}|https?://\S{1,300}|\bwww\.[\w-]{1,63}\.\S{1,200}",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:[\w-]{1,63}\.){1,3}[a-z]{2,8}(?:/\S{0,80})?\Z", re.IGNORECASE)
_RULE = re.compile(r"[-_=*~#+—–─]{3,}\Z")
_DASHED = re.compile(r"(?:[-–—~*]{1,2}|/{2,3})\s{0,2}(?=[^\W\d_])")  # "- Bo", as many sign
_QUOTED_NAME = re.compile(r"\s?[\"“(][^\W\d_]{1,20}[\"”)]")  # a nickname within a name
_FOND = re.compile(r"([^\W\d_])\1?(?:ie|[aeiouy])")  # how short forms end: "Dave", "Danny", "Katie"
_SMILEY = re.compile(r"\s[:;]-?[)DPp(]\Z")
_BULLET = re.compile(r"(?:[-*•+>]|\d{1,2}[.)]|\[\d{1,3}\]:?)\s")
_CLOSED = re.compile(r"(?P<closing>[^,.!:–-]{2,40})[,.!–-]+\s{0,4}(?P<name>[^,!?:;]{1,40})\Z")
_PARTICLES = words(
    "de da do dos del della di du la le van von der den bin al el y e und and et och og i ja ten ter zu & of the for"
)
_ENDS_SHORT = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]{1,3}|[A-Z.]{2,8})\.\Z")  # "Inc.", "S.A."
_PARTS = re.compile(r"\s[|·•/–-]\s|, ")
_ROW = re.compile(r"\s[|·•*]\s")
_CELLS = re.compile(r"\s{3,}|\t")
_MOST_CELLS = 3
_LONGEST_PART = 45  # characters
_MOST_LOW_WORDS = 6
_MOST_NAME_WORDS = 4
_MOST_WORDS = 8  # of a line of a signature


class Line(Enum):
    """Kinds, by how much they say."""

    PROSE = auto()
    SHORT = auto()  # a title, a company, a street
    LOW = auto()  # the same without capitals: counts only among others
    REACHED = auto()  # a phone, an address, a site
    NAME = auto()  # of the sender
    NAMELIKE = auto()
    CLOSING = auto()
    SIGNED = auto()  # closing and name
    RULE = auto()


class Author:
    """The names under which the sender may sign."""

    def __init__(self, name: str, address: str = "") -> None:
        called = list(map(_plain, _words(name[:_LONGEST_NAME])))
        local = list(map(_plain, _words(address[:_LONGEST_NAME].rpartition("@")[0])))
        self._words = frozenset((*called, *local))
        # Nobody signs with another name than these. "Osei" alone, or with <mosei@…>, may be a surname.
        self.is_given_known = len(called or local) > 1 or (
            bool(called and local) and not _is_end_of(called[0], local[-1])
        )

    def signs_as(self, text: str) -> bool:
        """Is one of these few words a name of the sender's, or short for one?"""
        return any(self._is(_plain(word.strip("."))) for word in _WORD.findall(text))

    def has_initials(self, text: str) -> bool:
        """ "BT" for Barry Tycholiz."""
        bare = text.replace(".", "").replace(" ", "")
        return bare.isupper() and len(bare) <= 3 and set(bare.casefold()) <= {word[0] for word in self._words}

    def _is(self, word: str) -> bool:
        if word in self._words:
            return True
        if len(word) < 2 or word in _PARTICLES or word in ANSWERS:
            return False
        return any(_is_short_for(word, name) for name in self._words)


def _words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if len(word) > 1]


def _plain(word: str) -> str:
    """Casefolded, without accents: "Pádraig" has an address without."""
    if word.isascii():
        return word.casefold()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _is_end_of(name: str, local: str) -> bool:
    return local.endswith(name) and local != name


def _is_short_for(word: str, name: str) -> bool:
    """ "Tom" for Thomas, "Dave" for David."""
    if word[0] != name[0] or len(word) > len(name):
        return False
    if len(word) < 3:
        return name.startswith(word)
    letters = iter(name)
    return all(letter in letters for letter in word) or (word[:3] == name[:3] and bool(_FOND.fullmatch(word, 2)))


def kind_of(text: str, author: Author) -> Line:
    """Of a line without spaces around it that is not empty."""
    if text[0] in "*_|#" and text[-1] == text[0] and any(map(str.isalnum, text)):  # bold, as text; in a frame
        text = text.strip("*_|# \t")
    dashed = _DASHED.match(text)
    if dashed and _named(text[dashed.end() :], author) is Line.NAME:
        return Line.NAME
    if _BULLET.match(text):
        return Line.PROSE
    if len(text) > _LONGEST:
        first = _ROW.split(text, 1)[0]
        return (_named(first, author) or Line.REACHED) if _is_row(text) else Line.PROSE
    if _RULE.match(text):
        return Line.RULE
    if is_closing(text):
        return Line.CLOSING
    if _CELLS.search(text) and (kind := _of_cells(text, author)) is not None:
        return kind
    name, *others = _PARTS.split(text, 4)
    if others and name and _named(name.strip(), author) is Line.NAME and all(map(_is_part, others)):
        return Line.NAME  # "Bo Lind | Boats | Harbour", "Bo Lind, Head of Boats"
    if _is_signed(text, author):
        return Line.SIGNED
    named = _named(text, author)
    if named is not None:
        return named
    if _is_reached(text):
        return Line.NAME if _named(_without_contact(text), author) is Line.NAME else Line.REACHED
    if _is_short(text):
        return Line.SHORT
    return Line.LOW if _is_low(text) else Line.PROSE


def _of_cells(text: str, author: Author) -> Line | None:
    """What stands side by side: a name with a company, a title with a phone. More than a few are a table."""
    cells = [cell.strip("|│ ") for cell in _CELLS.split(text)]
    cells = [cell for cell in cells if any(map(str.isalnum, cell))]
    if not 1 < len(cells) <= _MOST_CELLS or not all(map(_is_part, cells)):
        return None
    if _named(cells[0], author) is Line.NAME:
        return Line.NAME
    return Line.REACHED if any(map(_is_reached, cells)) else Line.SHORT


def _is_part(text: str) -> bool:
    return _is_reached(text) or (_is_short(text) and text[-1] != ".")


def is_closing(text: str) -> bool:
    """ "Kind regards," in any language: nothing but words of closings."""
    if CLOSING_WITHIN.within(text):
        return len(text) <= 20
    if text[-1] in "?:;":
        return False
    words = [word.strip(".").casefold() for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text[:60])]
    if not 0 < len(words) <= 6 or len(text) > 60 or any(letter.isdigit() for letter in text):
        return False
    return all(word in CLOSING_WORDS for word in words) and any(word not in CLOSING_FILLERS for word in words)


def _named(text: str, author: Author) -> Line | None:
    """A line that is nothing but a name."""
    bare = _SMILEY.sub("", _QUOTED_NAME.sub("", text)).strip("-–—~ ").rstrip(".,!")
    words = _without_honorifics(bare.replace(",", " ").split())
    if not 0 < len(words) <= _MOST_NAME_WORDS or len(bare) > 40 or text[-1] in "?:;":
        return None
    if not all(_WORD.fullmatch(word) or word in {"&", "+"} for word in words):
        return None
    known = author.signs_as(bare)
    if known and all(word[0].isupper() or not is_small(word[0]) or word.casefold() in _PARTICLES for word in words):
        return Line.NAME
    if known and len(words) == 1 and text[-1] not in ".!":  # "ida": many sign in lower case
        return Line.NAME
    if all(word[0].isupper() or word.casefold() in _PARTICLES for word in words) and words[0][0].isupper():
        return Line.NAMELIKE
    return None


def _without_honorifics(words: list[str]) -> list[str]:
    """ "dr hab. Ida Okafor": titles are written small in many tongues."""
    first = 0
    while first < len(words) - 1 and _plain(words[first]).replace(".", "") in (
        HONORIFICS | FACULTIES if first else HONORIFICS
    ):
        first += 1
    return words[first:] if len(words) - first > 1 else words


def _is_signed(text: str, author: Author) -> bool:
    """ "Thanks, Bo", "Your pal, Craig."."""
    found = _CLOSED.match(text.rstrip(".! "))
    if found is None:  # "Love Mara"
        closing, _, name = text.rpartition(" ")
        return bool(closing) and is_closing(closing) and name[0].isupper() and author.signs_as(name)
    name, closing = found["name"].strip(), found["closing"].strip()
    if is_closing(closing) and author.has_initials(name.upper()):
        return True
    words = name.split()
    if not 0 < len(words) <= 3 or not all(_WORD.fullmatch(word) and not is_small(word[0]) for word in words):
        return False
    if is_closing(closing):  # "Thanks, Bo" may also thank Bo
        return not author.is_given_known or author.signs_as(name) or author.has_initials(name)
    return (
        len(closing.split()) <= 3 and closing[0].isupper() and author.signs_as(name) and len(words) <= 2 and "," in text
    )


def _is_row(text: str) -> bool:
    """Parts of a signature beside each other, in one long line."""
    parts = _ROW.split(text[: 3 * _LONGEST])
    return len(parts) > 2 and all(len(part) <= _LONGEST_PART for part in parts) and any(map(_is_reached, parts))


def _without_contact(text: str) -> str:
    """What is left beside phones and addresses."""
    return _PHONE.sub(" ", _EXTENSION.sub(" ", _REACHED.sub(" ", text))).strip(" ,;:()<>[]*#-")


def _is_low(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= _MOST_LOW_WORDS
        and len(text) <= _LONGEST_PART
        and all(_WORD.fullmatch(w.strip(",")) for w in words)
    )


def _is_reached(text: str) -> bool:
    """Hardly more than a phone, a mail address or a site, with its label."""
    bare = _REACHED.sub(" ", text)
    found = bare != text
    bare = _EXTENSION.sub(" ", bare)
    found |= len(bare) != len(text)
    for phone in _PHONE.finditer(text):
        if sum(letter.isdigit() for letter in phone[0]) >= _FEWEST_DIGITS:
            found = True
            bare = bare.replace(phone[0], " ")
    label = _LABELLED.match(text)
    if label is not None:
        found = found or sum(map(str.isdigit, text)) >= _FEWEST_LABELLED or bool(_SITE.match(text[label.end() :]))
    found = found or bool(_SITE.match(text))
    words = _WORD.findall(bare)
    return found and len(words) <= 6 and sum(1 for word in words if is_small(word[0]) and len(word) > 3) <= 3


def _is_short(text: str) -> bool:
    """A title, a company, a street: few words, most with a capital, and no sentence."""
    words = _WORD.findall(text)
    if not words or len(text) > 70 or len(words) > _MOST_WORDS or text[-1] in "?!:;" or "\t" in text:
        return False
    if text[-1] == "." and not _ENDS_SHORT.search(text):
        return False
    written = [word for word in words if word.casefold() not in _PARTICLES]
    capitals = sum(1 for word in written if not is_small(word[0]))
    return capitals >= 0.7 * len(written)
