"""Header fields as they are sent (RFC 5322, 3.4): whoever reads them finds whom was meant, and nobody else.

The standard library folds a long quoted name without its quotes (cpython#80222), so that a name which says
`boss@corp.example, …` becomes a recipient, and adds or loses blanks where it folds a subject. Here nothing is cut: what
is short and ASCII is written as it is, all else as encoded words (RFC 2047), in which nobody sees a comma.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_PHRASE = re.compile(rf"(?:{_ATEXT}+ )*{_ATEXT}+")
_LONGEST = 60  # characters of a name that is written as it is
_WORD = 42  # bytes of text in an encoded word: its line has room for the name of the field
_LINE = 76  # characters


@dataclass(frozen=True)
class Mailbox:
    """One sender or recipient: `name` is text without control characters, `address` is ASCII, as mail carries it."""

    name: str
    address: str


def address_header(field: str, mailboxes: Sequence[Mailbox]) -> bytes:
    """`field` with these mailboxes, folded, with its line end."""
    entries = [_written(one) for one in mailboxes]
    return (f"{field}: " + ",\r\n ".join(entries) + "\r\n").encode("ascii")


def text_header(field: str, text: str) -> bytes:
    """`field` with this text, which has no control characters, folded, with its line end."""
    plain = text.isascii() and "=?" not in text and len(text) <= _LINE - len(field) - 2 and text == text.strip()
    lines = "\r\n ".join([text] if plain else _encoded_words(text))
    return f"{field}: {lines}\r\n".encode("ascii")


def _written(mailbox: Mailbox) -> str:
    words, address = _phrase(mailbox.name), f"<{mailbox.address}>"
    if not words:
        return mailbox.address
    lines = "\r\n ".join(words)
    return f"{lines} {address}" if len(words[-1]) + len(address) < _LINE - 6 else f"{lines}\r\n {address}"


def _phrase(name: str) -> list[str]:
    """What stands for a name, each piece for a line of its own."""
    name = " ".join(name.split())
    plain = name.isascii() and len(name) <= _LONGEST and "=?" not in name
    if not plain:
        return _encoded_words(name)
    if _PHRASE.fullmatch(name):
        return [name]
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{escaped}"'] if name else []


def _encoded_words(text: str) -> list[str]:
    """Each holds whole characters (RFC 2047, section 5)."""
    words, piece = [], b""
    for letter in text:
        data = letter.encode()
        if len(piece) + len(data) > _WORD:
            words.append(piece)
            piece = b""
        piece += data
    return [f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in [*words, piece] if word]
