"""Message-IDs (RFC 5322, 3.6.4): a mail's own, and those that it refers to, as programs really write them."""

import re
from collections.abc import Collection

from models.contracts.mime import Part
from services.mime.charsets import clean
from services.mime.headers import decode_words

_ID = re.compile(r"<([^<>]{1,998})>")
_BARE = re.compile(r"(?<![^\s,;\"'])[^\s<>@,;\"'()]{1,500}@[^\s<>@,;\"'()]{1,498}(?![^\s,;\"'])")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_LONGEST = 200_000  # characters of a header that are looked at
_MOST = 1_000


def message_id_of(root: Part) -> str:
    """Without brackets; "" where there is none."""
    value = _read(root.header("Message-ID"))
    found = _ID.search(value)
    return _whole(found[1]) if found else value.strip()[:998]


def references_of(root: Part, addresses: Collection[str]) -> list[str]:
    """What the mail answers, oldest first, the direct parent last. `addresses`: whom it names, in lower case.

    In-Reply-To may be a sentence, with an address in brackets as well ("Message from Ida <ida@…> of … <1@…>").
    """
    parents = _read(root.header("In-Reply-To"))
    found = [*_ids(_read(root.header("References"))), *_parents(parents, addresses)]
    return list(dict.fromkeys(found))[-_MOST:]


def _parents(value: str, addresses: Collection[str]) -> list[str]:
    if "(" in value:
        value = _COMMENT.sub(" ", value)
    found = _ids(value)
    if len(found) < 2 or not _ID.sub("", value).strip(" ,;\t"):
        return found
    return [one for one in found if one.lower() not in addresses][-1:]


def _ids(value: str) -> list[str]:
    return list(map(_whole, _ID.findall(value))) if "<" in value else _BARE.findall(value)


def _read(value: str) -> str:
    """Decoded: Python's library folds a long id as an encoded word, which RFC 2047 forbids."""
    value = value[:_LONGEST]
    return decode_words(value) if "=?" in value else clean(value)


def _whole(written: str) -> str:
    """An id that was folded inside, as it was."""
    return "".join(written.split())
