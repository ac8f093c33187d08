"""Splits an mbox into messages while it streams by, in constant memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What Gmail accepts at most for an incoming message: "Gmail receiving limits", Google Workspace Admin Help.
MOST = 50 * 1024 * 1024
# A line of a text may begin with "From ", too: a separator also names a day.
_SEPARATOR = re.compile(rb"From .*?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[, ]")
_TAKEOUT_SEPARATOR = re.compile(rb"From \d{15,20}@xxx \w{3} \w{3} \d\d [\d:]{8} \+0000 \d{4}\r?\n?\Z")
_TAKEOUT_HEADERS = re.compile(rb"X-GM-THRID: \d{15,20}\r?\nX-Gmail-Labels:")
HEAD = 1_000  # bytes at the beginning of a file that tell whether it is a Takeout
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)  # mboxrd, RFC 4155's successor in practice


def is_takeouts(separator: bytes, raw: bytes | None) -> bool:
    """Did Google write this message into a Takeout? It puts its two headers before all that came with the mail.

    Of a message without its content, which is too large, only the separator tells.
    """
    return _TAKEOUT_SEPARATOR.match(separator) is not None and (raw is None or _TAKEOUT_HEADERS.match(raw) is not None)


def begins_takeout(head: bytes) -> bool:
    """Is the file with this beginning a Takeout?

    In a mailbox that a mail server wrote, a stranger can choose the address in a separator and the headers of a mail,
    and a text can look like another message. But the server puts headers of its own before theirs, and what stands
    first in the file is nobody's text: so a file is Google's where its first message is, and never by a later one.
    """
    separator, _, rest = head.partition(b"\n")
    return is_takeouts(separator, rest)


@dataclass(frozen=True)
class RawMessage:
    """One message. `raw` is None where it is larger than MOST; `end` is the offset (bytes) after it.

    `takeout`: Google wrote its separator and its first two headers.
    """

    separator: bytes
    raw: bytes | None
    size: int
    end: int
    takeout: bool = False


@dataclass
class Splitter:
    """Feed it chunks of a file; it gives back whole messages."""

    offset: int = 0  # bytes of whole lines seen
    takeout: bool = False  # is the file Google's, by its beginning?
    _rest: bytes = b""
    _separator: bytes | None = None
    _text: bytearray = field(default_factory=bytearray)  # no list of lines: a short one takes twenty times its size
    _size: int = 0
    _after_blank: bool = True

    def feed(self, chunk: bytes) -> Iterator[RawMessage]:
        """The messages that this chunk completes."""
        lines = (self._rest + chunk).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            yield from self._line(line + b"\n")
        if len(self._rest) > MOST:  # a line that never ends belongs to a message that is too large anyway
            yield from self._line(self._rest)
            self._rest = b""

    def finish(self) -> Iterator[RawMessage]:
        """The last message, cut short where the file is."""
        if self._rest:
            yield from self._line(self._rest)
            self._rest = b""
        yield from self._complete()

    @property
    def found(self) -> bool:
        """Has a separator been seen? A file without one is no mbox."""
        return self._separator is not None

    def _line(self, line: bytes) -> Iterator[RawMessage]:
        if self._after_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            yield from self._complete()
            self._separator, self._text, self._size = line.rstrip(), bytearray(), 0
        elif self._separator is not None:
            self._size += len(line)
            if self._size <= MOST:
                self._text += line
            else:
                self._text = bytearray()
        self._after_blank = not line.strip(b"\r\n")
        self.offset += len(line)

    def _complete(self) -> Iterator[RawMessage]:
        if self._separator is None:
            return
        raw = _QUOTED.sub(rb"\1", bytes(self._text)) if self._size <= MOST else None
        if raw is not None and raw.endswith((b"\n\n", b"\n\r\n")):
            # The blank line before the next separator is the format's, not the mail's.
            raw = raw[:-1].removesuffix(b"\r")
        takeout = self.takeout and is_takeouts(self._separator, raw)
        yield RawMessage(self._separator, raw, self._size, self.offset, takeout)
