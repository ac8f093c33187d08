"""Address headers (RFC 5322, section 3.4): who a mail is from and to.

Reads what mail really holds: names with commas that nobody quoted, several addresses without a comma, angle
brackets that are never closed. What is no address is left out, never an error. The standard library's reader drops
a whole header for one such entry, and differs between the versions of Python.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from models.contracts.mail.messages import Address, Role
from models.contracts.mime import Part
from services.mime.charsets import clean
from services.mime.headers import decode_words

# Looks for one only where a word starts, not at each of its letters: else a long word takes for ever. And it ends
# where the word does: "ida@example..org" is not "ida@example".
_ADDRESS = re.compile(
    r"(?:(?<![^\s<>(),;:\"\[\]\\])[^\s@<>(),;:\"\[\]\\]+|\"[^\s\"\\<>]{1,62}\")"
    r"@(?:[^\s@<>(),;:\"\[\]\\.']+(?:\.[^\s@<>(),;:\"\[\]\\.']+)*(?!\.*[^\s<>(),;:\"\[\]\\.'])|\[[\w.:]{2,50}\])"
)
_LONGEST = 320  # characters: 64 for the local part, 255 for the domain (RFC 5321, 4.5.3.1)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|<[^<>]*>?|\((?:[^()\\]|\\.)*|[),;:]|[^"<(),;:]+')
_ESCAPED = re.compile(r"\\(.)")
_HEADERS = {"to": Role.TO, "cc": Role.CC, "bcc": Role.BCC, "reply-to": Role.REPLY_TO}
_ORDER = list(Role)


def is_address(text: str) -> bool:
    """Is this one plain mail address, in lower case?"""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None


def addresses(value: str, role: Role) -> list[Address]:
    """The addresses of one header's value, in order, each once, in lower case. Group names are dropped."""
    found: dict[str, Address] = {}
    for name, address in _entries(clean(value)):
        lowered = address.lower()
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
    named = [
        address
        for key, value in root.headers
        if (role := _HEADERS.get(key.lower())) is not None
        for address in addresses(value, role)
    ]
    return sorted(dict.fromkeys(named), key=lambda address: _ORDER.index(address.role))


@dataclass
class _Entry:
    """What stands between two commas."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    bracketed: str | None = None
    quoted: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _entries(value: str) -> Iterator[tuple[str, str]]:
    """(name, address) for each mailbox; either may be nonsense."""
    before = ""  # a name's part before its comma: "Okafor, Ida <ida@example.org>"
    for entry, separator in _split(value):
        text = entry.text
        if entry.bracketed is not None:
            name = text or " ".join(entry.comments)
            yield (name if entry.quoted or not before else f"{before}, {name}"), entry.bracketed
            before = ""
        elif bare := [match[0] for match in _ADDRESS.finditer(text)]:
            name = " ".join(entry.comments) if len(bare) == 1 else ""
            yield from ((name or _around(text, bare), address) for address in bare)
            before = ""
        else:
            before = text if separator == "," and not entry.quoted and "@" not in text else ""


def _around(text: str, bare: list[str]) -> str:
    """A name that stands beside an address without brackets."""
    return text.replace(bare[0], "").strip(" '\"[].") if len(bare) == 1 else ""


def _split(value: str) -> Iterator[tuple[_Entry, str]]:
    """The entries, each with the separator that ends it."""
    entry = _Entry()
    depth = 0  # of comments
    for match in _TOKEN.finditer(value):
        piece = match[0]
        if piece[0] == "(":
            depth += 1
            entry.comments.append(_ESCAPED.sub(r"\1", piece[1:]).strip())
        elif piece == ")":
            depth = max(0, depth - 1)
        elif depth:
            entry.comments[-1] += piece
        elif piece in ",;":
            yield entry, piece
            entry = _Entry()
        elif piece == ":":
            entry.words.clear()  # a group's name, or "mailto"
        elif piece[0] == "<":
            if "@" in piece or entry.bracketed is None:
                entry.bracketed = _inside(piece)
        elif piece[0] == '"' and not value.startswith("@", match.end()):
            entry.words.append(_ESCAPED.sub(r"\1", piece[1:].removesuffix('"')))
            entry.quoted = True
        else:
            entry.words.append(piece)
    yield entry, ""


def _inside(piece: str) -> str:
    """The address in brackets, without a route (RFC 5322, 4.4) or what people put there: quotes, "mailto:"."""
    bare = piece.strip("<> \t").rpartition(":")[2]
    return bare.strip("<>'\" \t.") if not bare.startswith('"') else bare


def _name(raw: str, address: str) -> str:
    name = " ".join(decode_words(raw).strip().strip("'\"").split())
    return "" if name.lower() == address else name
