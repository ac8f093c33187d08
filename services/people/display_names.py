"""What surrounds a name in a display name: invisible characters, brackets, pronouns, degrees, who sends for whom."""

import re
import unicodedata

from anyascii import anyascii

LONGEST = 120  # characters; what is longer is a slogan
_MOST = 1_000  # characters that are looked at

_JOINERS = "\u200c\u200d"  # they belong to a name where they stand between two letters
_VIRAMA = 9  # the combining class of what takes a letter its vowel
_OPENING, _CLOSING = "([{<（【〔［〈《「『", ")]}>）】〕］〉》」』"
_VIA = re.compile(
    r"[\s(\[（【](?:via|through|über|tramite|a través de|através de|через|przez|za pośrednictwem|prostřednictvím|přes|"
    r"μέσω|thông qua|melalui|באמצעות|عبر|经由|通过|透過|経由)\s",
    re.IGNORECASE,
)
# The same word behind what it speaks of: "Ida Okafor (Docs 経由)".
_THROUGH = re.compile(r"[(\[（【]([^()\[\]（）【】]+?)\s?(?:経由|を通じて|[을를] 통해|aracılığıyla|kautta)[)\]）】]")
# Outlook's words, by its languages, for one who writes in the name of another, and what people write for them.
_BEHALF = re.compile(
    r"(?:^|[\s(\[（【])(?:(?:sent\s)?on behalf(?: of)?|o/b/o|im (?:auftrag|namen) (?:von|der|des)|de la part de|"
    r"au nom de|pour le compte de|en nombre de|por cuenta de|em nome d[eoa]|per conto di|a nome di|namens|"
    r"in opdracht van|för|på vegne (?:af|av)|på uppdrag av|puolesta|w imieniu|z upoważnienia|jménem|v zastoupení|"
    r"v mene|от имени|по поручению|adına|nevében|în numele|代表)[;,:]?\s",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PRONOUN = (
    "she|her|hers|he|him|his|they|them|theirs?|ze|zir|zie|xe|xem|hir|it|its|any|all|sie|ihr|er|ihm|ihn|elle|la|il|lui|iel|"
    "ella|él|el|elle|elles|hij|hem|zij|haar|hen|hun|die|diens|hon|henne|han|honom|hän|ela|dela|ele|dele|lei|ona|on|oni"
)
_PRONOUNS = re.compile(rf"(?<!\w)(?:{_PRONOUN})(?:\s?[/|]\s?(?:{_PRONOUN}))+(?!\w)", re.IGNORECASE)
_LONE_PRONOUN = re.compile(_PRONOUN, re.IGNORECASE)
_QUOTES = " '\"`´‘’“”«»„‚‹›,;:*~_"
_SEPARATORS = "|·–—-/@ "
_HONORIFIC = re.compile(r"(?<=[\u3400-\u9fff])(?:様|さん|殿|先生)$")


def visible(display: str) -> str:
    """Without characters that nobody sees, and wide letters as others (NFKC); joiners stay between letters.

    There they change how these are written, as in Persian and Hindi; and behind a virama at a word's end, where they
    make Malayalam's chillu (The Unicode Standard, 12.9).
    """
    display = unicodedata.normalize("NFKC", display[:_MOST])
    return "".join(_seen(character, display, place) for place, character in enumerate(display))


def _seen(character: str, display: str, place: int) -> str:
    if character.isprintable():
        return character
    if character in _JOINERS:
        if character == _JOINERS[1] and place and unicodedata.combining(display[place - 1]) == _VIRAMA:
            return character
        around = (display[place - 1 : place], display[place + 1 : place + 2])
        return character if all(unicodedata.category(one)[0] in "LM" for one in around if one) and all(around) else ""
    return "" if unicodedata.category(character) == "Cf" else " "


def split_brackets(text: str) -> tuple[str, list[str]]:
    """What stands outside of brackets, however nested, and what stands in each outermost pair."""
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
            if depth == 1:
                inside.append("")
                outside.append(" ")
                continue
        elif character in _CLOSING:
            depth = max(0, depth - 1)
            if depth == 0:
                continue
        if depth:
            inside[-1] += character
        else:
            outside.append(character)
    return tidy("".join(outside)), [tidy(one) for one in inside]


def tidy(text: str) -> str:
    """Without addresses, pronouns, quotes around it, and words that have neither a letter nor a digit."""
    words = [word for word in _PRONOUNS.sub(" ", f" {text} ").split() if _is_word(word)]
    return _HONORIFIC.sub("", " ".join(words).strip(_QUOTES).lstrip(_SEPARATORS))


def _is_word(word: str) -> bool:
    if _ADDRESS.fullmatch(word.strip(_QUOTES)):
        return False
    if len(word) > 2 and word[0] == word[-1] == "*":
        return False  # "*EXTERN*"
    return word == "&" or word in _SEPARATORS or any(character.isalnum() for character in word)


def is_pronoun(text: str) -> bool:
    """One of "she, her, hers"."""
    return _LONE_PRONOUN.fullmatch(text) is not None


def split_via(text: str) -> tuple[str, str] | None:
    """(who, what) of "Ida Okafor via Announce"; None where it is no such name."""
    if found := _THROUGH.search(text):
        return text[: found.start()], found[1]
    found = _VIA.search(text)
    return (text[: found.start()], text[found.end() :]) if found else None


def split_behalf(text: str) -> tuple[str, str] | None:
    """(who writes, for whom) of "Ida Okafor on behalf of Bo Lind"; None where it is no such name."""
    found = _BEHALF.search(text)
    return (text[: found.start()], text[found.end() :]) if found else None


def belonging(text: str, address: str) -> int:
    """How surely the address is theirs: 3 where the text has it, 2 by a word of its local part, 1 by its domain's.

    Initials count as a word, and in a local part so does one of two letters: `io@`, `bo@`.
    """
    if address in {one.strip("<>()[]'\";,") for one in _ADDRESS.findall(text.lower())}:
        return 3
    text = _ADDRESS.sub(" ", text)
    local, _, host = address.partition("@")
    words = re.findall(r"[a-z\d]+", anyascii(text).lower())
    tokens = {token for token in re.findall(r"[a-z\d]+", anyascii(local.lower())) if len(token) > 1}
    if shares_word(text, local) or not tokens.isdisjoint([*words, "".join(word[0] for word in words)]):
        return 2
    return int(shares_word(text, host))


def shares_word(text: str, address: str) -> bool:
    """Does a word of three letters or more stand in the address as well? In its local part or its domain's labels."""
    letters = re.sub(r"[^a-z\d]", "", anyascii(address.lower()))
    return any(len(word) > 2 and word in letters for word in re.findall(r"[a-z\d]+", anyascii(text).lower()))
