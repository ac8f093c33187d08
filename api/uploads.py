"""A multipart form with one file, read as it arrives: nothing is spooled, whatever the size of the file."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any, cast

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from base.errors import Invalid

_LONGEST_FIELD = 1_000  # bytes of a field that is no file
_FILE = "file"
_MOST_DRAINED = 64 * 1024 * 1024  # bytes that are read for nothing, so that a sender hears why


class Upload:
    """The file first, then the fields: `filename` and `fields` are complete once `chunks` has ended."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._body = request.stream()
        self.filename: str | None = None
        self.fields: dict[str, str] = {}
        self._headers: dict[str, str] = {}
        self._header = [b"", b""]  # name and value of the header that is being read
        self._name = ""
        self._is_file = False
        self._value = b""
        self._chunks: list[bytes] = []
        self._ended = False
        self._digest = hashlib.sha256()

    async def digest(self) -> bytes:
        """Of the file, its name and the fields; of a form that nobody has read yet, it is read now. Raises Invalid."""
        if not self._ended:
            async for _ in self.chunks():
                pass
        whole = self._digest.copy()
        whole.update(repr((self.filename, sorted(self.fields.items()))).encode())
        return whole.digest()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the file. Raises Invalid for a form that cannot be read, or has not exactly one file."""
        parser = self._parser()
        async for data in self._body:
            try:
                parser.write(data)
            except FormParserError as error:
                raise Invalid(f"The form cannot be read: {error}.", field=_FILE) from error
            while self._chunks:
                self._digest.update(self._chunks[0])
                yield self._chunks.pop(0)
        if not self._ended:
            raise Invalid("The form ends too early: send it again.", field=_FILE)
        if self.filename is None:
            raise Invalid("There is no file in the form: send it as 'file'.", field=_FILE)

    async def drain(self) -> None:
        """Read on for nothing, within bounds: who still sends when the connection closes never hears why it did."""
        drained = 0
        async for data in self._body:
            drained += len(data)
            if drained > _MOST_DRAINED:
                return

    def _parser(self) -> MultipartParser:
        kind, options = parse_options_header(self._request.headers.get("content-type"))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise Invalid("Send the file as 'file' of a multipart/form-data form.", field=_FILE)
        parser_calls: dict[str, Any] = {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._grow(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._grow(1, data[start:end]),
            "on_header_end": self._keep_header,
            "on_headers_finished": self._open,
            "on_part_data": lambda data, start, end: self._take(data[start:end]),
            "on_part_end": self._close,
            "on_end": self._end,
        }
        try:
            return MultipartParser(boundary, cast("Any", parser_calls))
        except FormParserError as error:
            raise Invalid(f"The form cannot be read: {error}.", field=_FILE) from error

    def _begin(self) -> None:
        self._headers, self._header, self._value = {}, [b"", b""], b""

    def _grow(self, which: int, data: bytes) -> None:
        self._header[which] += data

    def _keep_header(self) -> None:
        self._headers[self._header[0].decode("latin-1").lower()] = self._header[1].decode("utf-8", "replace")
        self._header = [b"", b""]

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition"))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = self._name == _FILE
        if self._is_file and self.filename is not None:
            raise Invalid("There are two files in the form: send one at a time.", field=_FILE)
        if self._is_file:
            self.filename = options.get(b"filename", b"").decode("utf-8", "replace") or "upload.mbox"

    def _take(self, data: bytes) -> None:
        if self._is_file:
            self._chunks.append(bytes(data))
            return
        self._value += data
        if len(self._value) > _LONGEST_FIELD:
            raise Invalid(f"{self._name} is longer than {_LONGEST_FIELD} bytes.", field=self._name)

    def _close(self) -> None:
        if not self._is_file:
            self.fields[self._name] = self._value.decode("utf-8", "replace")

    def _end(self) -> None:
        self._ended = True


def declared(request: Request) -> int | None:
    """Bytes of the form, which are hardly more than its file's; None where they come in chunks."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else None
