"""Address headers (RFC 5322, section 3.4): who a mail is from and to.

What is no address is left out, never an error, and none is made of a piece of another. The standard library's reader
drops a whole header for one entry that is none, and differs between the versions of Python.
"""

from functools import lru_cache

from models.contracts.mail.messages import Address, Role
from models.contracts.mime import Part
from services.mime.address_list import mailboxes
from services.mime.address_syntax import is_address, one_form
from services.mime.charsets import clean
from services.mime.headers import decode_words

_LONGEST = 400_000  # characters of all headers that name recipients: about ten thousand of them
_GUESSED = 50  # names of a header, where nothing that is said of their charset is true
_USUAL = 500  # of a header that is remembered
_HEADERS = {"to": Role.TO, "cc": Role.CC, "bcc": Role.BCC, "reply-to": Role.REPLY_TO}
_ORDER = list(Role)


def addresses(value: str, role: Role) -> list[Address]:
    """The addresses of one header's value, in order, each once, in lower case. Group names are dropped."""
    return list((_remembered if len(value) <= _USUAL else _remembered_shortly)(value, role))


@lru_cache(maxsize=1_000)
def _remembered(value: str, role: Role) -> tuple[Address, ...]:
    """The same: who wrote a mail is asked by several, and whole threads have the same recipients."""
    return tuple(_read(value, role))


@lru_cache(maxsize=4)
def _remembered_shortly(value: str, role: Role) -> tuple[Address, ...]:
    """The same, of long headers: for those who ask about one mail."""
    return tuple(_read(value, role))


def _read(value: str, role: Role) -> list[Address]:
    found: dict[str, Address] = {}
    for name, address in mailboxes(clean(value)):
        lowered = one_form(address)
        if is_address(lowered) and lowered not in found:
            found[lowered] = Address(
                role=role, name=_name(name, lowered, guessed=len(found) < _GUESSED), address=lowered
            )
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
    room = _LONGEST
    for key, value in root.headers:
        role = _HEADERS.get(key.lower())
        if role is not None and room > 0:
            named += addresses(value[:room], role)
            room -= len(value)
    return sorted(dict.fromkeys(named), key=lambda address: _ORDER.index(address.role))


def _name(raw: str, address: str, *, guessed: bool) -> str:
    name = " ".join(decode_words(raw, guessed=guessed).strip().strip("'\"").split())
    return "" if name.lower() == address else name
