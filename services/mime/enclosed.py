"""Mail that came attached to mail (message/rfc822, RFC 2046, section 5.2.1; message/global, RFC 6532)."""

from collections.abc import Iterator
from dataclasses import replace

from models.contracts.mime import Part

KINDS = frozenset({"message/rfc822", "message/global"})
MOST = 100  # of one mail, those within others counted: a digest has some dozens
DEEPEST = 5  # in each other
_TELLS = ("From", "Date", "Subject", "Received", "Message-ID")


def enclosed_in(root: Part) -> Iterator[Part]:
    """The parts that are mails, in order; not what is within them."""
    pending = [root]
    while pending:
        part = pending.pop()
        if part.mime_type in KINDS:
            if part.parts:
                yield part
        else:
            pending += reversed(part.parts)


def mail_of(part: Part) -> Part:
    """The enclosed mail as a tree of its own. Where Gmail gives its headers with the part, they are its headers."""
    inner = part.parts[0]
    if len(part.parts) == 1 and any(map(inner.header, _TELLS)):
        return inner
    if any(map(part.header, _TELLS)):
        return replace(part, mime_type="multipart/mixed", filename="")
    return inner


def size_of(part: Part) -> int:
    """Bytes of a part as it was sent; of one whose bytes stayed at Gmail, about as many as its parts had."""
    if part.size or not part.parts:
        return part.size
    return sum(map(_sent, part.parts))


def _sent(part: Part) -> int:
    size = part.size if not part.parts else size_of(part)
    if part.header("Content-Transfer-Encoding").strip().lower() == "base64":
        size = size * 4 // 3  # RFC 2045, section 6.8
    return size + sum(len(name) + len(value) + 4 for name, value in part.headers)
