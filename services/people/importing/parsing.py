"""Files of people, read in the parser's processes piece by piece, so that no answer is large."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from base.errors import Invalid
from models.contracts.people.address_books import ColumnTarget, FileFormat, FileKind, PreviewColumn, TablePreview
from services.core.isolation.failures import Failure
from services.core.isolation.pool import Isolation
from services.mime.vcards import Card, CardProblem

CARDS = 500  # or lines, of a piece
_BEGIN = re.compile(rb"^[ \t]*begin:vcard[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BETWEEN = re.compile(rb"^[ \t]*end:vcard[ \t]*(?:\r\n?|\n)\s*(?=begin:vcard)", re.IGNORECASE | re.MULTILINE)
_ENDS = re.compile(rb"\r\n|\r|\n")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def kind_of(start: bytes) -> FileKind:
    """By how it begins; whatever is no card is taken for a table."""
    return FileKind.VCARD if _BEGIN.search(_narrow(start).lstrip(b"\xef\xbb\xbf")) else FileKind.CSV


class ContactParser:
    """Raises Invalid, as the file is to be mended, for what nobody can read; Unavailable where it cannot be now."""

    def __init__(self, isolation: Isolation) -> None:
        self._isolation = isolation

    async def preview(self, data: bytes, key: str) -> tuple[FileFormat, TablePreview]:
        """Whose table it is, and what its columns are."""
        told = orjson.loads(await self._run("services.people.importing.isolated:preview", data, key=key, urgent=True))
        columns = [
            PreviewColumn(
                name=column["name"],
                samples=column["samples"],
                target=ColumnTarget(column["target"]) if column["target"] else None,
            )
            for column in told["columns"]
        ]
        return FileFormat(told["format"]), TablePreview(columns=columns, rows=told["rows"])

    async def rows(self, data: bytes, targets: Sequence[ColumnTarget | None], start: int, key: str) -> Sequence[Card]:
        """The next CARDS lines of a table, from `start` on; none after the last."""
        words = (orjson.dumps(list(targets)), str(start).encode(), str(CARDS).encode())
        return _cards(await self._run("services.people.importing.isolated:rows", data, *words, key=key), 0)

    async def cards(self, data: bytes, key: str, before: int) -> Sequence[Card]:
        """The cards of a piece, before which the file has so many lines."""
        return _cards(await self._run("services.mime.isolated:vcards", data, key=key), before)

    async def _run(self, function: str, *parts: bytes, key: str, urgent: bool = False) -> bytes:
        answer = await self._isolation.run(function, *parts, key=key, urgent=urgent)
        if isinstance(answer, Failure):
            raise Invalid(f"This file cannot be read: {answer}.", field="file")
        if len(answer) > 1:
            raise Invalid(f"This file cannot be read. {answer[1].decode()}", field="file")
        return answer[0]


def pieces_of(data: bytes) -> tuple[int, list[tuple[int, bytes]]]:
    """A file of cards as (cards in it, its pieces): each piece is whole cards, and the lines of the file before it."""
    data = _narrow(data)
    cuts = [0]
    for number, found in enumerate(_BETWEEN.finditer(data), 1):
        if number % CARDS == 0:
            cuts.append(found.end())
    pieces: list[tuple[int, bytes]] = []
    line = 0
    for start, end in zip(cuts, [*cuts[1:], len(data)], strict=True):
        pieces.append((line, data[start:end]))
        line += len(_ENDS.findall(data[start:end]))
    return len(_BEGIN.findall(data)), pieces


def _narrow(data: bytes) -> bytes:
    """Without the two bytes of each letter that some programs write."""
    wide = _WIDE.get(data[:2])
    return data.decode(wide, "replace").encode() if wide else data


def _cards(told: bytes, before: int) -> list[Card]:
    found: list[Mapping[str, Any]] = orjson.loads(told)
    return [
        Card(
            line=one["line"] + before,
            uid=one["uid"],
            addresses=one["addresses"],
            values=one["values"],
            is_group=one["is_group"],
            problems=[CardProblem(p["line"] + before, p["field"], p["reason"]) for p in one["problems"]],
        )
        for one in found
    ]
