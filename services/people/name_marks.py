"""What stands with a name and is none: how one is addressed, what friends call one, an account, an office's codes."""

import re

from base.folding import fold
from services.mime.registered_domains import registered_domain
from services.mime.word_lists import words
from services.people.given_names import GIVEN
from services.people.name_order import GENERATION

# With or without a full stop; none of them is a given name.
_ADDRESSED = words(
    "mr mrs ms dr dr-ing prof herr frau mme monsieur madame mevr dhr hr fr dott dottssa rndr mudr judr paeddr phdr"
)
# With one only: "Ing. Jan Novák", but "Mag" and "Sir" without.
_ABBREVIATED = words(
    "mx ing mag dipl dipl-ing avv dra sr sra srta mgr bc arch rag eng lic lcda lcdo rev hon capt cpt geom phil"
)
_FACULTIES = words("med rer nat phil jur iur hc habil ing dent vet oec pol h c")  # behind those: "Dr. med."
_NICKNAME = re.compile(r"(?<=\s)([\"'“”„‘’«»])([^\W\d_][\w .-]{1,19})[\"'“”‘’«»](?=\s|\Z)")
_ACCOUNT = re.compile(r"(?<=[^\W\d_]{2})-[a-z]*\d\w*\Z")
_INITIALS = re.compile(r"((?:[A-Z]\.){1,3})([A-Z][^\W\d_]*[a-z][^\W\d_]*(?:-[A-Z][^\W\d_]+)?)")
_CODE = re.compile(r"[A-Z]{3,10}")
_FIRST_AND_LAST = re.compile(r"([a-z]{2,})[._][a-z]{2,}")
_SHORTEST_FIRM = 4  # letters
_TOP_LEVELS = (".com", ".net", ".org")


def without_marks(name: str) -> str:
    """ "Dr. Robert 'Bob' Smith-rs02" is Robert Smith; who would be left with one word keeps what is before it."""
    parts = name.split()
    first = 0
    while first < len(parts) and _is_address(parts[first], behind=first > 0):
        first += 1
    if first > 0 and len(parts) - first > 1 and not parts[first].endswith(","):
        parts = parts[first:]
    found = " ".join(_ACCOUNT.sub("", part) for part in parts)
    bare = " ".join(_NICKNAME.sub("", found).split())
    return bare if " " in bare else _NICKNAME.sub(r"\2", found)


def without_titles(part: str) -> str:
    """Of what stands between commas: "Dr. Max" is Max, "Lang Dr." is Lang, "Dr." nothing."""
    words = part.split()
    while words and _is_address(words[0], behind=False):
        words.pop(0)
    while words and _is_address(words[-1], behind=True):
        words.pop()
    return " ".join(words)


def _is_address(word: str, *, behind: bool) -> bool:
    bare = word.replace(".", "").casefold()
    if bare in _ADDRESSED or bare.startswith("dipl-") or (behind and word.endswith(".") and bare in _FACULTIES):
        return True
    return word.endswith(".") and bare in _ABBREVIATED


def spelled_initials(name: str) -> str:
    """ "J.R.Okafor", which is a name and no handle, as "J.R. Okafor"."""
    found = _INITIALS.fullmatch(name)
    return f"{found[1]} {found[2]}" if found else name


def without_codes(words: list[str]) -> list[str]:
    """ "John A CTR OSD", as directories of offices write who stands behind the comma: John A."""
    if words[0].isupper():
        return words
    end = len(words)
    while end > 1 and _CODE.fullmatch(words[end - 1]) and words[end - 1].lower() not in GENERATION:
        end -= 1
    return words[:end]


def is_site(name: str, address: str) -> bool:
    """Is it a site's name, as firms and feeds are called? "Booking.com", or the address's own "north.example"."""
    low = name.casefold()
    host = address.rpartition("@")[2].casefold()
    return "." in low and (low.endswith(_TOP_LEVELS) or host == low or host.endswith(f".{low}"))


def is_firm_of(name: str, address: str) -> bool:
    """Is it the firm of ida.okafor@northwind.example, an address that names a person itself? "Northwind Ltd"."""
    local, _, host = address.casefold().rpartition("@")
    found = _FIRST_AND_LAST.fullmatch(local)
    if found is None or found[1] not in GIVEN:
        return False
    label = registered_domain(host)[0].replace("-", "")
    letters = fold(name).replace(" ", "")
    if min(len(label), len(letters)) < _SHORTEST_FIRM or any(word in local for word in fold(name).split()):
        return False
    return letters.startswith(label) or label.startswith(letters)
