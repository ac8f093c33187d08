"""Bytes of mail as text: declared charsets are often wrong, so they are checked before they are believed."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

from charset_normalizer import from_bytes

# Charsets whose bytes are all ASCII: they would pass for UTF-8, so there the declaration decides.
_SEVEN_BIT = re.compile(r"iso-?2022|hz|utf-?7", re.IGNORECASE)


def decode(data: bytes, charset: str | None) -> str:
    """`data` as text that PostgreSQL and JSON can hold: no NUL, no lone surrogate. Never raises."""
    return clean(_decode(data, charset))


def _decode(data: bytes, charset: str | None) -> str:
    if charset and _SEVEN_BIT.match(charset) and _known(charset):
        return data.decode(charset, "replace")
    try:
        return data.decode("utf-8")  # what Gmail converts text to, whatever the header still says
    except UnicodeDecodeError:
        pass
    if charset and _known(charset):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            pass
    guess = from_bytes(data[:20_000]).best()
    return data.decode(guess.encoding if guess else "latin-1", "replace")


def _known(charset: str) -> bool:
    try:
        return codecs.lookup(charset.strip("\"' "))._is_text_encoding
    except (LookupError, ValueError):
        return False


def clean(text: str) -> str:
    """Without NULs, and with lone surrogates replaced."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text


def decode_words(text: str) -> str:
    """A header's text with its encoded words (RFC 2047) decoded. Broken ones stay as they are."""
    if "=?" not in text:
        return clean(text)
    try:
        chunks = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return clean(text)
    return clean(
        "".join(chunk if isinstance(chunk, str) else decode(chunk, charset) for chunk, charset in chunks)
    ).strip()
