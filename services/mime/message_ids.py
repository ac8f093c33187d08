"""Message-IDs (RFC 5322, 3.6.4): a mail's own, and those that it refers to, as programs really write them."""

import re
from collections.abc import Collection

from models.contracts.mime import Part
from services.mime.charsets import clean
from services.mime.headers import decode_words

_ID = re.compile(r"<([^<>]{1,998})>")
_BARE = re.compile(r"(?<![^\s,;\"'])[^\s<>@,;\"'()]{1,500}@[^\s<>@,;\"'()]{1,498}(?![^\s,;\"'])")
_PIECE = re.compile(rf"{_ID.pattern}|\(([^()]{{0,500}})\)")  # an id, or a comment
_BARE_PIECE = re.compile(rf"({_BARE.pattern})|\(([^()]{{0,500}})\)")
_BETWEEN = " ,;\t\r\n"
# An id is made of a moment and numbers (RFC 5322, 3.6.4), an address of a name; and it follows a date, if anything.
_PERSONAL = re.compile(r"[^\W\d_]+(?:[._+'-][^\W\d_]+){0,20}[._+-]?\d{0,4}@")
_FROM = re.compile(r"\bfrom\b[^<>\d]*$", re.IGNORECASE)
_NEAR = 200  # characters before an id that say whose it is
_LONGEST = 200_000  # characters of a header that are looked at
_MOST_HEADERS = 10  # of one name
_MOST = 1_000


def message_id_of(root: Part) -> str:
    """Without brackets; "" where there is none."""
    value = _read(root.header("Message-ID"))
    found = _ID.search(value)
    return _whole(found[1]) if found else value.strip()[:998]


def references_of(root: Part, addresses: Collection[str]) -> list[str]:
    """What the mail answers, oldest first, the direct parent last. `addresses`: whom it names, in lower case.

    Both headers may be sentences, with an address in brackets as well ("Message from Ida <ida@…> of … <1@…>"). An
    address is no id: it would make one thread of all that answers somebody.
    """
    found = [one for value in _values(root, "references") for one in _ids(value, addresses)]
    for value in _values(root, "in-reply-to"):
        found += _parents(value, addresses)
    return list(dict.fromkeys(found))[-_MOST:]


def _values(root: Part, name: str) -> list[str]:
    """Of all headers of that name: some programs begin another where one would be too long."""
    return [_read(value) for key, value in root.headers if key.lower() == name][:_MOST_HEADERS]


def _parents(value: str, addresses: Collection[str]) -> list[str]:
    """All ids that a value begins with, else the last one that a sentence names, else one in a comment."""
    return (
        _ids(value, addresses, leading=True)
        or _ids(value, addresses)[-1:]
        or _ids(" ".join(piece[2] or "" for piece in _PIECE.finditer(value)), addresses)[-1:]
    )


def _ids(value: str, addresses: Collection[str], *, leading: bool = False) -> list[str]:
    """Those outside of comments that are no addresses. `leading`: only those before the first word."""
    pattern = _PIECE if "<" in value else _BARE_PIECE
    sentence = pattern is _BARE_PIECE or pattern.sub("", value).strip(_BETWEEN) != ""
    found: list[str] = []
    end = 0
    for piece in pattern.finditer(value):
        between = value[end : piece.start()]
        if leading and between.strip(_BETWEEN):
            break
        end = piece.end()
        if piece[1] and not (sentence and (_PERSONAL.match(piece[1]) or _FROM.search(between[-_NEAR:]))):
            found.append(_whole(piece[1]))
    return [one for one in found if one.lower() not in addresses]


def _read(value: str) -> str:
    """Decoded: Python's library folds a long id as an encoded word, which RFC 2047 forbids."""
    value = value[:_LONGEST]
    return decode_words(value) if "=?" in value else clean(value)


def _whole(written: str) -> str:
    """An id that was folded inside, as it was."""
    return "".join(written.split())
