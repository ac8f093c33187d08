"""MIME entities as bytes. Boundaries come from the content, so the same mail is always the same bytes."""

import base64
import hashlib
import quopri
from dataclasses import dataclass
from email.header import Header
from email.utils import encode_rfc2231, formataddr
from typing import Literal

Encoding = Literal["7bit", "8bit", "quoted-printable", "base64"]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """An entity: its Content-* headers, already encoded, and its body."""

    headers: Headers
    body: bytes

    def bytes_with(self, headers: Headers = ()) -> bytes:
        """The whole entity, with other headers before its own."""
        lines = "".join(f"{name}: {value}\n" for name, value in (*headers, *self.headers))
        return lines.encode("ascii") + b"\n" + self.body


def text_part(
    text: str, subtype: str = "plain", *, charset: str = "utf-8", encoding: Encoding | None = None, params: str = ""
) -> Part:
    """A text/* entity. Without `encoding`, ASCII stays as it is and the rest is quoted-printable."""
    encoded = text.encode(charset)
    if encoding is None:
        encoding = "7bit" if encoded.isascii() else "quoted-printable"
    return Part(
        (
            ("Content-Type", f'text/{subtype}; charset="{charset}"{params}'),
            ("Content-Transfer-Encoding", encoding),
        ),
        _transfer(encoded, encoding),
    )


def file_part(name: str, content_type: str, content: bytes, *, cid: str | None = None) -> Part:
    """An attachment or, with a Content-ID, an image inside the text. Names follow RFC 2231."""
    quoted = f'filename="{name}"' if name.isascii() else f"filename*={encode_rfc2231(name, 'utf-8')}"
    disposition = "inline" if cid else "attachment"
    headers: Headers = (
        ("Content-Type", content_type),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", f"{disposition}; {quoted}"),
    )
    if cid:
        headers = (*headers, ("Content-ID", f"<{cid}>"))
    return Part(headers, _transfer(content, "base64"))


def message_part(raw: bytes, disposition: str = "attachment") -> Part:
    """A whole message inside another (message/rfc822)."""
    return Part((("Content-Type", "message/rfc822"), ("Content-Disposition", disposition)), raw)


def multipart(subtype: str, *parts: Part, params: str = "") -> Part:
    """A multipart/* entity of these parts."""
    contents = [part.bytes_with() for part in parts]
    boundary = "=_" + hashlib.sha256(subtype.encode() + b"".join(contents)).hexdigest()[:28]
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\n" + content.removesuffix(b"\n") + b"\n" for content in contents) + line + b"--\n"
    return Part((("Content-Type", f'multipart/{subtype}; boundary="{boundary}"{params}'),), body)


def header_text(value: str, charset: str = "utf-8") -> str:
    """An unstructured header: encoded words where it is not ASCII (RFC 2047)."""
    return value if value.isascii() else Header(value, fitting(value, charset), maxlinelen=72).encode()


def fitting(value: str, charset: str) -> str:
    """`charset`, or UTF-8 where it lacks a letter of the value."""
    try:
        value.encode(charset)
    except UnicodeEncodeError:
        return "utf-8"
    return charset


def mailbox(name: str, address: str, charset: str = "utf-8") -> str:
    """`Name <address>`, quoted or encoded as needed."""
    return formataddr((name, address), fitting(name, charset))


def mailboxes(people: list[tuple[str, str]], charset: str = "utf-8") -> str:
    """A folded address list."""
    return ",\n ".join(mailbox(name, address, charset) for name, address in people)


def _transfer(content: bytes, encoding: Encoding) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(content)
    if encoding == "quoted-printable":
        content = quopri.encodestring(content)
    return content if content.endswith(b"\n") else content + b"\n"
