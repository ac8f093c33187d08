"""Splits an mbox into messages while it streams by, in constant memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from base.errors import Invalid
from services.mime.header_names import KNOWN

# What Gmail accepts at most for an incoming message: "Gmail receiving limits", Google Workspace Admin Help.
MOST = 50 * 1024 * 1024
_DAY = rb"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_CLOCK = rb"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?"
# A line of a text may begin with "From ", too, and name a day: a separator has a whole date (RFC 4155, asctime's), or,
# as some programs write it, a mail's or ISO 8601's.
_DATED = re.compile(
    rb"From (?:(.*)[ \t])?"
    rb"(?:" + _DAY + rb"[ ]+" + _MONTH + rb"[ ]+\d{1,2},?[ ]+" + _CLOCK + rb"(?:[ ]+[-+A-Z]\w{0,5}){0,2}[ ]+\d{4}\b"
    rb"|\d{1,2}[ ]+" + _MONTH + rb"[ ]+\d{2,4}[ ]+" + _CLOCK + rb"|\d{4}-\d\d-\d\d[ T]" + _CLOCK + rb"Z?)"
)  # fmt: skip
_BEFORE = re.compile(rb"(?:\A|[ \t])" + _DAY + rb"\Z")  # the day of such a date
# A zone, and what UUCP writes, may stand behind the date (RFC 976, 2.4); a sentence goes on otherwise.
_ENDED = re.compile(
    rb"(?:[ \t]+(?:[A-Z]{1,5}(?:[-+]\d{1,4})?|[-+]\d\d:?\d\d|\([^()]{0,40}\))){0,3}"
    rb"(?:[ \t]+(?:remote from|forwarded by)[ \t].*)?\s*"
)
_HEADER = re.compile(rb"[A-Za-z][\w.-]{0,60}:(?:[ \t\r\n]|\Z)|>From ")
# What `git format-patch` writes: a patch in a text, not a mail, where the file's first message is none.
_PATCH = re.compile(rb"From [0-9a-f]{40}(?:[0-9a-f]{24})? Mon Sep 17 00:00:00 2001\s*\Z")
_TAKEOUT_SEPARATOR = re.compile(rb"From \d{15,20}@xxx \w{3} \w{3} \d\d [\d:]{8} \+0000 \d{4}\r?\n?\Z")
# What servers write above all that a sender writes (RFC 5322, 3.6.7, and their customs).
TRACES = frozenset({
    "received", "return-path", "delivered-to", "x-received", "authentication-results", "received-spf", "x-original-to",
    "arc-seal", "arc-message-signature", "arc-authentication-results", "envelope-to", "x-envelope-from",
})  # fmt: skip
_NAMED = re.compile(rb"([!-9;-~]+):[^\n]*+(?:\n[ \t][^\n]*+)*+\n?")
START = 1024 * 1024  # bytes in which the first message of an mbox begins
_ARCHIVES = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive", b"!BDN": "an Outlook data file"}
HEAD = 4_000  # bytes at the beginning of a file that tell what it is
_LONGEST = 1_000  # bytes of a separator that are looked at
_BOM = b"\xef\xbb\xbf"
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)  # mboxrd, RFC 4155's successor in practice


def is_takeouts(separator: bytes, raw: bytes | None) -> bool:
    """Did Google write this message into a Takeout? It puts its labels above all that came with the mail.

    Nobody else writes such a separator: a server dates it as asctime does. Of a message without its content, which is
    too large, only the separator tells.
    """
    return _TAKEOUT_SEPARATOR.match(separator) is not None and (raw is None or _is_labelled(raw))


def _is_labelled(raw: bytes) -> bool:
    place = 0
    while found := _NAMED.match(raw, place):
        name = found[1].decode("ascii").lower()
        if name == "x-gmail-labels":
            return True
        if name in TRACES:
            return False
        place = found.end()
    return False


@dataclass(frozen=True)
class Beginning:
    """What the first message of a file tells of all of them: one program wrote it.

    `takeout`: Google did. In a mailbox that a mail server wrote, a stranger can choose the address in a separator and
    the headers of a mail, and a text can look like another message. But the server puts headers of its own before
    theirs, and what stands first in the file is nobody's text. `undated`: its separators have no date. `patches`: they
    are git's.
    """

    takeout: bool = False
    undated: bool = False
    patches: bool = False


def beginning_of(head: bytes) -> Beginning:
    """Of the file with these first bytes."""
    separator, _, rest = head.removeprefix(_BOM).lstrip(b"\r\n").partition(b"\n")
    return Beginning(is_takeouts(separator, rest), _DATED.match(separator) is None, _PATCH.match(separator) is not None)


class NotMbox(Invalid):
    """This file is not an mbox: in its first megabyte no line that begins with "From " starts a message."""


def expect_mbox(start: bytes) -> None:
    """Raises NotMbox, unless a message begins in the first START bytes of a file."""
    for magic, what in _ARCHIVES.items():
        if start.startswith(magic):
            raise NotMbox(f"This file is {what}: unpack it, and import the .mbox file in it.", field="file")
    splitter = Splitter(0, beginning_of(start[:HEAD]))
    for _ in chain(splitter.feed(start), splitter.finish()):
        break
    if not splitter.found:
        raise NotMbox(field="file")


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
    beginning: Beginning | None = None  # None: no Takeout; the rest is seen here
    _rest: bytes = b""
    _separator: bytes | None = None
    _text: bytearray = field(default_factory=bytearray)  # no list of lines: a short one takes twenty times its size
    _size: int = 0
    _after_blank: bool = True
    _held: bytes | None = None  # a line that may be a separator: the next one tells

    def feed(self, chunk: bytes) -> Iterator[RawMessage]:
        """The messages that this chunk completes."""
        data = self._rest + chunk
        whole = data.rfind(b"\n") + 1
        self._rest = data[whole:]
        place = 0
        while place < whole:
            if self._held is not None or self._may_separate(data, place):
                end = data.index(b"\n", place) + 1
                yield from self._line(data[place:end])
            else:  # all lines before the next that may be a separator
                end = data.find(b"\nFrom ", place, whole) + 1 or whole
                self._append(data[place:end])
            place = end
        if len(self._rest) > MOST:  # a line that never ends belongs to a message that is too large anyway
            yield from self._line(self._rest)
            self._rest = b""

    def finish(self) -> Iterator[RawMessage]:
        """The last message, cut short where the file is."""
        if self._rest:
            yield from self._line(self._rest)
            self._rest = b""
        yield from self._decided(b"")
        yield from self._complete()

    @property
    def found(self) -> bool:
        """Has a separator been seen? A file without one is no mbox."""
        return self._separator is not None

    def _line(self, line: bytes) -> Iterator[RawMessage]:
        if self._held is not None:
            yield from self._decided(line)
        if self._may_separate(line, 0):
            self._held = line
        else:
            self._append(line)

    def _may_separate(self, data: bytes, place: int) -> bool:
        """Does a line there begin as separators do?"""
        return data.startswith(b"From ", place) or (self.offset == 0 and data.startswith(_BOM + b"From ", place))

    def _append(self, lines: bytes) -> None:
        if self._separator is not None:
            self._size += len(lines)
            if self._size <= MOST:
                self._text += lines
            else:
                self._text = bytearray()
        self._after_blank = not lines[lines.rfind(b"\n", 0, -1) + 1 :].strip(b"\r\n")
        self.offset += len(lines)

    def _decided(self, following: bytes) -> Iterator[RawMessage]:
        """Begin a message at the line that was held, or take it for a line of the one before."""
        line, self._held = self._held, None
        if line is None:
            return
        separator = line.removeprefix(_BOM) if self.offset == 0 else line
        if not self._separates(separator, following):
            self._append(line)
            return
        yield from self._complete()
        self._separator, self._text, self._size = separator.rstrip(), bytearray(), 0
        self._after_blank = False
        self.offset += len(line)

    def _separates(self, line: bytes, following: bytes) -> bool:
        """A whole date below a blank line, or above a header; no date where the file has none, below and above both.

        Prose has dates, too: a line that goes on behind its date, or has no sender before it, or a sentence, is a
        separator only above a header of mail. Thunderbird's newer "From " has nothing behind it, in files whose older
        separators have a date.
        """
        known = KNOWN.match(following) is not None
        dated = _DATED.match(line[:_LONGEST])
        sure = known
        if dated and _ENDED.fullmatch(line[:_LONGEST], dated.end()):
            sender = _BEFORE.sub(b"", dated[1] or b"").split()
            one_word = len(sender) == 1 and not sender[0].endswith((b",", b":", b";"))
            sure = known or (one_word and self._after_blank) or _HEADER.match(following) is not None
        if self.beginning is None:
            if not self._after_blank or not sure:
                return False
            self.beginning = Beginning(undated=dated is None, patches=_PATCH.match(line) is not None)
            return True
        if _PATCH.match(line):
            return self._after_blank and self.beginning.patches
        if dated or line.strip() == b"From":
            return sure
        return self.beginning.undated and self._after_blank and known

    def _complete(self) -> Iterator[RawMessage]:
        if self._separator is None:
            return
        raw = _QUOTED.sub(rb"\1", bytes(self._text)) if self._size <= MOST else None
        if raw is not None and raw.endswith((b"\n\n", b"\n\r\n")):
            # The blank line before the next separator is the format's, not the mail's.
            raw = raw[:-1].removesuffix(b"\r")
        takeout = self.beginning is not None and self.beginning.takeout and is_takeouts(self._separator, raw)
        yield RawMessage(self._separator, raw, self._size, self.offset, takeout)
