"""Messages of an mbox file, one at a time however large it is (RFC 4155, mboxrd quoting)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devstack.simulator.clock import now_ms
from devstack.simulator.dates import parse_date, sent_ms
from devstack.simulator.mime import parse_headers

_QUOTED = re.compile(rb"(?m)^>(>*From )")
_POSTMARK = re.compile(r"From \S+\s+(.*)")
_MAX_HEADERS = 1_000_000  # bytes of a header block that are looked at


@dataclass(frozen=True)
class Place:
    """Where a message lies in the file, and when it was sent (now, where it does not say)."""

    date_ms: int
    offset: int
    length: int


def places(path: Path) -> Iterator[Place]:
    """Every message in file order. A file without a 'From ' line is one message."""
    with path.open("rb") as file:
        current = _Begun(b"", 0)
        position, blank = 0, True
        for line in file:
            if blank and line.startswith(b"From "):
                if position > 0:
                    yield current.place(position)
                current = _Begun(line, position + len(line))
            else:
                current.see(line)
            position += len(line)
            blank = line in {b"\n", b"\r\n"}
        if position > current.offset:
            yield current.place(position)


class _Begun:
    """A message whose end is not known yet. Only its headers are kept."""

    def __init__(self, postmark: bytes, offset: int) -> None:
        self.offset = offset
        self._postmark = postmark
        self._headers = bytearray()
        self._in_headers = True

    def see(self, line: bytes) -> None:
        if self._in_headers:
            self._headers += line
            self._in_headers = line.strip() != b"" and len(self._headers) < _MAX_HEADERS

    def place(self, end: int) -> Place:
        moment = sent_ms(parse_headers(bytes(self._headers))[0])
        if moment is None:
            postmark = _POSTMARK.match(self._postmark.decode("latin-1").strip())
            moment = parse_date(postmark[1]) if postmark else None
        return Place(now_ms() if moment is None else moment, self.offset, end - self.offset)


def read(path: Path, found: list[Place]) -> Iterator[bytes]:
    """The messages at these places as they were before they were put into an mbox."""
    with path.open("rb") as file:
        for place in found:
            file.seek(place.offset)
            raw = file.read(place.length)
            yield _unquoted(raw) if place.offset else raw  # offset 0: no 'From ' line, a message and no mbox


def _unquoted(raw: bytes) -> bytes:
    for ending in (b"\n\r\n", b"\n\n"):  # the blank line that parts messages
        if raw.endswith(ending):
            raw = raw[: len(raw) - len(ending) + 1]
            break
    return _QUOTED.sub(rb"\1", raw)
