"""Transfer encodings, charsets and encoded words, undone as forgivingly as Gmail does."""

import binascii
import re

_ALPHABET = re.compile(rb"[^A-Za-z0-9+/]")
_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]+\?[bBqQ]\?)")
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,."]')
ADDRESS_HEADERS = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender"})


def transfer_decoded(body: bytes, encoding: str) -> bytes:
    """The bytes of a body (RFC 2045, section 6). Broken base64 gives what can be read of it."""
    if encoding == "base64":
        return base64_decoded(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return _uudecoded(body)
    return body


def base64_decoded(body: bytes) -> bytes:
    """Everything up to the padding, whatever stands between the letters."""
    letters = _ALPHABET.sub(b"", body.split(b"=", 1)[0])
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uudecoded(body: bytes) -> bytes:
    begun = re.search(rb"(?m)^begin [0-7]{3,4} [^\n]*\n", body)
    if begun is None:
        return body
    decoded = bytearray()
    for line in body[begun.end() :].splitlines():
        if line.strip() == b"end":
            break
        try:
            decoded += binascii.a2b_uu(line)
        except binascii.Error:
            count = (((line[0] - 32) & 63) * 4 + 5) // 3  # some encoders pad lines: read what the length says
            decoded += binascii.a2b_uu(line[:count])
    return bytes(decoded)


def text_of(data: bytes, charset: str) -> str | None:
    """The text, or None where the bytes are not in that charset or nobody knows it."""
    try:
        text = data.decode(charset or "utf-8")
        text.encode()  # some codecs (utf-7) let lone surrogates through, which no JSON can carry
    except (LookupError, ValueError):
        return None
    return text


def header_text(value: bytes) -> str:
    """Raw header bytes as text: UTF-8 (RFC 6532), else the Latin-1 of old programs."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def decoded_words(name: str, value: str) -> str:
    """A header value with its encoded words (RFC 2047) decoded.

    In address headers a decoded name with special characters is quoted, so that it stays one name.
    """
    if "=?" not in value:
        return value
    quoting = name.lower() in ADDRESS_HEADERS
    parts: list[str] = []
    end = 0
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    for start, stop, text in _runs(joined):
        inside_quotes = joined.count('"', 0, start) % 2 == 1
        if quoting and not inside_quotes and _SPECIALS.search(text):
            text = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        parts += [joined[end:start], text]
        end = stop
    return "".join([*parts, joined[end:]])


def _runs(value: str) -> list[tuple[int, int, str]]:
    """Adjacent encoded words as (start, end, text); bytes of one charset are joined before they are decoded."""
    runs: list[tuple[int, int, list[tuple[str, bytes]]]] = []
    for word in _WORD.finditer(value):
        charset, data = word[1].lower(), _word_bytes(word[2], word[3])
        if runs and runs[-1][1] == word.start():
            start, _, pieces = runs[-1]
            if pieces[-1][0] == charset:
                pieces[-1] = (charset, pieces[-1][1] + data)
            else:
                pieces.append((charset, data))
            runs[-1] = (start, word.end(), pieces)
        else:
            runs.append((word.start(), word.end(), [(charset, data)]))
    return [(start, end, "".join(_piece(*piece) for piece in pieces)) for start, end, pieces in runs]


def _piece(charset: str, data: bytes) -> str:
    text = text_of(data, charset)
    return header_text(data) if text is None else text


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return base64_decoded(data) if encoding in "bB" else binascii.a2b_qp(data, header=True)
