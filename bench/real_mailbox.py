"""Mailboxes of any size made of real mail: a file repeated, each time with other ids, and with some other people.

Message-IDs and what refers to them are renamed alike in one repetition, so each has the threads of the file once more,
as its own. Of those who write, half are the same in all repetitions, and half are somebody else in each: so the people
of a mailbox grow with it, as they do in real ones. Texts stay as they are.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from services.imports.mbox import Splitter
from tests.shared_mail import HAM

REAL = HAM
_ID = re.compile(rb"<(?=[^<>\s@]+@)")
_FIELD = re.compile(rb"^(?P<name>[!-9;-~]+):(?P<value>[^\n]*\n(?:[ \t][^\n]*\n)*)", re.MULTILINE)
_SEPARATOR = re.compile(rb"^(>*From )", re.MULTILINE)
_ADDRESS = re.compile(rb"([\w.+=-]+)(@[\w.-]+)")
_IDS = {b"message-id", b"in-reply-to", b"references"}
_PEOPLE = {b"from", b"to", b"cc", b"reply-to", b"sender"}


def write(path: Path, messages: int, source: Path = REAL) -> None:
    """Write an mbox of exactly `messages` messages of `source`."""
    mail = _read(source)
    writers = frozenset(address for head, _ in mail for address in _writers(head))
    with path.open("wb") as mbox:
        for head, body in islice(_repeated(mail, writers), messages):
            mbox.write(b"From sender@example.org Mon Jan  1 00:00:00 2024\n" + head + body)


def _read(source: Path) -> list[tuple[bytes, bytes]]:
    """(headers, body) of each message, as it stands in a file."""
    splitter = Splitter()
    found = [*splitter.feed(source.read_bytes()), *splitter.finish()]
    parts = [(message.raw or b"").partition(b"\n\n") for message in found]
    return [(head + b"\n", _quoted(blank[1:] + body)) for head, blank, body in parts]


def _quoted(body: bytes) -> bytes:
    """As it stands in a file: a line that looks like a separator is marked (mboxrd), and a blank one ends the mail."""
    return _SEPARATOR.sub(rb">\1", body).rstrip(b"\n") + b"\n\n"


def _writers(head: bytes) -> Iterator[bytes]:
    for field in _FIELD.finditer(head):
        if field["name"].lower() == b"from":
            yield from (b"".join(address).lower() for address in _ADDRESS.findall(field["value"]))


def _repeated(mail: list[tuple[bytes, bytes]], writers: frozenset[bytes]) -> Iterator[tuple[bytes, bytes]]:
    yield from mail
    for number in count(1):
        for head, body in mail:
            yield _FIELD.sub(lambda field: _renamed(field, b"%d" % number, writers), head), body  # noqa: B023


def _renamed(field: re.Match[bytes], number: bytes, writers: frozenset[bytes]) -> bytes:
    name = field["name"].lower()
    if name in _IDS:
        return field["name"] + b":" + _ID.sub(b"<" + number + b".", field["value"])
    if name in _PEOPLE:

        def other(address: re.Match[bytes]) -> bytes:
            whole = address[0].lower()
            same = whole not in writers or zlib.crc32(whole) % 2
            return address[0] if same else address[1] + b"." + number + address[2]

        return field["name"] + b":" + _ADDRESS.sub(other, field["value"])
    return field[0]
