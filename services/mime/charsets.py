"""Bytes of mail as text: declared charsets are often wrong, so they are checked before they are believed."""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

from services.mime.charset_labels import BIG5, CHINESE_MAIL, JAPANESE_MAIL, JAPANESE_UNIX, codec_of
from services.mime.east_asian import big5, euc_jp, gb18030, hz, iso_2022

# Charsets whose bytes are all ASCII, and what tells that a text makes use of them.
_SEVEN_BIT = {
    codec: re.compile(mark)
    for codec, mark in {
        JAPANESE_MAIL: rb"\x1b", CHINESE_MAIL: rb"\x1b", "iso2022_kr": rb"\x1b", "hz": rb"~[{~\n]", "utf-7": rb"\+",
    }.items()
}  # fmt: skip
# What their text is in where it has eight bits, and nothing of theirs; Japan has two.
_EIGHT_BIT = {CHINESE_MAIL: "gb18030", "iso2022_kr": "cp949"}
# Charsets in which most sequences of bytes are no text: one that is, is what its label says.
_MULTIBYTE = {"gb18030", "cp949", "cp932", JAPANESE_UNIX, BIG5, "johab"}
_READERS = {
    JAPANESE_MAIL: iso_2022, CHINESE_MAIL: iso_2022, JAPANESE_UNIX: euc_jp, BIG5: big5, "gb18030": gb18030, "hz": hz,
}  # fmt: skip
# Escapes with which nothing else in a mail begins (RFC 1468, 2237; 1557; 1922).
_ESCAPES = {
    JAPANESE_MAIL: re.compile(rb"\x1b(?:\$\(?[@B]|\$\([DOPQ]|\(I)"),
    "iso2022_kr": re.compile(rb"\x1b\$\)C"),
    CHINESE_MAIL: re.compile(rb"\x1b\$\)[AEG]"),
}
_LONG_UTF8 = re.compile(rb"[\xe0-\xf4]")  # begins three bytes or four
_SAMPLE = 2_000  # bytes that a guess looks at: charset-normalizer takes its time
_SEARCHED = 500_000  # bytes in which lines beyond ASCII are looked for
_LINES = re.compile(rb"[^\r\n]+")
_CUT = "unexpected end of data"  # as the decoder calls it
_FEW = 8  # bytes beyond ASCII: too few to guess from

# What bytes 0x80 to 0x9f of a so-called Latin-1 text are meant to be: HTML's rule for all mail of Windows.
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


def decode(
    data: bytes, charset: str | None, *, hint: str | None = None, converted: bool = False, guessed: bool = True
) -> str:
    """`data` as text that PostgreSQL and JSON can hold: no NUL, no lone surrogate. Never raises.

    `hint`: what something else says, where `charset` says nothing that can be true. `converted`: Gmail has made UTF-8
    of it, where it could; `charset` is what it was before. `guessed`: where all that is said is wrong, look for what is
    right, which takes a millisecond.
    """
    if not hint and not charset and data.isascii() and b"\x1b" not in data:
        return clean(data.decode("ascii"))
    codec, other = (codec_of(label) if label else None for label in (charset, hint))
    return clean(_decode(data, codec, other if other != "utf-8" else None, converted, guessed))


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


def _decode(data: bytes, codec: str | None, hint: str | None, converted: bool, guessed: bool) -> str:
    codec = codec or hint
    if b"\x1b" in data and (codec is None or codec == "utf-8") and data.isascii():
        codec = next((known for known, escape in _ESCAPES.items() if escape.search(data)), codec)
    if codec is None and data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        codec = "utf-16"
    if codec is not None and _is_needed(data, codec, converted):
        return _read(data, codec)
    try:
        return data.decode("utf-8-sig")  # what Gmail converts text to, whatever the header still says
    except UnicodeDecodeError as error:
        if codec in {None, "utf-8"} and error.reason == _CUT and not data[: error.start].isascii():
            return data.decode("utf-8-sig", "replace")
    if codec == JAPANESE_MAIL and b"\x1b" not in data:  # eight bits, and no escape: it is one of the other two
        codec = JAPANESE_UNIX if "\ufffd" not in euc_jp(data) else "cp932"
    if codec in _EIGHT_BIT and not _SEVEN_BIT[codec].search(data):
        codec = _EIGHT_BIT[codec]
    if codec is not None and codec != "utf-8":
        return _read(data, codec)
    text = data.decode("utf-8", "replace")
    if 3 * text.count("\ufffd") < len(text) - len(text.encode("ascii", "ignore")):
        return text  # UTF-8 that was damaged or cut
    if hint is not None:
        return _read(data, hint)
    return data.decode((_guess(data) if guessed else None) or "latin-1", "replace")


def _read(data: bytes, codec: str) -> str:
    reader = _READERS.get(codec)
    return reader(data) if reader else data.decode(codec, "replace")


def _is_needed(data: bytes, codec: str, converted: bool) -> bool:
    """Is this a text that would pass for UTF-8, or for ASCII with NULs, and is something else?"""
    if codec.startswith(("utf-16", "utf-32")):
        return b"\0" in data or data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))
    if codec == JAPANESE_MAIL and b"\x0e" in data:
        return True
    if codec in _SEVEN_BIT:
        return _SEVEN_BIT[codec].search(data) is not None and (data.isascii() or codec == JAPANESE_MAIL)
    # Two letters of Chinese may pass for UTF-8's letters of two bytes; hardly ever for its sequences of three, in which
    # all of East Asia is written there.
    if converted or codec not in _MULTIBYTE or data.isascii() or _LONG_UTF8.search(data):
        return False
    return "\ufffd" not in _read(data, codec)


def guess(data: bytes) -> str | None:
    """What bytes seem to be in that are no UTF-8, by their first lines beyond ASCII; None where too little tells."""
    try:
        data.decode()
    except UnicodeDecodeError:
        beyond = [line for line in _LINES.findall(data, 0, _SEARCHED) if not line.isascii()]
        return _guess(b"\n".join(beyond))
    return None


def _guess(data: bytes) -> str | None:
    """By a sample, which many headers have in common."""
    beyond = re.search(rb"[\x80-\xff]", data)
    start = max(0, beyond.start() - _SAMPLE // 4) if beyond else 0
    sample = data[start : start + _SAMPLE]
    if len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100)))) < _FEW:
        return None
    return _guessed(sample)


@lru_cache(maxsize=100)
def _guessed(sample: bytes) -> str | None:
    best = from_bytes(sample).best()
    return best.encoding if best else None
