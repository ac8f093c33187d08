"""Address headers: who a mail is from and to. What is no address is left out, never an error."""

import re
from email.utils import getaddresses

from models.contracts.mail import Address, Role
from models.contracts.mime import Part
from services.charsets import decode_words

_ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]]+@[^\s@<>(),;:\"\[\]]+\.?[^\s@<>(),;:\"\[\].]")
_HEADERS = [("To", Role.TO), ("Cc", Role.CC), ("Bcc", Role.BCC), ("Reply-To", Role.REPLY_TO)]


def is_address(text: str) -> bool:
    """Is this one plain mail address, in lower case?"""
    return _ADDRESS.fullmatch(text) is not None


def addresses(value: str, role: Role) -> list[Address]:
    """The addresses of one header's value, in order, each once, in lower case. Group names are dropped."""
    found: dict[str, Address] = {}
    for name, address in getaddresses([value]):
        lowered = address.strip("<>'\" ").lower()
        if is_address(lowered) and lowered not in found:
            found[lowered] = Address(role=role, name=_name(name, lowered), address=lowered)
    return list(found.values())


def sender_of(root: Part) -> Address | None:
    """The author: From, else Sender."""
    for header in ("From", "Sender"):
        found = addresses(root.header(header), Role.FROM)
        if found:
            return found[0]
    return None


def recipients_of(root: Part) -> list[Address]:
    """Everybody else who is named: To, Cc, Bcc and Reply-To, each of which may stand repeatedly."""
    named: list[Address] = []
    for header, role in _HEADERS:
        for key, value in root.headers:
            if key.lower() == header.lower():
                named.extend(addresses(value, role))
    return named


def _name(raw: str, address: str) -> str:
    name = " ".join(decode_words(raw).strip().strip("'\"").split())
    return "" if name.lower() == address else name
