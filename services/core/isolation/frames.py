"""Frames on a pipe: a few byte strings each, with their lengths. What a child says is data, and never code."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

Parts = tuple[bytes, ...]

LONGEST = 128 * 1024 * 1024  # bytes of one frame
_MOST_PARTS = 16
_NUMBER = struct.Struct("<I")


class BrokenFrame(Exception):
    """What came is no frame, or a longer one than anybody sends."""


def encode(parts: Parts) -> bytes:
    """One frame."""
    return b"".join([_NUMBER.pack(len(parts)), *(_NUMBER.pack(len(part)) for part in parts), *parts])


def read(pipe: BinaryIO) -> Parts | None:
    """The next frame of a blocking pipe; None at its end, also where that cuts a frame short."""
    try:
        sizes = [_number(pipe) for _ in range(_number(pipe))]
        return tuple(_exactly(pipe, size) for size in sizes)
    except EOFError:
        return None


def _number(pipe: BinaryIO) -> int:
    return int(_NUMBER.unpack(_exactly(pipe, _NUMBER.size))[0])


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


class FrameReader:
    """Puts frames together from what arrives in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._held = 0
        self._needed = _NUMBER.size  # bytes, before it is worth looking again

    def feed(self, data: bytes) -> Iterator[Parts]:
        """The frames that `data` completes. Raises BrokenFrame."""
        self._pieces.append(data)
        self._held += len(data)
        if self._held < self._needed:
            return
        held = memoryview(b"".join(self._pieces))
        start = 0
        while (end := self._end(held, start)) is not None:
            yield _parts(held, start)
            start = end
        self._pieces = [bytes(held[start:])]
        self._held = len(held) - start

    def _end(self, held: memoryview, start: int) -> int | None:
        """Where the frame that starts there ends, if all of it is here."""
        body = start + _NUMBER.size
        if self._lacks(held, start, body):
            return None
        count = _NUMBER.unpack_from(held, start)[0]
        if count > _MOST_PARTS:
            raise BrokenFrame
        sizes_end = body + count * _NUMBER.size
        if self._lacks(held, start, sizes_end):
            return None
        end = sizes_end + sum(_sizes(held, body, count))
        if end - start > LONGEST:
            raise BrokenFrame
        return None if self._lacks(held, start, end) else end

    def _lacks(self, held: memoryview, start: int, end: int) -> bool:
        self._needed = end - start
        return len(held) < end


def _sizes(held: memoryview, start: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f"<{count}I", held, start)


def _parts(held: memoryview, start: int) -> Parts:
    count = _NUMBER.unpack_from(held, start)[0]
    place = start + (1 + count) * _NUMBER.size
    parts: list[bytes] = []
    for size in _sizes(held, start + _NUMBER.size, count):
        parts.append(bytes(held[place : place + size]))
        place += size
    return tuple(parts)
