"""The best name for somebody among all that their mails give, and how names are compared."""

import re
from functools import lru_cache

from nameparser import HumanName
from nameparser.config import CONSTANTS

from base.folding import fold
from services.mime.letter_forms import is_small
from services.mime.registered_domains import registered_domain
from services.people.display_names import (
    LONGEST,
    belonging,
    is_pronoun,
    shares_word,
    split_behalf,
    split_brackets,
    split_via,
    tidy,
    visible,
)
from services.people.encapsulated import decapsulated, without_notes_domain
from services.people.name_marks import (
    is_firm_of,
    is_site,
    spelled_initials,
    without_codes,
    without_marks,
    without_titles,
)
from services.people.name_order import GENERATION, family_first

# How good a name is: a better one replaces what was known before. Between them: the same, from one's own From.
FULL, WORD, GUESS = 4, 2, 0
_FIRMS, _OWN = 1, 2  # of `belonging`: by the domain, by the local part of the address

# "Ida Okafor | Northwind", "Ida at Northwind"; a Notes address: "Ida Okafor/Dublin/Northwind".
_AFFILIATION = re.compile(r"\s(?:[|/·•–—-]|@|at|from)(?:\s.*)?$|(?<=\w)/\w.*$")
_IN_FRONT = re.compile(r"(?P<front>[^\s,][^,|–—-]{0,30}?)(?P<mark>\s[|·•–—-]|,|:)\s(?P<name>[^,|·•–—]{3,60})")
_SUFFIXES = {
    "academic": "phd md mba msc bsc ma ba esq cpa cfa jd llm llb mph rn dds dvm pe pmp dipl-ing frcs mrcp lcsw bsn msn "
    "edd psyd dphil meng beng mphil med bed cissp facs faia aia pmi-acp csm cism",
    "legal": "inc incorporated llc ltd limited gmbh ag kg corp corporation co plc sa sas srl spa bv nv ab oy aps kft",
}
_ACADEMIC, _LEGAL = (frozenset(words.split()) for words in _SUFFIXES.values())
# How degrees look, behind a whole name ("M.Ed", "Ph.D.", "MSc", "RN", "CPPM") and, where initials may stand,
# behind one word ("Ph.D.", "CPPM").
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.){1,4}[A-Za-z]{0,5}\.?|[A-Z][a-z]{0,2}[A-Z][A-Za-z]{0,2}|[A-Z]{2,6}")
_CERTAIN_DEGREE = re.compile(
    r"(?=[A-Z.]{0,9}[a-z])(?:[A-Z][A-Za-z]{0,4}\.){1,4}[A-Za-z]{0,5}\.?|[B-DF-HJ-NP-TV-XZ]{4,6}"
)
_WORDS = "van von der den de del della la le di da do dos das du des el al bin ibn ben abu ter ten zu zur st san y e"
_PARTICLES = frozenset(_WORDS.split())
_HANDLE = re.compile(r"[\w-]+(?:[._][\w-]+)+")
_DIGITS = re.compile(r"\d+$")
# Scripts that write a whole name without a space: kana, Han, Hangul.
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff"
_HAS_CJK = re.compile(f"[{_CJK}]")
_UNSPACED = re.compile(f"[{_CJK}]{{2,}}")
_SHORT_SYLLABLE = re.compile(r"[^AEIOUY][AEIOUY]")  # "LI", "WU"; "AJ" and "JP" are initials
_MC = re.compile(r"(Mc|Mac)([A-Z]{3,})")
_MACS = {"MA", "MC", "ma", "mc"}  # "MacDonald"
_KNOWN = frozenset(
    [
        *(CONSTANTS.titles | CONSTANTS.first_name_titles | CONSTANTS.prefixes | CONSTANTS.conjunctions),
        *(CONSTANTS.suffix_acronyms | CONSTANTS.suffix_not_acronyms),
        *CONSTANTS.capitalization_exceptions,
    ]
)
_SLOGAN = re.compile(r"[#$€%!?*=]|\d{3,}|\.\.\.|…")


@lru_cache(maxsize=20_000)
def best_name(display: str, address: str, *, person: bool = True) -> tuple[str, int]:
    """(name, rank) from a display name, else guessed from the address: "Okafor, Ida" -> ("Ida Okafor", FULL).

    For what is no `person` the name is kept as it is written: of "Ida via Announce" it is the second part, and a
    guest's name ("Ida Okafor (North Docs)", or one that has nothing in common with the address) gives way to its own.
    """
    if "\ufffd" in display or "=?" in display:
        display = ""  # damaged on its way: another mail will say it better
    shown = without_notes_domain(visible(display)) if " " in display.strip() else visible(display)
    name = _persons(shown, address) if person else _programs(shown, address)
    if not any(character.isalpha() for character in name) or re.search(r"://|\w@\w", name):
        return _from_local_part(address.partition("@")[0]) or address, GUESS
    if person and is_site(name, address):
        return name, WORD
    if person and is_firm_of(name, address):
        return _from_local_part(address.partition("@")[0]), GUESS
    is_handle = person and _HANDLE.fullmatch(name) and not _HAS_CJK.search(name)
    if is_handle and (_DEGREE.fullmatch(name) is None or name.casefold() == address.partition("@")[0].casefold()):
        return _from_local_part(name), GUESS
    whole = " " in name or _UNSPACED.fullmatch(name)
    if not person and not shares_word(name, address):
        return name, WORD
    return name, FULL if whole else WORD


def _persons(shown: str, address: str) -> str:
    """The name of who has the address, as one says it."""
    if behalf := split_behalf(shown):
        who, whom = behalf
        shown = who if belonging(who, address) > belonging(whom, address) else whom
    if via := split_via(f"{shown} "):
        who, what = via
        if belonging(who, address) == 0 and shares_word(what, registered_domain(address.rpartition("@")[2])[0]):
            return _programs(shown, address)  # "Ida Okafor via DocuSign", who has no address there
        shown = who
    outside, inside = split_brackets(shown)
    outside = spelled_initials(without_marks(_behind_firm(outside, address)))
    name = _written_out(_turned(_without_degrees(_AFFILIATION.sub("", outside)), address))
    # "North regressions #update (Ida Okafor)": the name is in the brackets where what is outside is none.
    of_firm = belonging(name, address) == _FIRMS and any(belonging(one, address) >= _OWN for one in inside)
    if not name or of_firm or _SLOGAN.search(name) or not (_is_name(name) or shares_word(name, address)):
        slogan = not name or _SLOGAN.search(name) is not None
        for bracket in inside:
            if _is_name(bracket) and (slogan or shares_word(bracket, address)):
                return _written_out(_turned(_without_degrees(bracket), address))[:LONGEST]
    return name[:LONGEST].strip()


def _behind_firm(shown: str, address: str) -> str:
    """ "Northwind - Ida Okafor", "EXTERNAL - Ida Okafor": who has the address stands behind the dash."""
    found = _IN_FRONT.fullmatch(shown)
    if found is None or not _is_name(found["name"]):
        return shown
    local = address.partition("@")[0]
    own = belonging(found["name"], address) > 1 and not shares_word(found["front"], local)
    if found["mark"] == ",":  # else it is "Okafor, Ida Mei"
        own = own and _is_employer(found["front"], address) and shares_word(found["name"].split()[-1], local)
    return found["name"] if own else shown


def _is_name(text: str) -> bool:
    """Two to four words as of a name."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(not is_small(word[0]) or word in _PARTICLES for word in words)


def _programs(shown: str, address: str) -> str:
    """The name of a list or a machine, not that of who writes through it."""
    if via := split_via(shown):
        return split_brackets(via[1])[0][:LONGEST]
    if behalf := split_behalf(shown):
        shown = behalf[1]
    outside, inside = split_brackets(shown)
    own = next((one for one in inside if shares_word(one, address)), "")
    return (own if own and not shares_word(outside, address) else outside)[:LONGEST].strip()


def _without_degrees(name: str) -> str:
    """Without what follows a whole name: "Ida Okafor MD", "Ida Okafor PhD"."""
    words = name.split()
    mixed = not name.isupper()
    while len(words) > 2 and mixed and not words[-2].endswith(",") and _is_degree(words[-1]):
        words.pop()
    return " ".join(words).rstrip(",")


def _is_degree(word: str) -> bool:
    """Two letters are a surname as well, but for their capitals: "MA" and "Ma"."""
    bare = _bare(word)
    return bare in _ACADEMIC and (len(bare) > 3 or bare in {"phd", "mba", "msc"} or word != word.capitalize())


def _turned(name: str, address: str) -> str:
    """ "Last, First" in speaking order; degrees, pronouns and the employer behind a comma are left out."""
    parts = [part for part in (tidy(part) for part in name.split(",")) if part and not is_pronoun(part)]
    if len(parts) > 1 and _bare(parts[-1]) in _LEGAL:
        return name
    if len(parts) > 1:
        parts = [bare for part in parts if (bare := without_titles(part))]
    generation = next((part for part in parts[1:] if _bare(part) in GENERATION), "")
    if not parts:
        return ""
    last = parts[0].split()
    degree = _DEGREE if last[1:] and last[0].lower() not in _PARTICLES else _CERTAIN_DEGREE
    parts = [parts[0], *(part for part in parts[1:] if not _is_title(part, degree))]
    if len(parts) > 1 and len(last) > 1 and _bare(last[-1]) in GENERATION:
        generation = last.pop()
    if len(parts) > 1 and _is_first_name(parts[1], last, address):
        first = without_codes(parts[1].split())
        if len(first) > 1 and _bare(first[-1]) in GENERATION:
            generation = first.pop()
        if _HAS_CJK.search(name):
            return " ".join([*last, *first])  # as it is written there
        mixed = any(word[1:].islower() for word in first)  # beside "Mark", "MA" are initials
        last = [*(_in_small(word, shortest=3 if mixed else 2) for word in first), *map(_in_small, last)]
    elif family := family_first(last, address):
        last = [_in_small(word) for word in (*last[family:], *last[:family])]
    elif len(last) > 1 and not name.isupper():
        last[-1] = last[-1] if _is_employer(last[-1], address) else _in_small(last[-1], shortest=3)
    return " ".join([*last, *([generation] if generation else [])])


def _is_title(part: str, degree: re.Pattern[str]) -> bool:
    """All of it degrees or a generation: "PhD", "Ph.D. MBA", "CPPM", "Jr."."""
    return all(_is_degree(word) or _bare(word) in GENERATION or degree.fullmatch(word) for word in part.split())


def _is_first_name(part: str, last: list[str], address: str) -> bool:
    """Behind the comma of "Okafor, Ida". After two words it mostly is an employer, unless the address knows better."""
    if _is_employer(part, address):
        return False
    if len(last) == 1 or last[0].lower() in _PARTICLES or belonging(part, address) > 1:
        return True
    first, *rest = re.split(r"[._-]", address.partition("@")[0].casefold())  # "Garcia Lopez, Maria" is m.garcia@
    return len(first) == 1 and fold(part).startswith(first) and fold(last[0]) in rest


def _is_employer(word: str, address: str) -> bool:
    letters = fold(word).replace(" ", "")
    labels = address.rpartition("@")[2].replace("-", "").split(".")
    return bool(letters) and any(label.startswith(letters) for label in labels)


def _bare(word: str) -> str:
    return word.replace(".", "").lower()


def _in_small(word: str, shortest: int = 2) -> str:
    """A surname in capitals as one writes it, unless it is initials: "OKAFOR", "LI"; not "JP"."""
    if scottish := _MC.fullmatch(word):
        return scottish[1] + scottish[2].capitalize()
    if not word.isupper() or any(map(str.isdigit, word)) or len(word) < shortest or "." in word:
        return word
    if _bare(word) in GENERATION:
        return word
    readable = (
        _SHORT_SYLLABLE.fullmatch(word)
        if len(word) == 2 and word.isascii()
        else re.search("[^BCDFGHJKLMNPQRSTVWXZ]", word)
    )
    return _capitalised(word) if readable else word


def _is_plain(words: list[str]) -> bool:
    """Has each of these words one capital, its first? The library, which knows all others, takes half a millisecond."""
    return all(
        len(w) > 3 and w.isascii() and w.isalnum() and w.lower() not in _KNOWN and w[:2] not in _MACS for w in words
    )


def _capitalised(name: str) -> str:
    if _is_plain([name]):
        return name.capitalize()
    parsed = HumanName(f"{name} X")
    parsed.capitalize(force=True)
    return _without_dots(str(parsed).removesuffix(" X")) or name


def _without_dots(name: str) -> str:
    """The Turkish capital "İ" has a dot that its small letter has anyway."""
    return name.replace("i\u0307", "i")


def _written_out(name: str) -> str:
    """A name that is all in capitals, or without any, as one writes it: "SEAN O'NEIL" -> "Sean O'Neil"."""
    if " " not in name:
        return name.capitalize() if name.islower() and name.isalpha() and _is_readable(name) else name
    first, *others = name.split()
    if first.rstrip(".").isalpha() and first.islower() and first not in _PARTICLES and all(map(_is_large, others)):
        name = name[0].upper() + name[1:]  # "nils Olofsson"
    if _HAS_CJK.search(name) or not (name.isupper() or name.islower()):
        return name
    if _is_plain(words := name.split()):
        return " ".join(word.capitalize() for word in words)
    parsed = HumanName(name)
    parsed.capitalize(force=True)
    return _without_dots(str(parsed)) or name


def _is_large(word: str) -> bool:
    return word[0].isupper()


def _is_readable(word: str) -> bool:
    """Not "jwz", initials that somebody is called by."""
    return not word.isascii() or re.search("[aeiouy]", word) is not None


def _from_local_part(local: str) -> str:
    if inner := decapsulated(local):
        return " ".join(word.capitalize() for word in re.split(r"[ ._/-]+", inner.partition("@")[0]) if word)
    bare = _DIGITS.sub("", local.partition("+")[0]) or local
    return " ".join(word.capitalize() for word in re.split(r"[._-]+", bare) if word)
