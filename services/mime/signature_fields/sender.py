"""Who sent the mail, as far as a signature's lines can be told by it."""

import re

from services.mime.letter_forms import LETTERS
from services.mime.registered_domains import registered_domain
from services.mime.signature_fields.folding import romanised, squeezed
from services.mime.signature_fields.networks import HOSTS
from services.mime.signature_lines import Author

_LONGEST = 300
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(rf"{LETTERS}(?:['’-]{LETTERS})*\.?")


class Sender:
    """The sender's names, and their domain."""

    def __init__(self, name: str, address: str) -> None:
        name, address = name[:_LONGEST], address[:_LONGEST]
        local, _, host = address.rpartition("@")
        self.author = Author(f"{name} {romanised(name)}", address)
        self._called = frozenset(romanised(name).split())
        self.local = local.casefold()
        self.host = host.casefold().strip(".")
        self.domain = registered_domain(self.host)[0].replace("-", "") if self.host else ""
        self.sites: set[str] = set()  # what domains of sites in the signature are called
        self._local = squeezed(local)
        self._unspaced = "".join(_LETTERS.findall(name)) if _UNSPACED.search(name) else ""

    def is_found_at(self, hosts: list[str]) -> None:
        """Notes the sites that the signature names: who they belong to may stand beside them."""
        self.sites |= {registered_domain(host.casefold())[0].replace("-", "") for host in hosts if host not in HOSTS}

    def names_in(self, text: str) -> int:
        """How many words of a text are names of the sender's, or short for one."""
        if _UNSPACED.search(text):
            bare = "".join(_LETTERS.findall(text))
            return (
                2
                if len(bare) > 1
                and self._unspaced
                and (bare in self._unspaced or (self._unspaced in bare and len(bare) <= len(self._unspaced) + 2))
                else 0
            )
        return sum(map(self._is_name, _WORD.findall(text)))

    def has_word(self, word: str) -> bool:
        """Is it in the sender's name as the header has it?"""
        return romanised(word).replace(" ", "") in self._called

    def _is_name(self, word: str) -> bool:
        plain = romanised(word)
        if self.author.signs_as(word) or (plain and self.author.signs_as(plain)):
            return True
        return len(plain) > 2 and (self._local.endswith(plain) or self._local.startswith(plain))
