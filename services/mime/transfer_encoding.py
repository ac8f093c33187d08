"""Transfer encodings (RFC 2045, section 6) undone; broken ones give what can be read of them."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_UUENCODED = {"x-uuencode", "uuencode", "x-uue", "uue"}


def transferred(body: bytes, encoding: str) -> bytes:
    """The bytes that were meant. `encoding` is Content-Transfer-Encoding in lower case."""
    if encoding == "base64":
        return _base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding in _UUENCODED:
        return _uudecoded(body)
    return body


def _base64(body: bytes) -> bytes:
    """Up to the padding: what list software appends behind it is no base64."""
    letters = _NOT_BASE64.sub(b"", body.partition(b"=")[0])
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uudecoded(body: bytes) -> bytes:
    begin = _BEGIN.search(body)
    if begin is None:
        return body
    decoded = bytearray()
    for line in body[begin.end() :].splitlines():
        if line.strip() in {b"end", b"`", b""}:
            break
        # The first character says how many bytes follow; some encoders pad the line beyond that.
        letters = (((line[0] - 32) & 63) * 4 + 2) // 3
        try:
            decoded += binascii.a2b_uu(line[: letters + 1])
        except binascii.Error:
            break
    return bytes(decoded)
