"""What is called in the parser's processes with HTML, with raw mail and with cards. See `services/core/isolation`."""

import orjson

from services.mime.html import sanitised
from services.mime.parts import find, part_of
from services.mime.vcards import cards


def html(text: bytes, images: bytes) -> tuple[bytes, ...]:
    """HTML made safe to show; nothing where it is made to keep a computer busy. `images`: b"1" keeps remote ones."""
    safe = sanitised(text.decode(), images=images == b"1")
    return () if safe is None else (safe.encode(),)


def part(raw: bytes, part_id: bytes, mime_type: bytes) -> tuple[bytes, ...]:
    """The content of one part of a raw mail; nothing where no part of that number and kind has any."""
    found = find(part_of(raw), part_id.decode(), mime_type.decode())
    return () if found is None or found.data is None else (found.data,)


def vcards(data: bytes) -> tuple[bytes]:
    """The cards of a file as JSON, a list of `services.mime.vcards.Card`."""
    return (orjson.dumps(list(cards(data))),)
