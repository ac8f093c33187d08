"""Raw mail (RFC 5322, 2045, 2046) as a tree of parts, numbered as Gmail numbers them.

Bounded in depth and number of parts, linear in the mail's length, and never raises: the standard library's parser
drops what follows a malformed header, cannot nest deeply, and keeps no sizes of enclosed messages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.contracts.mime import Part
from services.mime.charsets import decode
from services.mime.enclosed import DEEPEST, KINDS
from services.mime.header_names import KNOWN
from services.mime.headers import decode_words, parameters
from services.mime.transfer_encoding import encoding_of, transferred
from services.mime.uuencoded import unpacked

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+", re.ASCII)
_TREES = {"application", "audio", "image", "message", "model", "multipart", "text", "video"}  # of IANA's media types
_SLASH = re.compile(r"\s*[/\\][/\\\s]*")  # "multipart / mixed", "multipart//mixed"
_MBOX_LINE = re.compile(rb">?From [^\n]*\n")
_BOM = b"\xef\xbb\xbf"
# What stands amid headers and is none is skipped where a header of mail follows it: so few lines.
_JUNK = re.compile(
    rb"(?:(?!--)[^\r\n][^\n]*+\n){1,3}?(?=" + KNOWN.pattern + rb")",
    re.IGNORECASE,
)
# The line that begins the first part, where the header does not name it, or names another.
_UNNAMED = re.compile(rb"^--(?![-\s])([^\r\n]{1,70}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE | re.MULTILINE)
_NO_BOUNDARY = {b"", b"\n", b"\r"}  # what follows "--" there
_PREAMBLE = 4_096  # bytes in which that line is looked for
_MOST_HEADERS = 1_000  # of a part,
_MOST_FIELDS = 20_000  # and of all parts: then
_FEW_HEADERS = 20  # of each
_MOST_GUESSED = 100  # headers
_LONGEST_TYPE = 50_000  # bytes of a Content-Type and what is beside it
_LONGEST_NAME = 200  # characters of a type's name: RFC 6838 allows 127 on each side
_LONGEST_HEADER = 500_000  # bytes: ten thousand recipients; Gmail takes no mail with more of headers
_LONGEST_BOUNDARY = 1_000  # bytes: RFC 2046 allows 70 characters
_MOST_PARTS = 1_000  # of one mail
_DEEPEST = 30


def part_of(raw: bytes) -> Part:
    """The tree of a raw message. A part that is a mail has its bytes, and that mail's tree as its one part."""
    root, _ = _Reader(_line_ends(raw) if b"\r" in raw else raw).part("", 0, "text/plain", 0)
    return unpacked(root)


def find(root: Part, part_id: str, mime_type: str) -> Part | None:
    """The part with its number, where that is the same kind of part."""
    if root.part_id == part_id:
        return root if root.mime_type == mime_type else None
    return next((found for child in root.parts if (found := find(child, part_id, mime_type)) is not None), None)


@dataclass(frozen=True, slots=True)
class _Delimiter:
    """A line that begins or ends a part (RFC 2046, section 5.1.1): offsets, and which of the open multiparts has it."""

    start: int
    end: int
    level: int
    closes: bool


@dataclass
class _Reader:
    """Walks through the bytes by their offsets, once, so that nesting copies nothing.

    A delimiter belongs to the innermost multipart that has that boundary: some programs give an inner one the boundary
    of an outer one.
    """

    raw: bytes
    parts: int = 0
    fields: int = 0  # headers of them
    levels: dict[bytes, int] = field(default_factory=dict)  # boundaries, and how deep their open multiparts are
    mails: int = 0  # how many this one is enclosed in

    def part(self, part_id: str, start: int, default_type: str, depth: int) -> tuple[Part, _Delimiter | None]:
        """The part that starts there, and the delimiter that ended it."""
        self.parts += 1
        fields, body = self._fields(start)
        named = {name.lower(): value for name, value in reversed(fields)}
        kind = named.get("content-type", b"")[:_LONGEST_TYPE]
        mime_type, described = _content_type(_text(kind), default_type)
        charset = described.get("charset")
        if charset and not kind.isascii():
            _, described = _content_type(_text(kind, charset), default_type)
        _, disposed = parameters(_text(named.get("content-disposition", b"")[:_LONGEST_TYPE], charset))
        encoding = encoding_of(_text(named.get("content-transfer-encoding", b"")))
        filename = decode_words(disposed.get("filename") or described.get("name", ""))
        if mime_type.startswith("multipart/") and depth < _DEEPEST:
            children, ended = self._multipart(part_id, body, mime_type, described.get("boundary", ""), encoding, depth)
            if children:
                return Part(
                    part_id, mime_type, filename, _decoded(fields, charset, self._guesses, children), parts=children
                ), ended
        ended = self._enclosed(body, depth) if mime_type in KINDS and not encoding else self._next(body)
        data = transferred(self.raw[body : self._before_break(body, ended.start) if ended else None], encoding)
        mail = self._mail(f"{part_id}.0" if part_id else "0", data, depth) if mime_type in KINDS else []
        return Part(
            part_id, mime_type, filename, _decoded(fields, charset, self._guesses), data, len(data), parts=mail
        ), ended

    @property
    def _guesses(self) -> int:
        """Headers of the next part whose charset may be guessed: in all, a few hundred of a mail's."""
        return _MOST_GUESSED // self.parts

    def _mail(self, part_id: str, data: bytes, depth: int) -> list[Part]:
        """The tree of an enclosed mail: on its own, so that it cannot end what it is enclosed in."""
        if not data or depth >= _DEEPEST or self.mails >= DEEPEST or self.parts >= _MOST_PARTS:
            return []
        reader = _Reader(data, self.parts, mails=self.mails + 1)
        tree, _ = reader.part(part_id, 0, "text/plain", depth + 1)
        self.parts = reader.parts
        return [tree]

    def _fields(self, start: int) -> tuple[list[tuple[str, bytes]], int]:
        """(name, unfolded value) in order, and where the body starts."""
        if start == 0:
            start = len(_BOM) if self.raw.startswith(_BOM) else 0
            line = _MBOX_LINE.match(self.raw, start)
            start = line.end() if line else start
        fields: list[tuple[str, bytes]] = []
        first = start == 0
        while True:
            if self.levels and self.raw.startswith(b"--", start) and self._delimiter(start):
                break
            if found := _FIELD.match(self.raw, start):
                start = found.end()
                if len(fields) < (_MOST_HEADERS if self.fields < _MOST_FIELDS else _FEW_HEADERS):
                    self.fields += 1
                    fields.append((found[1].decode("ascii"), _unfolded(found[2][:_LONGEST_HEADER])))
            elif (fields or first) and (junk := _JUNK.match(self.raw, start)):
                start = junk.end()
            else:
                break
        if self.raw.startswith(b"\r\n", start):
            return fields, start + 2
        return fields, start + self.raw.startswith(b"\n", start)

    def _multipart(
        self, part_id: str, body: int, mime_type: str, boundary: str, encoding: str, depth: int
    ) -> tuple[list[Part], _Delimiter | None]:
        """Its parts, and the delimiter of an outer multipart that ended it; no parts where nobody can find any."""
        default = "message/rfc822" if mime_type == "multipart/digest" else "text/plain"
        wanted = boundary.rstrip().encode("utf-8", "surrogateescape")
        found = self._children(part_id, body, wanted, default, depth) if wanted else ([], None)
        if not found[0] and (bare := wanted.strip(b"\\\"<>'")) not in {b"", wanted, *self.levels}:
            found = self._children(part_id, body, bare, default, depth)
        if not found[0] and encoding:  # RFC 2045 forbids to encode all of a multipart; some do
            ended = self._next(body)
            inner = _Reader(
                transferred(self.raw[body : ended.start if ended else None], encoding), self.parts, mails=self.mails
            )
            found = inner._children(part_id, 0, wanted, default, depth)[0] if wanted else [], ended
            self.parts = inner.parts
        if (
            not found[0]
            and (first := _UNNAMED.search(self.raw, body, body + _PREAMBLE))
            and first[1] not in self.levels
        ):
            found = self._children(part_id, body, first[1], default, depth)
        return found

    def _children(
        self, part_id: str, start: int, boundary: bytes, default: str, depth: int
    ) -> tuple[list[Part], _Delimiter | None]:
        prefix = f"{part_id}." if part_id else ""
        outer, self.levels[boundary] = self.levels.get(boundary), depth
        children: list[Part] = []
        found = self._next(start)
        while found is not None and found.level == depth and not found.closes and found.end < len(self.raw):
            if self.parts >= _MOST_PARTS:
                found = None
                break
            child, found = self.part(f"{prefix}{len(children)}", found.end, default, depth + 1)
            if child.headers or child.size or child.parts or (found is not None and found.level == depth):
                children.append(child)  # else it is the end of this multipart, with the dashes behind it forgotten
        if outer is None:
            del self.levels[boundary]
        else:
            self.levels[boundary] = outer
        if found is not None and found.level == depth:
            found = self._next(found.end) if found.closes and self.levels else None
        return children, found

    def _enclosed(self, body: int, depth: int) -> _Delimiter | None:
        """What ended a mail in a mail. Its own delimiters may be those of an outer multipart."""
        if self.levels and depth < _DEEPEST:
            fields, start = self._fields(body)
            kind = next((value for name, value in fields if name.lower() == "content-type"), b"")
            boundary = _content_type(_text(kind), "")[1].get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
            if boundary in self.levels:
                children, ended = self._children("", start, boundary, "text/plain", depth)
                if children:
                    return ended
        return self._next(body)

    def _next(self, start: int) -> _Delimiter | None:
        """The next delimiter of an open multipart. `start` is where a line begins."""
        if not self.levels:
            return None
        if self.raw.startswith(b"--", start) and (found := self._delimiter(start)):
            return found
        place = self.raw.find(b"\n--", max(start - 1, 0))
        while place >= 0:
            if self.raw[place + 3 : place + 4] not in _NO_BOUNDARY and (found := self._delimiter(place + 1)):
                return found
            place = self.raw.find(b"\n--", place + 3)
        return None

    def _delimiter(self, start: int) -> _Delimiter | None:
        """The delimiter that the line there is, if it is one of an open multipart's."""
        end = self.raw.find(b"\n", start) + 1 or len(self.raw)
        line = self.raw[start + 2 : min(end, start + _LONGEST_BOUNDARY)].rstrip()
        if line in self.levels:
            return _Delimiter(start, end, self.levels[line], closes=False)
        if line.endswith(b"--") and (bare := line[:-2].rstrip()) in self.levels:
            return _Delimiter(start, end, self.levels[bare], closes=True)
        return None

    def _before_break(self, start: int, end: int) -> int:
        """The line break before a delimiter belongs to the delimiter."""
        if self.raw.endswith(b"\r\n", start, end):
            return end - 2
        return end - self.raw.endswith(b"\n", start, end)


def _line_ends(raw: bytes) -> bytes:
    """Lines that end in CR CR LF, which some gateways make, or in CR alone, as the first Macintosh had them."""
    if b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    head = raw.find(b"\r\r\n")
    return raw.replace(b"\r\r\n", b"\r\n") if 0 <= head < raw.find(b"\n") else raw


def _unfolded(value: bytes) -> bytes:
    if b"\n" in value:
        value = value.replace(b"\r\n", b"\n").replace(b"\n", b"")
    return value.strip(b" \t\r")


def _text(value: bytes, charset: str | None = None, *, guessed: bool = True) -> str:
    """A header's value. Bytes beyond ASCII, which RFC 5322 forbids, are in UTF-8, or in the charset of the body."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    return decode(value, None, hint=charset, guessed=guessed)


def _decoded(
    fields: list[tuple[str, bytes]], charset: str | None, guesses: int, children: Sequence[Part] = ()
) -> list[tuple[str, str]]:
    if charset is None and children and not all(value.isascii() for _, value in fields):
        charset = _charset(children)
    return [(name, _text(value, charset, guessed=number < guesses)) for number, (name, value) in enumerate(fields)]


def _charset(parts: Sequence[Part]) -> str | None:
    """That of the first text."""
    for part in parts:
        named = parameters(part.header("Content-Type"))[1].get("charset") or _charset(part.parts)
        if named:
            return named
    return None


def _content_type(value: str, default: str) -> tuple[str, dict[str, str]]:
    if not value:
        return default, {}
    found, described = parameters(value)
    kind = _TYPE.match(_SLASH.sub("/", found[:_LONGEST_NAME]).strip("\"' "))
    if kind is None:
        several = found.startswith("multipart") or "boundary" in described
        named = "name" in described and not found.startswith("text")
        return "multipart/mixed" if several else "application/octet-stream" if named else default, described
    tree, _, _ = kind[0].partition("/")
    if kind[0] == "multipart/*" or ("boundary" in described and tree not in _TREES):
        return "multipart/mixed", described
    return kind[0], described
