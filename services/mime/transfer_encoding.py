"""Transfer encodings (RFC 2045, section 6) undone; broken ones give what can be read of them."""

import binascii
import re

_BOM = b"\xef\xbb\xbf"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_RUN = re.compile(rb"[=\s]*+((?:[A-Za-z0-9+/]++(?:\r?\n|\Z|(?==)))*+)\s*+(?==|\Z)")
_MOST_RUNS = 50_000
# "-- ", "______", or words behind a blank line: what a list appends.
_FOOTER = re.compile(
    rb"\n(?:([^A-Za-z0-9+/=\s])\1+[ \t\r]*(?:\n|\Z)|[ \t]*+\r?\n(?=[^A-Za-z0-9\n]*[A-Za-z]+[,:;.!]?[ ][A-Za-z]+[ ,.!]))"
)
_FEW = 1_000  # bytes
_FIRST_LINE = re.compile(rb"\s*([^\r\n]{0,1000})")
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s_-]")  # to base64, and to its letters for addresses (RFC 4648, section 5)
_POINTED = re.compile(rb"[A-Za-z0-9][.:,;@(]+[A-Za-z0-9/]")  # "https://north.example"
_PADDED = re.compile(rb"(?:[A-Za-z0-9+/_-]{4})*+[A-Za-z0-9+/_-]{2}(?:[A-Za-z0-9+/_-]=|==)(?![A-Za-z0-9])")
_EXCLAIMED = re.compile(rb"[A-Za-z]{1,7}[.!?,:]\s*")  # "OK."
_PLAIN = re.compile(rb"[A-Z]?[a-z]+")  # a word as people write it, and hardly ever base64
_URLS = bytes.maketrans(b"-_", b"+/")
_SHORT = 8  # letters: a shorter run without padding is a word
_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_COMMENTS = re.compile(r"\([^()]*\)")
_NAMES = {
    "base64": "base64", "b64": "base64", "b": "base64",
    "quotedprintable": "quoted-printable", "qp": "quoted-printable", "q": "quoted-printable",
    "uuencode": "uuencode", "uuencoded": "uuencode", "uue": "uuencode", "uu": "uuencode",
}  # fmt: skip


def encoding_of(header: str) -> str:
    """What a Content-Transfer-Encoding asks for: "base64", "quoted-printable", "uuencode", or "" for nothing."""
    if not header:
        return ""
    bare = _COMMENTS.sub(" ", header[:200]).replace(";", " ").replace(",", " ").strip(" \t\"'").lower()
    word = next(iter(bare.split()), "")
    return _NAMES.get(word.removeprefix("x-").replace("-", "").replace("_", "").strip("\"'"), "")


def transferred(body: bytes, encoding: str) -> bytes:
    """The bytes that were meant. `encoding` as `encoding_of` gives it."""
    if encoding == "base64":
        return body if _is_text(body) else base64_decoded(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_without_blanks(body))
    if encoding == "uuencode":
        return uudecoded(body)
    return body


def _is_text(body: bytes) -> bool:
    """Is this no base64 at all, whatever was declared? So says its first line.

    Base64 has no words with blanks between them, all in one case, of a length that is not whole, or with punctuation.
    """
    found = _FIRST_LINE.match(body.removeprefix(_BOM))
    line = found[1] if found else b""
    if _PADDED.match(line):
        return False
    if not line.isascii() or line.startswith(b"<") or _POINTED.search(line):
        return True
    words = [bare for word in line.split() if (bare := _NOT_BASE64.sub(b"", word))]
    odd = _FOREIGN.search(line) is not None or (len(body) < _FEW and len(b"".join(body.split())) % 4 > 0)
    plain = bool(words) and all(_PLAIN.fullmatch(word) for word in words)
    return (odd or plain) if len(words) > 1 else (odd and plain) or _EXCLAIMED.fullmatch(line) is not None


def base64_decoded(body: bytes) -> bytes:
    """Base64, whatever stands between its letters, and in as many padded runs as it came in.

    What list software appends is no base64, and not read: it stands below a rule, has other characters, or no length
    that is whole. In an alphabet for addresses "-" and "_" stand for "+" and "/".
    """
    if (footer := _FOOTER.search(body)) and body[: footer.start()].strip():
        body = body[: footer.start()]
    place = body.find(b"=")
    first = body[:place] if place >= 0 else body
    if (b"-" in first or b"_" in first) and b"+" not in body and b"/" not in body:
        body = body.translate(_URLS)
    if place < 0:
        return _run(body)
    decoded = bytearray(_run(body[:place]))
    for _ in range(_MOST_RUNS):
        run = _RUN.match(body, place)
        if run is None:
            break
        letters = _NOT_BASE64.sub(b"", run[1])
        place = run.end()
        padded = place < len(body)
        if not letters or len(letters) % 4 == 1 or (not padded and (len(letters) < _SHORT or len(letters) % 4)):
            break
        decoded += _run(letters)
    return bytes(decoded)


def _run(body: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", body)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _without_blanks(body: bytes) -> bytes:
    """Blanks at a line's end were added on the way (RFC 2045, 6.7, rule 3)."""
    if not any(ends in body for ends in (b" \n", b"\t\n", b" \r\n", b"\t\r\n")) and not body.endswith((b" ", b"\t")):
        return body
    lines = body.split(b"\n")
    return b"\n".join(
        line[:-1].rstrip(b" \t") + b"\r" if line.endswith(b"\r") else line.rstrip(b" \t") for line in lines
    )


def uudecoded(body: bytes) -> bytes:
    """The first file in it, as far as it can be read; what holds none stays as it is."""
    begin = _BEGIN.search(body)
    if begin is None:
        return body
    decoded = bytearray()
    if begin[1]:
        return base64_decoded(body[begin.end() :].partition(b"\n====")[0])
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
