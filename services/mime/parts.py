"""Raw mail (RFC 5322, 2045, 2046) as a tree of parts, numbered as Gmail numbers them.

Bounded in depth and number of parts, linear in the mail's length, and never raises: the standard library's parser
drops what follows a malformed header, cannot nest deeply, and keeps no sizes of enclosed messages.
"""

import re
from dataclasses import dataclass

from models.contracts.mime import Part
from services.mime.charsets import decode
from services.mime.headers import decode_words, parameters
from services.mime.transfer_encoding import transferred

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_MBOX_LINE = re.compile(rb">?From [^\n]*\n")
_MOST_HEADERS = 1_000
_MOST_PARTS = 1_000  # of one mail
_DEEPEST = 30


def part_of(raw: bytes) -> Part:
    """The tree of a raw message. What a message/rfc822 part encloses is an attachment, not taken apart."""
    return _Reader(raw).part("", 0, len(raw), "text/plain", 0)


def find(root: Part, part_id: str, mime_type: str) -> Part | None:
    """The part with its number, where that is the same kind of part."""
    if root.part_id == part_id:
        return root if root.mime_type == mime_type else None
    return next((found for child in root.parts if (found := find(child, part_id, mime_type)) is not None), None)


@dataclass
class _Reader:
    """Walks through the bytes by their offsets, so that nesting copies nothing."""

    raw: bytes
    parts: int = 0

    def part(self, part_id: str, start: int, end: int, default_type: str, depth: int) -> Part:
        self.parts += 1
        headers, body = self._headers(start, end)
        named = {name.lower(): value for name, value in reversed(headers)}
        mime_type, described = _content_type(named.get("content-type", ""), default_type)
        _, disposed = parameters(named.get("content-disposition", ""))
        filename = disposed.get("filename") or described.get("name", "")
        if mime_type.startswith("multipart/") and described.get("boundary") and depth < _DEEPEST:
            default = "message/rfc822" if mime_type == "multipart/digest" else "text/plain"
            prefix = f"{part_id}." if part_id else ""
            children = [
                self.part(f"{prefix}{place}", *piece, default, depth + 1)
                for place, piece in enumerate(self._pieces(body, end, described["boundary"]))
            ]
            if children:
                return Part(part_id, mime_type, decode_words(filename), headers, parts=children)
        encoding = named.get("content-transfer-encoding", "").partition(";")[0].strip().lower()
        data = transferred(self.raw[body:end], encoding)
        return Part(part_id, mime_type, decode_words(filename), headers, data, len(data))

    def _headers(self, start: int, end: int) -> tuple[list[tuple[str, str]], int]:
        """(name, unfolded value) in order, and where the body starts. The first line that is no header ends them."""
        if start == 0 and (line := _MBOX_LINE.match(self.raw)):
            start = line.end()
        headers: list[tuple[str, str]] = []
        while field := _FIELD.match(self.raw, start, end):
            start = field.end()
            if len(headers) < _MOST_HEADERS:
                headers.append((field[1].decode("ascii"), _value(field[2])))
        if self.raw.startswith(b"\r\n", start, end):
            return headers, start + 2
        return headers, start + self.raw.startswith(b"\n", start, end)

    def _pieces(self, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
        """Where the parts between the delimiters (RFC 2046, section 5.1.1) are; the last may lack its end."""
        marker = re.escape(boundary.rstrip().encode("utf-8", "surrogateescape"))
        pieces: list[tuple[int, int]] = []
        opened: int | None = None
        delimiters = re.compile(rb"^--" + marker + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
        for found in delimiters.finditer(self.raw, start, end):
            if opened is not None:
                pieces.append((opened, self._before_break(opened, found.start())))
            opened = None if found[1] else found.end()
            if found[1] or self.parts + len(pieces) >= _MOST_PARTS:
                return pieces
        if opened is not None and opened < end:
            pieces.append((opened, end))
        return pieces

    def _before_break(self, start: int, end: int) -> int:
        """The line break before a delimiter belongs to the delimiter."""
        if self.raw.endswith(b"\r\n", start, end):
            return end - 2
        return end - self.raw.endswith(b"\n", start, end)


def _value(raw: bytes) -> str:
    """A header's value on one line. Eight-bit bytes, which RFC 5322 forbids, are decoded too."""
    line = raw.replace(b"\r\n", b"\n").replace(b"\n", b"").strip(b" \t\r")
    return line.decode("ascii") if line.isascii() else decode(line, None)


def _content_type(value: str, default: str) -> tuple[str, dict[str, str]]:
    if not value:
        return default, {}
    found, described = parameters(value)
    kind = _TYPE.match(found)
    if kind is None:
        return default, described
    if kind.end() < len(found) and not described:  # "multipart/mixed boundary=x", the semicolon forgotten
        described = parameters(f";{value.strip()[kind.end() :]}")[1]
    return kind[0], described
