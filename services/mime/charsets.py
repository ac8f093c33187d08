"""Bytes of mail as text: declared charsets are often wrong, so they are checked before they are believed."""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

# Names that mail uses for what Python knows better as something else, mostly its superset.
_ALIASES = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
}
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
# Charsets whose bytes are all ASCII, and what tells that a text makes use of them.
_SEVEN_BIT = {"iso2022": b"\x1b", "hz": b"~{", "utf-7": b"+"}
_SAMPLE = 2_000  # bytes that a guess looks at: charset-normalizer takes its time
_FEW = 8  # bytes beyond ASCII: too few to guess from

# What bytes 0x80 to 0x9f of a so-called Latin-1 text are meant to be: HTML's rule for all mail of Windows.
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


def decode(data: bytes, charset: str | None) -> str:
    """`data` as text that PostgreSQL and JSON can hold: no NUL, no lone surrogate. Never raises."""
    return clean(_decode(data, _codec(charset) if charset else None))


def clean(text: str) -> str:
    """Without NULs, with lone surrogates replaced and Windows' punctuation as it was meant."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    if _C1.search(text):
        text = text.translate(_WINDOWS)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text


def _decode(data: bytes, codec: str | None) -> str:
    if codec is not None and _is_needed(data, codec):
        return data.decode(codec, "replace")
    try:
        return data.decode("utf-8-sig")  # what Gmail converts text to, whatever the header still says
    except UnicodeDecodeError:
        pass
    if codec is not None and codec != "utf-8":
        return data.decode(codec, "replace")
    text = data.decode("utf-8", "replace")
    if 3 * text.count("\ufffd") < sum(not character.isascii() for character in text):
        return text  # UTF-8 that was damaged or cut
    return data.decode(_guess(data) or "latin-1", "replace")


def _is_needed(data: bytes, codec: str) -> bool:
    """Is this a text that would pass for UTF-8, or for ASCII with NULs, and is something else?"""
    if codec.startswith(("utf-16", "utf-32")):
        return b"\0" in data or data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))
    mark = next((mark for prefix, mark in _SEVEN_BIT.items() if codec.startswith(prefix)), None)
    return mark is not None and mark in data and data.isascii()


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """Python's name for a charset, or None where nobody knows it."""
    name = charset.strip("\"' \t").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding and found.name not in _NO_CHARSETS else None


def _guess(data: bytes) -> str | None:
    beyond = re.search(rb"[\x80-\xff]", data)
    start = max(0, beyond.start() - _SAMPLE // 4) if beyond else 0
    sample = data[start : start + _SAMPLE]
    if len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100)))) < _FEW:
        return None
    best = from_bytes(sample).best()
    return best.encoding if best else None
