"""Which word of a name is the family name, where the order does not say so and the address does."""

import re

from anyascii import anyascii

from services.people.company_domains import company_domain
from services.people.given_names import GIVEN

GENERATION = frozenset(["jr", "sr", "ii", "iii", "iv"])
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]")
# Where a family name comes first by custom, in any script: China, Hungary, Japan, Korea, Vietnam and their neighbours.
_FAMILY_NAMES_FIRST = frozenset(["cn", "hk", "hu", "jp", "kh", "kp", "kr", "mo", "tw", "vn"])


def family_first(words: list[str], address: str) -> int:
    """How many words are the family name where it stands first and the address tells so; 0 where it does not.

    "Okafor Ida" is ida.okafor@… or i.okafor@…, and "OKAFOR Ida" has it in capitals as well as in the address.
    Directories write names so, and mail loses their commas. But "Ida Okafor" may be okafor.ida@… as well.
    """
    local = [_letters(word) for word in re.split(r"[._]", address.partition("@")[0])]
    generation = len(words) > 2 and words[1].replace(".", "").lower() in GENERATION
    if len(words) < 2 + generation or _CJK.search("".join(words)):
        return 0
    family, given = _letters(words[0]), _letters(words[1 + generation])
    if "".join(local).startswith(family + given):
        return 0  # the address has the same order
    # In capitals without a vowel, or before what has no capital, it is an acronym: "RPM List", "NASA news".
    readable = not words[0].isascii() or re.search("[AEIOUY]", words[0]) is not None
    in_capitals = words[0].isupper() and len(family) > 2 and readable and words[1][:1].isupper()
    in_capitals = in_capitals and not any(word.isupper() for word in words[1:])
    if len(local) > 1 and local[0] and local[0] != family == local[-1]:
        if not (given.startswith(local[0]) or local[0].startswith(given)):
            return 0
        # A generation follows the family name, an initial the given one.
        certain = generation or in_capitals or (len(words) > 2 and len(_letters(words[-1])) == 1)
        return 1 + generation if certain or _is_turned(family, given, local[0], address) else 0
    before, _, behind = "".join(local).partition(family)  # "ida", or what is short for it, and nothing behind
    is_own = family in "".join(local) and given.startswith(before) and behind.isdigit() | (not behind)
    return 1 if in_capitals and is_own and local[0] != family else 0


def _is_turned(family: str, given: str, first: str, address: str) -> bool:
    """Is the name in the other order than its address because the name is turned, and not the address?

    Firms make addresses by one rule, and directories another: of 6,000 real names and addresses, those that were in
    two orders at a firm were all turned names, and the one at a provider of mail was a turned address (mario.rossi@ is
    taken there, rossi.mario@ is not). Where family names come first by custom, a name is written as it is said.
    A given name that is short on one side ("Phil", philip.okafor@) is the given one; else one that is known tells.
    """
    if address.rpartition(".")[2] in _FAMILY_NAMES_FIRST or company_domain(address) is None:
        return False
    return first != given or family not in GIVEN or given in GIVEN


def _letters(word: str) -> str:
    return re.sub(r"[^a-z\d]", "", anyascii(word).lower())
