"""Where somebody writes that they have another address now: "my new address is ida@north.example".

By structure, in eight languages: whose (the first person's, nobody else's), that it is new, a word for an address, and
one address of mail, in one sentence. In doubt nothing: "her new address is …", "is ida@… your new address?" and two
addresses in a sentence say nothing.
"""

import re
from dataclasses import dataclass

from services.mime.address_syntax import is_address, one_form

BEFORE, AFTER = 200, 120  # characters around an "@" that are looked at
_NOUN = (
    r"(?:e-?mails?|mail|correo|courriel|adresse?|address|direcci[oó]n|endere[cç]o|indirizzo|adres|адрес|почта|имейл)"
)
_NOUNS = (
    rf"(?:{_NOUN}(?:[ -](?:electr[oó]nic[oa]|[ée]lectronique|de|di|e-?mail|mail|почты|электронной|{_NOUN})){{0,3}}+)"
)
_NEW = r"(?:new|neue[sn]?|nouve(?:lle|l|au)|nuev[oa]|nuov[oa]|nov[oa]|nieuwe?|новый|новая)"
_MINE = r"(?:my|our|meine?|unsere?|ma|mon|notre|mi|il mio|la mia|o meu|a minha|meu|minha|mijn|ons|мой|моя)"
_JOIN = (
    r"(?:is|ist|lautet|est|es|è|é|are|now|jetzt|ab sofort|maintenant|d[eé]sormais|ahora|ora|agora|nu|теперь|[:=–—-])"
)
_BETWEEN = rf"(?:[\s<(\[]|mailto:|{_JOIN}(?![^\W\d_])){{0,20}}"
_ADDRESS = r"(?P<address>[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+){1,6})"
# "My new address is …", "meine neue E-Mail-Adresse: …"; French and Spanish may put what is new behind: not read.
_SAID = re.compile(rf"(?<![\w'’]){_MINE}\s+{_NEW}\s+{_NOUNS}{_BETWEEN}{_ADDRESS}", re.IGNORECASE)
# "My address has changed to …", "my e-mail is now …"
_CHANGED = re.compile(
    rf"(?<![\w'’])(?:my|our)\s+{_NOUNS}\s+(?:has\s+changed\s+to|is\s+now|will\s+be|changes\s+to){_BETWEEN}{_ADDRESS}",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^\W*\?")
_SENTENCE = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


@dataclass(frozen=True)
class NewAddress:
    """An address in its one form, and its place in the text that was looked at."""

    address: str
    start: int
    end: int


def new_addresses(text: str) -> list[NewAddress]:
    """Of a stretch of what somebody wrote themselves."""
    found = {}
    for pattern in (_SAID, _CHANGED):
        for said in pattern.finditer(text):
            start, end = said.span("address")
            while text[end - 1] in ".'-":
                end -= 1
            address = one_form(text[start:end])
            rest = _SENTENCE.split(text[end:], maxsplit=1)[0]
            if is_address(address) and "@" not in rest and not _ASKED.match(text[end:]):
                found[address] = NewAddress(address, start, end)
    return list(found.values()) if len(found) == 1 else []
