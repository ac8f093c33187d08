"""The lines of vCards, as programs really write them: properties with parameters, decoded, each with its line number.

vobject takes a line apart. Around it stands what it refuses or loses: quoted-printable in any charset, with a charset
that is not so, folded as 2.1 and as 3.0 do, base64 that nothing indents, notes that go on in the next line.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vobject.base import ContentLine, VObjectError, parseLine

from services.mime.charsets import decode, guess

_LONGEST = 200_000  # bytes of a property that are kept: what is longer is a picture
_LONGEST_HEAD = 2_000  # bytes of a property's name and parameters
_ENDS = re.compile(rb"\r\n|\r|\n")
_PROPERTY = re.compile(rb'[ \t]*((?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+(?:;(?:"[^"]*"|[^":])*)?):', re.DOTALL)
_QUOTED = re.compile(rb"quoted-printable", re.IGNORECASE)
_BASE64 = re.compile(rb";(?:encoding=)?(?:b|base64)(?=[;:])", re.IGNORECASE)
_CHARSET = re.compile(rb";charset=\"?([^;:\"]+)\"?", re.IGNORECASE)
_ENCODING = re.compile(rb";(?:encoding=)?\"?quoted-printable\"?(?=[;:])", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Property:
    """A property of a card. `name` in upper case, parameters' values in lower case, `line` counted from 1."""

    name: str
    value: str  # still with vCard's own escapes
    group: str  # "item1" of "item1.TEL", or ""
    types: frozenset[str]  # of TYPE, and words without a name as 2.1 has them
    params: dict[str, str]
    line: int


@dataclass(frozen=True)
class Unreadable:
    """A line that is none of a vCard."""

    line: int


@dataclass
class _Raw:
    """A line that may go on."""

    line: int
    head: bytes  # to the colon, which it has not
    value: bytearray
    binary: bool
    soft: bool  # quoted-printable: the next line belongs to it

    def add(self, more: bytes) -> None:
        if len(self.value) < _LONGEST:
            self.value += more


def properties(data: bytes) -> Iterator[Property | Unreadable]:
    """What a file of vCards has, line by line. Never raises."""
    if data.startswith(_WIDE) or b"\0" in data[:200]:
        data = decode(data, "utf-16" if data.startswith(_WIDE) else None).encode()
    hint = guess(data)
    for raw in _unfolded(data.removeprefix(b"\xef\xbb\xbf")):
        if isinstance(raw, Unreadable):
            yield raw
        else:
            yield _property(raw, hint) or Unreadable(raw.line)


def _unfolded(data: bytes) -> Iterator[_Raw | Unreadable]:
    """Lines as they were before they were folded."""
    current: _Raw | None = None
    old = False  # a card of 2.1: what it folds at a space has that space
    for number, line in enumerate(_ENDS.split(data), 1):
        if current is not None and current.soft:
            current.soft = line.endswith(b"=")
            current.add(line[:-1] if current.soft else line)
            continue
        if current is not None and line[:1] in {b" ", b"\t"} and line.strip():
            current.add(line if old and not current.binary else line[1:])
            continue
        found = _PROPERTY.match(line)
        if found is None and current is not None and line.strip():
            if current.binary:
                current.add(line)
                continue
            if current.head.partition(b";")[0].rpartition(b".")[2].upper() == b"NOTE":
                current.add(b"\n" + line)
                continue
        if not line.strip():
            continue
        if current is not None:
            yield current
        current = None
        if found is None or len(found[1]) > _LONGEST_HEAD:
            yield Unreadable(number)
            continue
        head, value = found[1], line[found.end() :]
        if head.upper() == b"VERSION":
            old = value.strip() == b"2.1"
        quoted = _QUOTED.search(head) is not None
        soft = quoted and value.endswith(b"=")
        binary = _BASE64.search(head + b":") is not None
        current = _Raw(number, head, bytearray(value[:-1] if soft else value)[:_LONGEST], binary, soft)
    if current is not None:
        yield current


def _property(raw: _Raw, hint: str | None) -> Property | None:
    """`hint`: what the file seems to be in. Single values are too short to tell."""
    head, value = raw.head, bytes(raw.value)
    said = _CHARSET.search(head)
    charset = said[1].decode("ascii", "replace").strip() if said else None
    if _QUOTED.search(head):
        value = quopri.decodestring(value)
        head = _ENCODING.sub(b"", head + b":")[:-1]
    text = "" if raw.binary else decode(value, charset, hint=hint, guessed=False)
    try:
        name, params, _, group = parseLine(decode(_CHARSET.sub(b"", head), None) + ":")
        parsed = ContentLine(name, params, "", group)
    except VObjectError:
        return None
    types = [word for one in parsed.params.get("TYPE", ()) for word in one.split(",")]
    return Property(
        name=parsed.name,
        value=text,
        group=(parsed.group or "").lower(),
        types=frozenset(word.strip().lower() for word in (*types, *parsed.singletonparams)),
        params={key: values[0] for key, values in parsed.params.items() if values},
        line=raw.line,
    )
