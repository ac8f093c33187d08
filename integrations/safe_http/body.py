"""Reading an answer's body within a bound, before and after it is unpacked."""

import zlib
from collections.abc import AsyncIterator

from integrations.safe_http.errors import AnswerTooLarge, Unsuitable

ENCODING = "gzip"  # what is asked for; others are refused, since each would need a bounded reader of its own
_GZIP = 31  # zlib's window bits for a gzip stream
_PLAIN = {"", "identity"}


async def bounded(chunks: AsyncIterator[bytes], encoding: str, most: int, *, whole: bool) -> bytes:
    """At most `most` bytes, unpacked: memory never holds more than that and a chunk.

    Raises AnswerTooLarge where there is more and it is wanted `whole`, Unsuitable for an encoding nobody asked for.
    """
    named = encoding.strip().lower()
    if named not in _PLAIN | {ENCODING, "x-gzip"}:
        raise Unsuitable("This address answers in an encoding that nobody asked for.")
    unpacker = None if named in _PLAIN else zlib.decompressobj(_GZIP)
    body = bytearray()
    try:
        async for chunk in chunks:
            left = most - len(body)
            body += chunk[: left + 1] if unpacker is None else unpacker.decompress(chunk, left + 1)
            if len(body) > most:
                if whole:
                    raise AnswerTooLarge
                return bytes(body[:most])
    except zlib.error as error:
        raise Unsuitable("This address answers with a body that cannot be unpacked.") from error
    if unpacker is not None and whole and not unpacker.eof:
        raise Unsuitable("This address answers with half of a body.")
    return bytes(body)
